//! The text of `scopes.toml`.

use std::fmt::Write as _;

use passport_spec::{Statuses, doc_code, is_invisible, snake};
use serde_json::Value;

use super::MARK;
use super::server::{self, Servers};
use super::toml_text::{key, list, table, text};
use crate::note::Notes;
use crate::operations::{Body, Format, In, Named, Operation, Param, one_sentence};
use crate::overrides::{Entry, Overrides};
use crate::pointer::Place;
use crate::schema::HEADER;
use crate::security::{Need, Requirement, Schemes, Scope};

/// An operation with all that was decided about it.
pub(crate) struct Endpoint {
    /// What was read.
    pub(crate) operation: Operation,
    /// Its name.
    pub(crate) named: Named,
    /// What it needs.
    pub(crate) requirement: Requirement,
    /// The type of its body.
    pub(crate) body: Option<String>,
    /// What each status of success comes with: a type, or a word of `responses`.
    pub(crate) responses: Vec<(Statuses, String)>,
    /// The types of errors, but for those of the API.
    pub(crate) errors: Vec<(Statuses, String)>,
    /// What a person decided.
    pub(crate) overridden: Vec<Entry>,
}

/// An API as it is written.
pub(crate) struct Api<'i> {
    /// Its name, a Rust module's.
    pub(crate) name: &'i str,
    /// The document.
    pub(crate) document: &'i Value,
    /// What the document is called.
    pub(crate) source: &'i str,
    /// The security schemes.
    pub(crate) schemes: &'i Schemes,
    /// The scopes.
    pub(crate) scopes: &'i [Scope],
    /// The types of errors that most endpoints have.
    pub(crate) errors: &'i [(Statuses, String)],
    /// The endpoints.
    pub(crate) endpoints: &'i [Endpoint],
    /// What a person decided.
    pub(crate) overrides: &'i Overrides,
}

/// Writes the whole file.
pub(crate) fn write(api: &Api<'_>, notes: &mut Notes) -> String {
    let servers = server::servers(api.document, notes);
    let mut out = format!(
        "{HEADER}\n# {MARK} from {}; the next import overwrites it.\n\
         # Decisions belong into `overrides.toml`, notes are in `IMPORT.md`.\n\n",
        // A file name may hold line breaks, which would end the comment.
        doc_code(api.source)
    );
    write_api(&mut out, api, &servers, notes);
    let _ = writeln!(out, "\n[api.{}.scopes]", api.name);
    for scope in api.scopes {
        write_scope(&mut out, scope, api.overrides);
    }
    let mut resources: Vec<&str> = Vec::new();
    for endpoint in api.endpoints {
        if !resources.contains(&endpoint.named.resource.as_str()) {
            resources.push(&endpoint.named.resource);
        }
    }
    // The endpoints of one resource stand together, as in the client.
    for resource in resources {
        let of_resource = |endpoint: &&Endpoint| endpoint.named.resource == resource;
        for endpoint in api.endpoints.iter().filter(of_resource) {
            write_endpoint(&mut out, api.name, endpoint, &servers.prefix);
        }
    }
    out
}

