//! Responses, by media type.

use serde_json::Value;

use crate::note::{Kind, Notes};
use crate::pointer::Place;

/// What a successful call answers with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Response {
    /// Nothing, or nothing that is kept.
    Empty,
    /// JSON with the schema at this pointer, if there is one.
    Json(Option<String>),
}

/// Reads what an operation answers with where it succeeds.
pub fn read_response(
    document: &Value,
    operation: &Place<'_>,
    head: bool,
    notes: &mut Notes,
) -> Response {
    let Some(responses) = operation.get("responses") else {
        notes.add(
            Kind::Guessed,
            operation.pointer.clone(),
            "no responses: its answer is any JSON",
        );
        return Response::Json(None);
    };
    if head {
        return Response::Empty;
    }
    let mut good: Vec<_> = responses
        .entries()
        .filter(|(code, _)| code.starts_with('2'))
        .collect();
    good.sort_by_key(|(code, _)| code.to_ascii_uppercase());
    if good.is_empty() {
        good = responses
            .entries()
            .filter(|(code, _)| *code == "default")
            .collect();
        let what = match good.is_empty() {
            true => "no successful response is described: its answer is left unread",
            false => "only the response `default` is described: taken as that of success",
        };
        notes.add(Kind::Guessed, responses.pointer.clone(), what);
    }
    let mut found: Option<(String, Response)> = None;
    for (code, response) in good {
        let pointer = response.pointer.clone();
        let Some(response) = response.follow(document) else {
            notes.add(
                Kind::Json,
                pointer,
                "a response that leads nowhere is any JSON",
            );
            found.get_or_insert((code.clone(), Response::Json(None)));
            continue;
        };
        let read = one_response(&response, notes);
        match (&found, read) {
            (None, Some(read)) => found = Some((code.clone(), read)),
            (Some((first, _)), Some(_)) => {
                let what = format!("the type of the response `{code}`; that of `{first}` is used");
                notes.add(Kind::Dropped, pointer, what);
            }
            (_, None) => {}
        }
    }
    found.map_or(Response::Empty, |(_, response)| response)
}

/// A response's JSON; `None` where it has none.
fn one_response(response: &Place<'_>, notes: &mut Notes) -> Option<Response> {
    let content = response.get("content")?;
    let types: Vec<_> = content.entries().collect();
    let json = types.iter().find(|(ty, _)| is_json(ty));
    if json.is_none()
        && let Some((ty, media)) = types.first()
    {
        let what = format!("the response's body of type `{ty}`: it is left unread");
        notes.add(Kind::Dropped, media.pointer.clone(), what);
    }
    let (_, media) = json?;
    let schema = schema(media);
    if schema.is_none() {
        notes.add(
            Kind::Json,
            media.pointer.clone(),
            "a response without a schema",
        );
    }
    Some(Response::Json(schema))
}

pub(super) fn schema(media: &Place<'_>) -> Option<String> {
    media.get("schema").map(|schema| schema.pointer)
}

/// The type without its parameters, in lower case.
pub(super) fn media_type(ty: &str) -> String {
    let plain = ty.split(';').next().unwrap_or_default();
    plain.trim().to_ascii_lowercase()
}

pub(super) fn is_json(ty: &str) -> bool {
    let plain = media_type(ty);
    plain == JSON
        || plain.ends_with("+json")
        || plain == "*/*"
        || plain == "application/*"
        || plain == "text/json"
}

const JSON: &str = "application/json";
