//! `scopes`: a marker type and a trait for each scope.

use std::collections::BTreeMap;

use passport_spec::{Api, Scope, doc_code, doc_line, doc_link, doc_text};

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
    root.write(text, api, set_macro, 1);
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

/// The scopes that stand together, and the modules below.
#[derive(Default)]
struct Module<'a> {
    scopes: Vec<(usize, &'a Scope)>,
    children: BTreeMap<&'a str, Module<'a>>,
}

impl Module<'_> {
    /// `depth` is how many modules lie between here and the generated module.
    fn write(&self, text: &mut Text, api: &Api, set_macro: &str, depth: usize) {
        let root = "super::".repeat(depth);
        for (index, scope) in &self.scopes {
            write_scope(
                text,
                (*index, api.catalogue.scopes().len()),
                scope,
                &root,
                set_macro,
            );
        }
        for (name, child) in &self.children {
            text.doc(&format!("Scopes under `{name}`."));
            text.line(format_args!("pub mod {name} {{"));
            child.write(text, api, set_macro, depth + 1);
            text.line(format_args!("}}"));
        }
    }
}

/// `index` is the scope's place among `count`, `root` the path to the generated module.
fn write_scope(
    text: &mut Text,
    (index, count): (usize, usize),
    scope: &Scope,
    root: &str,
    set_macro: &str,
) {
    let (wire, ty) = (&scope.name, &scope.path.name);
    text.doc(&doc(scope));
    let at = super::sets::place(index, count, root);
    text.line(format_args!(
        "#[derive(Clone, Copy, Debug)] pub struct {ty}; \
         impl {root}__private::Scope for {ty} {{ type Api = {root}Client; \
         const NAME: &'static str = {wire:?}; const INDEX: u32 = {index}; type At = {at}; }}"
    ));
    let set = set_parameter(ty);
    text.doc(&format!(
        "Says that the set `{set}` carries {}.",
        doc_code(wire)
    ));
    let audit = text.audit_note(&format!("{{{set}}}"), "scope", wire);
    text.line(format_args!(
        "#[diagnostic::on_unimplemented(\
         message = {message:?}, label = {label:?}, note = {note:?}{audit})] \
         pub trait {ty}In<{set}>: {root}__private::Proof<{set}> {{}} \
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

fn doc(scope: &Scope) -> String {
    let mut doc = format!("The scope {}", doc_code(&scope.name));
    doc += &scope
        .description
        .as_ref()
        .map_or_else(|| ".".to_owned(), |text| format!(": {}", doc_text(text)));
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

/// A wire name inside a diagnostic text, where braces are placeholders.
pub(super) fn braces(wire: &str) -> String {
    wire.replace('{', "{{").replace('}', "}}")
}