fn write_api(out: &mut String, api: &Api<'_>, servers: &Servers, notes: &mut Notes) {
    let info = Place::at(api.document, "/info");
    let info = |key: &str| info.as_ref().and_then(|info| info.text(key)).map(str::trim);
    let mut entries: Vec<(String, Entry)> = Vec::new();
    let mut add = |group: &str, name: String, value: String| {
        entries.push((group.to_owned(), (name, value)));
    };
    add(
        "title",
        "title".to_owned(),
        text(info("title").unwrap_or(api.name)),
    );
    if let Some(description) = info("description")
        .map(one_sentence)
        .filter(|d| !d.is_empty())
    {
        add("description", "description".to_owned(), text(&description));
    }
    let docs = Place::at(api.document, "/externalDocs");
    if let Some(url) = docs.as_ref().and_then(|docs| docs.text("url")) {
        add("docs", "docs".to_owned(), text(url));
    }
    for (name, url) in &servers.list {
        add("servers", format!("servers.{name}"), text(url));
    }
    for (name, value) in server::token(api.schemes, servers, notes) {
        add("token", format!("token.{name}"), value);
    }
    if !api.errors.is_empty() {
        add("errors", "errors".to_owned(), by_status(api.errors));
    }
    let decided = |group: &str| api.overrides.api.iter().any(|(name, _)| name == group);
    entries.retain(|(group, _)| !decided(group));
    let _ = writeln!(out, "[api.{}]", api.name);
    for (name, value) in entries
        .iter()
        .map(|(_, entry)| entry)
        .chain(&api.overrides.api)
    {
        let _ = writeln!(out, "{name} = {value}");
    }
}

fn write_scope(out: &mut String, scope: &Scope, overrides: &Overrides) {
    let mut entries: Vec<Entry> = Vec::new();
    if !scope.description.is_empty() {
        entries.push(("description".to_owned(), text(&scope.description)));
    }
    if let Some(identifier) = &scope.identifier {
        entries.push(("identifier".to_owned(), text(identifier)));
    }
    if scope.template {
        entries.push(("template".to_owned(), "true".to_owned()));
    }
    let decided = overrides
        .scopes
        .iter()
        .filter(|decided| decided.name.as_ref().unwrap_or(&decided.key) == &scope.name);
    for (name, value) in decided.flat_map(|decided| &decided.entries) {
        replace(&mut entries, name, value);
    }
    let value = match &entries[..] {
        [(name, description)] if name == "description" => description.clone(),
        [] => "{}".to_owned(),
        _ => table(&entries),
    };
    let _ = writeln!(out, "{} = {value}", text(&scope.name));
}

fn write_endpoint(out: &mut String, api: &str, endpoint: &Endpoint, prefix: &str) {
    let operation = &endpoint.operation;
    let Named { resource, method } = &endpoint.named;
    let id = operation
        .id
        .as_ref()
        .map_or_else(String::new, |id| format!("{} ", one_line(id)));
    let _ = writeln!(out, "\n# {id}{}", one_line(&operation.pointer));
    let _ = writeln!(out, "[api.{api}.endpoints.{resource}.{method}]");
    let mut entries: Vec<Entry> = Vec::new();
    let mut add = |name: &str, value: String| entries.push((name.to_owned(), value));
    add(
        "call",
        text(&format!(
            "{} {prefix}{}",
            operation.method, operation.call_path
        )),
    );
    let (name, value) = need(&endpoint.requirement.need);
    add(name, value);
    if endpoint.requirement.anonymous {
        add("anonymous", "true".to_owned());
    }
    if let Some(description) = &operation.description {
        add("description", text(description));
    }
    if let Some(docs) = &operation.docs {
        add("docs", text(docs));
    }
    let of = |place: In| {
        operation
            .params
            .iter()
            .filter(move |param| param.place == place)
    };
    let path: Vec<Entry> = of(In::Path)
        .filter(|param| param.shape.ty != "string" || param.shape.style.is_some())
        .map(|param| (param.wire.clone(), path_parameter(param)))
        .collect();
    if !path.is_empty() {
        add("path", table(&path));
    }
    if let Some(body) = &endpoint.body {
        add("body", text(body));
    }
    if let Body::Sent(sent) = &operation.body {
        match sent.format {
            Format::Form => add("body_format", text("form")),
            Format::Multipart => add("body_format", text("multipart")),
            Format::Json | Format::Text | Format::Bytes => {}
        }
        if let Some(media_type) = &sent.media_type {
            add("media_type", text(media_type));
        }
        if !sent.required {
            add("body_required", "false".to_owned());
        }
    }
    if let Some((name, value)) = response(&endpoint.responses) {
        add(name, value);
    }
    if let Some(accept) = &operation.answers.accept {
        add("accept", text(accept));
    }
    if !endpoint.errors.is_empty() {
        add("errors", by_status(&endpoint.errors));
    }
    // Tables come last, one line a parameter.
    for (kind, place) in [("query", In::Query), ("headers", In::Header)] {
        for param in of(place) {
            add(&format!("{kind}.{}", key(&param.wire)), parameter(param));
        }
    }
    for (name, _) in &endpoint.overridden {
        // One key that a person decides takes the place of all that say the same kind of thing.
        let groups = [(NEEDS, Some("anonymous")), (ANSWERS, None)];
        for (group, more) in groups {
            if group.contains(&name.as_str()) {
                entries.retain(|(other, _)| !group.contains(&&**other) && Some(&**other) != more);
            }
        }
        entries.retain(|(other, _)| !other.starts_with(&format!("{name}.")));
    }
    for (name, value) in &endpoint.overridden {
        replace(&mut entries, name, value);
    }
    for (name, value) in entries {
        let _ = writeln!(out, "{name} = {value}");
    }
}

