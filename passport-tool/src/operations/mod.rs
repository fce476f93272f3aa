//! The operations of a document: what is called, with what, and what comes back.

mod bodies;
mod names;
mod params;
mod responses;

use serde_json::Value;

use crate::note::{Kind, Notes};
use crate::pointer::{Place, join};

pub use bodies::{Body, read_body};
pub(crate) use names::fit;
pub use names::{Named, name_all};
pub use params::{In, Param};
pub use responses::{Answer, Answers, read_answers};

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The method, in capitals.
    pub method: String,
    /// The path as the document writes it.
    pub path: String,
    /// The path as `scopes.toml` takes it: holes renamed where they must be.
    pub call_path: String,
    /// Its JSON pointer.
    pub pointer: String,
    /// Its `operationId`.
    pub id: Option<String>,
    /// Its first tag.
    pub tag: Option<String>,
    /// One sentence for the docs.
    pub description: Option<String>,
    /// A link for the docs.
    pub docs: Option<String>,
    /// The parameters.
    pub params: Vec<Param>,
    /// The request's body.
    pub body: Body,
    /// What it answers with.
    pub answers: Answers,
}

impl Operation {
    /// Method and path, as overrides name it: `GET /orders/{id}`.
    pub fn call(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Reads every operation below `paths`; callbacks and webhooks are not calls of the API.
pub fn read(document: &Value, notes: &mut Notes) -> Vec<Operation> {
    let mut operations = Vec::new();
    let Some(paths) = Place::at(document, "/paths") else {
        notes.add(Kind::Dropped, "", "there are no `paths`");
        return operations;
    };
    for (path, item) in paths.entries() {
        if path.starts_with("x-") {
            continue;
        }
        let pointer = item.pointer.clone();
        let Some(item) = item.follow(document) else {
            notes.add(Kind::Dropped, pointer, "a path item that leads nowhere");
            continue;
        };
        if item.get("servers").is_some() {
            notes.add(Kind::Dropped, join(&pointer, "servers"), OWN_SERVERS);
        }
        for (method, operation) in item.entries() {
            if OTHER_METHODS.contains(&method.as_str()) {
                let what = format!("the method `{method}`, which the client does not send");
                notes.add(Kind::Dropped, join(&pointer, method), what);
            }
            if METHODS.contains(&method.as_str()) && operation.value.is_object() {
                let operation = Place {
                    value: operation.value,
                    pointer: join(&pointer, method),
                };
                operations.extend(read_one(document, path, &item, method, &operation, notes));
            }
        }
    }
    if document.get("webhooks").is_some() {
        notes.add(
            Kind::Dropped,
            "/webhooks",
            "webhooks: they are calls to you, not by you",
        );
    }
    operations
}

fn read_one(
    document: &Value,
    path: &str,
    item: &Place<'_>,
    method: &str,
    operation: &Place<'_>,
    notes: &mut Notes,
) -> Option<Operation> {
    let pointer = operation.pointer.clone();
    if operation.get("servers").is_some() {
        notes.add(Kind::Dropped, join(&pointer, "servers"), OWN_SERVERS);
    }
    if operation.get("callbacks").is_some() {
        notes.add(
            Kind::Dropped,
            join(&pointer, "callbacks"),
            "callbacks: they are calls to you",
        );
    }
    let mut params = params::read(document, item, operation, notes);
    let call_path = match params::fit_path(path, &mut params, &pointer, notes) {
        Ok(call_path) => call_path,
        Err(problem) => {
            notes.add(Kind::Dropped, pointer, format!("the operation: {problem}"));
            return None;
        }
    };
    let text = |key| {
        operation
            .text(key)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let summary = text("summary").or_else(|| item.text("summary"));
    let mut description = summary.or_else(|| text("description")).map(one_sentence);
    if operation.flag("deprecated") {
        let rest = description.map_or_else(String::new, |text| format!(" {text}"));
        description = Some(format!("**Deprecated.**{rest}"));
    }
    let docs = operation.get("externalDocs");
    let docs = docs.and_then(|docs| docs.text("url").map(str::to_owned));
    Some(Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        call_path,
        id: text("operationId").map(str::to_owned),
        tag: first_tag(operation),
        description,
        docs,
        params,
        body: read_body(document, operation, notes),
        answers: read_answers(document, operation, method == "head", notes),
        pointer,
    })
}

fn first_tag(operation: &Place<'_>) -> Option<String> {
    let tags = operation.get("tags")?;
    let first = tags
        .items()
        .find_map(|tag| tag.value.as_str().map(str::to_owned));
    first.filter(|tag| tag.chars().any(|c| c.is_ascii_alphanumeric()))
}

/// The first sentence or line of a text, as one line.
pub fn one_sentence(text: &str) -> String {
    let first = text.trim().split("\n\n").next().unwrap_or_default();
    let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.find(". ") {
        Some(end) => line[..=end].to_owned(),
        None => line,
    }
}

const OWN_SERVERS: &str = "servers of its own: the API's are used";

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch"];

const OTHER_METHODS: &[&str] = &["trace", "connect", "query"];

#[cfg(test)]
mod tests;
