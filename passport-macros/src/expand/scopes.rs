//! `scopes`: a marker type and a trait for each scope.

use std::collections::BTreeMap;

use passport_spec::{Api, Endpoint, Scope, doc_code, doc_line, doc_link, doc_text};

use super::text::Text;

/// `set_macro` is what declares a set, for messages.
pub(super) fn write(text: &mut Text, api: &Api, set_macro: &str) {
    let mut root = Module::default();
    for (index, scope) in api.catalogue.scopes().iter().enumerate() {
        let mut module = &mut root;
        for name in &scope.path.modules {
            module = module.children.entry(name).or_default();
        }
        module.scopes.push((index, scope));
    }
    text.doc(&format!("The scopes of {} as types.", doc_line(&api.title)));
    text.line(format_args!("pub mod scopes {{"));
    root.write(text, &Scopes::of(api, set_macro), 1);
    text.line(format_args!("}}"));
    write_leaves(text, api);
}

/// Short names of the markers for the code of scope sets.
fn write_leaves(text: &mut Text, api: &Api) {
    text.line(format_args!(
        "#[doc(hidden)] pub mod __leaves {{ pub use super::__private::tree::No as __No; \
         pub use super::__private::ScopeSet as __ScopeSet; pub use super::Client as __Client;"
    ));
    if text.audit().is_some() {
        text.line(format_args!(
            "pub use super::__private::Nobody as __Nobody;"
        ));
    }
    for (index, scope) in api.catalogue.scopes().iter().enumerate() {
        text.line(format_args!(
            "pub use super::scopes::{} as __S{index};",
            scope.path
        ));
    }
    text.line(format_args!("}}"));
}

/// Data that the text of every scope is made of.
struct Scopes<'a> {
    /// The macro that declares a set, for messages.
    set_macro: &'a str,
    /// The endpoints whose requirement names a scope, for each scope.
    needed_by: Vec<Vec<&'a Endpoint>>,
}

impl<'a> Scopes<'a> {
    fn of(api: &'a Api, set_macro: &'a str) -> Self {
        let mut needed_by = vec![Vec::new(); api.catalogue.scopes().len()];
        for endpoint in &api.endpoints {
            for id in endpoint.requirement.scopes() {
                needed_by[id.index()].push(endpoint);
            }
        }
        Self {
            set_macro,
            needed_by,
        }
    }
}

/// The scopes that stand together, and the modules below.
#[derive(Default)]
struct Module<'a> {
    scopes: Vec<(usize, &'a Scope)>,
    children: BTreeMap<&'a str, Module<'a>>,
}

impl Module<'_> {
    /// `depth` is how many modules lie between here and the generated module.
    fn write(&self, text: &mut Text, scopes: &Scopes<'_>, depth: usize) {
        let root = "super::".repeat(depth);
        for (index, scope) in &self.scopes {
            write_scope(text, scopes, *index, scope, &root);
        }
        for (name, child) in &self.children {
            text.doc(&format!("Scopes under `{name}`."));
            text.line(format_args!("pub mod {name} {{"));
            child.write(text, scopes, depth + 1);
            text.line(format_args!("}}"));
        }
    }
}

/// `index` is the scope's place in the catalogue, `root` the path to the generated module.
fn write_scope(text: &mut Text, scopes: &Scopes<'_>, index: usize, scope: &Scope, root: &str) {
    let (wire, ty, set_macro) = (&scope.name, &scope.path.name, scopes.set_macro);
    let link = text.spec_link(scope.line);
    text.doc(&format!("{}{link}", doc(scope, &scopes.needed_by[index])));
    let at = super::sets::place(index, scopes.needed_by.len(), root);
    text.line(format_args!(
        "#[derive(Clone, Copy, Debug)] pub struct {ty}; \
         impl {root}__private::Scope for {ty} {{ type Api = {root}Client; \
         const NAME: &'static str = {wire:?}; const INDEX: u32 = {index}; type At = {at}; }}"
    ));
    let set = set_parameter(ty);
    let audit = text.audit_note(&format!("{{{set}}}"), "scope", wire);
    text.line(format_args!(
        "#[diagnostic::on_unimplemented(\
         message = {message:?}, label = {label:?}, note = {note:?}{audit})] \
         #[doc(hidden)] pub trait {ty}In<{set}>: {root}__private::Proof<{set}> {{}} \
         #[diagnostic::do_not_recommend] \
         impl<{set}> {ty}In<{set}> for {ty} where {ty}: {root}__private::Proof<{set}> {{}} \
         impl<{set}> {root}__private::HeldBy<{set}> for {ty} where {ty}: {ty}In<{set}> {{}}",
        message = format!("`{{{set}}}` does not carry the scope `{}`", braces(wire)),
        label = format!("this needs `{}`", braces(wire)),
        note = format!(
            "add {:?} to the `{set_macro}` that declares `{{{set}}}`",
            braces(wire)
        ),
    ));
}

/// The name of a parameter for a set beside a type of the spec's, which may be called `S` itself.
pub(super) fn set_parameter(beside: &str) -> &'static str {
    if beside == "S" { "T" } else { "S" }
}

fn doc(scope: &Scope, needed_by: &[&Endpoint]) -> String {
    let mut doc = format!("The scope {}", doc_code(&scope.name));
    doc += &scope
        .description
        .as_ref()
        .map_or_else(|| ".".to_owned(), |text| format!(": {}", doc_text(text)));
    doc += &calls(needed_by);
    if scope.inferred {
        doc += "\n\nThis name is *inferred*: no document prints it. If the server uses another, \
                tell the client builder with `map_scope`.";
    }
    if let Some(reason) = &scope.deprecated {
        doc += &format!("\n\n**Deprecated**: {}", doc_text(reason));
    }
    if scope.template {
        doc += "\n\nThe braces are filled by the client builder with `scope_hole`.";
    }
    if let Some(docs) = &scope.docs {
        doc += &format!("\n\nSee {}.", doc_link(docs));
    }
    doc
}

/// A sentence that names the calls that need a scope.
fn calls(needed_by: &[&Endpoint]) -> String {
    if needed_by.is_empty() {
        return String::new();
    }
    let calls = needed_by.iter().take(MOST_CALLS);
    let calls = calls.map(|endpoint| format!("`{}().{}`", endpoint.resource, endpoint.name));
    let more = match needed_by.len().saturating_sub(MOST_CALLS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "\n\nNeeded by {}{more}.",
        calls.collect::<Vec<_>>().join(", ")
    )
}

/// A wire name inside a diagnostic text, where braces are placeholders.
pub(super) fn braces(wire: &str) -> String {
    wire.replace('{', "{{").replace('}', "}}")
}

/// Calls that the docs of a scope name.
const MOST_CALLS: usize = 12;