fn replace(entries: &mut Vec<Entry>, name: &str, value: &str) {
    entries.retain(|(other, _)| other != name);
    entries.push((name.to_owned(), value.to_owned()));
}

/// The key and value that say what a call needs.
fn need(need: &Need) -> (&'static str, String) {
    match need {
        Need::Public => ("access", text("public")),
        Need::AnyToken => ("access", text("any_token")),
        Need::Unknown => ("access", text("unknown")),
        Need::Scopes(lists) => match &lists[..] {
            [one] if one.len() == 1 => ("scope", text(&one[0])),
            [one] => ("all_of", list(one)),
            several => {
                let items = several.iter().map(|one| match &one[..] {
                    [only] => text(only),
                    _ => list(one),
                });
                (
                    "any_of",
                    format!("[{}]", items.collect::<Vec<_>>().join(", ")),
                )
            }
        },
    }
}

/// The key and value that say what a call answers with; none for nothing.
fn response(responses: &[(Statuses, String)]) -> Option<(&'static str, String)> {
    let (_, first) = responses.first()?;
    let several = responses.iter().any(|(_, word)| word != first);
    match (several, first.as_str()) {
        (true, _) => Some(("responses", by_status(responses))),
        (false, "empty") => None,
        (false, word) => Some(("response", text(word))),
    }
}

/// Words by status as a table.
fn by_status(words: &[(Statuses, String)]) -> String {
    let entries = words
        .iter()
        .map(|(statuses, word)| (statuses.to_string(), text(word)));
    table(&entries.collect::<Vec<_>>())
}

fn path_parameter(param: &Param) -> String {
    let ty = text(&param.shape.ty);
    match param.shape.style {
        None => ty,
        Some(style) => table(&[("type".to_owned(), ty), ("style".to_owned(), text(style))]),
    }
}

fn parameter(param: &Param) -> String {
    let mut entries: Vec<Entry> = vec![("type".to_owned(), text(&param.shape.ty))];
    if let Some(style) = param.shape.style {
        entries.push(("style".to_owned(), text(style)));
    }
    let usual = snake(param.wire.rsplit('.').next().unwrap_or(&param.wire));
    if let Some(name) = param.name.as_ref().filter(|name| **name != usual) {
        entries.push(("name".to_owned(), text(name)));
    }
    if param.required {
        entries.push(("required".to_owned(), "true".to_owned()));
    }
    if let Some(description) = &param.description {
        entries.push(("description".to_owned(), text(description)));
    }
    match &entries[..] {
        [(_, ty)] => ty.clone(),
        _ => table(&entries),
    }
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if is_invisible(c) { ' ' } else { c })
        .collect()
}

const NEEDS: &[&str] = &["scope", "all_of", "any_of", "access"];

const ANSWERS: &[&str] = &["response", "responses", "list"];
