//! `access`: a trait for each endpoint that says which sets of scopes may call it.

use passport_spec::{Api, Endpoint, Requirement, ScopeId, camel, doc_line};

use super::requirements::fold;
use super::scopes::{braces, set_parameter};
use super::text::{Text, marker, needs};

/// `set_macro` is what declares a set, for messages.
pub(super) fn write(text: &mut Text, api: &Api, set_macro: &str) {
    let title = doc_line(&api.title);
    text.doc(&format!(
        "Which sets of scopes may make which call of {title}.\n\n\
         Generic code asks for them: `where S: access::RESOURCE::METHOD`."
    ));
    text.line(format_args!("pub mod access {{"));
    write_any(text, api, set_macro);
    for (resource, endpoints) in api.resources() {
        text.doc(&format!("Access to the calls of `{resource}`."));
        text.line(format_args!("pub mod {resource} {{ {IMPORTS}"));
        for endpoint in endpoints {
            write_endpoint(text, api, endpoint, set_macro);
        }
        text.line(format_args!("}}"));
    }
    text.line(format_args!("}}"));
}

/// The trait of every set of this API.
fn write_any(text: &mut Text, api: &Api, set_macro: &str) {
    let name = &api.name;
    text.doc(&format!("Any set of scopes of {}.", doc_line(&api.title)));
    let audit = text.audit_note("{Self}", "use", "token");
    text.line(format_args!(
        "#[diagnostic::on_unimplemented(\
         message = \"`{{Self}}` is no set of the scopes of `{name}`\", \
         label = \"this needs a set declared by `{set_macro}`\", \
         note = \"each API has its own sets and its own tokens; declare one with \
         `{set_macro}`\"{audit})] \
         pub trait Client: super::__private::ScopeSet<Api = super::Client> {{}} \
         #[diagnostic::do_not_recommend] \
         impl<S: super::__private::ScopeSet<Api = super::Client>> Client for S {{}}"
    ));
}

fn write_endpoint(text: &mut Text, api: &Api, endpoint: &Endpoint, set_macro: &str) {
    if endpoint.requirement == Requirement::Public {
        return;
    }
    let ty = camel(&endpoint.name);
    let call = format!("{}().{}", endpoint.resource, endpoint.name);
    let (bound, wording) = bound_and_wording(api, &endpoint.requirement, &call, set_macro);
    text.doc(&format!("Access to `{call}`."));
    let audit = text.audit_note("{Self}", "call", &endpoint.id());
    let set = set_parameter(&ty);
    text.line(format_args!(
        "#[diagnostic::on_unimplemented(message = {:?}, label = {:?}, note = {:?}{}{audit})] \
         pub trait {ty}: {bound} {{}} \
         #[diagnostic::do_not_recommend] impl<{set}: {bound}> {ty} for {set} {{}}",
        wording.message,
        wording.label,
        wording.note,
        wording.inferred_note(api, endpoint),
    ));
}

struct Wording {
    message: String,
    label: String,
    note: String,
}

impl Wording {
    /// A further note where a scope's name is inferred.
    fn inferred_note(&self, api: &Api, endpoint: &Endpoint) -> String {
        let scopes = endpoint.requirement.scopes();
        if !scopes.iter().any(|id| api.catalogue.scope(*id).inferred) {
            return String::new();
        }
        let note = "the scope's name is inferred, no document prints it; the client builder's \
                    `map_scope` gives it the real one";
        format!(", note = {note:?}")
    }
}

fn bound_and_wording(
    api: &Api,
    requirement: &Requirement,
    call: &str,
    set_macro: &str,
) -> (String, Wording) {
    let name = &api.name;
    let carries = |id: &ScopeId| format!("__p::Carries<{}>", marker(api, *id));
    let needs = braces(&needs(api, requirement));
    let label = format!("`{call}` needs {needs}");
    match requirement {
        Requirement::AllOf(scopes) => {
            let bound = scopes.iter().map(carries).collect::<Vec<_>>().join(" + ");
            let quoted = quoted(api, scopes);
            let (message, what) = match scopes[..] {
                [_] => (format!("`{{Self}}` does not carry the scope {needs}"), ""),
                _ => (
                    format!("`{{Self}}` does not carry all of the scopes {needs}"),
                    "what is missing of ",
                ),
            };
            let note = format!("add {what}{quoted} to the `{set_macro}` that declares `{{Self}}`");
            (
                bound,
                Wording {
                    message,
                    label,
                    note,
                },
            )
        }
        Requirement::AnyOf(alternatives) => {
            let formula = alternatives
                .iter()
                .map(|ids| fold("__p::tree::All", ids.iter().map(|id| marker(api, *id))));
            let bound = format!("__p::Meets<{}>", fold("__p::tree::Any", formula));
            let choices: Vec<String> = alternatives.iter().map(|ids| quoted(api, ids)).collect();
            let what = if alternatives.iter().all(|ids| ids.len() == 1) {
                "carries none of the scopes"
            } else {
                "does not carry any of the alternatives"
            };
            let wording = Wording {
                message: format!("`{{Self}}` {what} {needs}"),
                label,
                note: format!(
                    "add {} to the `{set_macro}` that declares `{{Self}}`",
                    choices.join(", or ")
                ),
            };
            (bound, wording)
        }
        Requirement::Public | Requirement::AnyToken | Requirement::Unknown => {
            let wording = Wording {
                message: format!("`{{Self}}` is no set of the scopes of `{name}`"),
                label: format!("`{call}` needs a token of `{name}`"),
                note: format!("declare the set with `{set_macro}`"),
            };
            ("super::super::access::Client".to_owned(), wording)
        }
    }
}

/// `"a" and "b"`.
fn quoted(api: &Api, ids: &[ScopeId]) -> String {
    let names = ids
        .iter()
        .map(|id| format!("\"{}\"", braces(&api.catalogue.scope(*id).name)));
    names.collect::<Vec<_>>().join(" and ")
}

/// Short names of what nearly every trait names.
const IMPORTS: &str = "#[allow(unused_imports)] \
                       use super::super::{__private as __p, scopes as __s};";
