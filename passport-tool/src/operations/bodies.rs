//! Request bodies, by media type.

use serde_json::Value;

use crate::note::{Kind, Notes};
use crate::pointer::Place;

/// A request's body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Body {
    /// None.
    Empty,
    /// JSON with the schema at this pointer, if there is one.
    Json(Option<String>),
    /// A form with the schema at this pointer, if there is one.
    Form(Option<String>),
    /// Of a media type that `scopes.toml` cannot say.
    Unsupported(String),
}

/// Reads an operation's request body.
pub fn read_body(document: &Value, operation: &Place<'_>, notes: &mut Notes) -> Body {
    let Some(place) = operation.get("requestBody") else {
        return Body::Empty;
    };
    let pointer = place.pointer.clone();
    let Some(body) = place.follow(document) else {
        notes.add(
            Kind::Json,
            pointer,
            "a request body that leads nowhere is any JSON",
        );
        return Body::Json(None);
    };
    let Some(content) = body.get("content") else {
        return Body::Empty;
    };
    let types: Vec<_> = content.entries().collect();
    let json = types.iter().find(|(ty, _)| is_json(ty));
    let form = types.iter().find(|(ty, _)| media_type(ty) == FORM);
    let (chosen, result) = match (json, form) {
        (Some((ty, media)), _) => (ty, Body::Json(schema(media))),
        (None, Some((ty, media))) => (ty, Body::Form(schema(media))),
        (None, None) => {
            let Some((ty, media)) = types.first() else {
                return Body::Empty;
            };
            let what = format!("the request's body of type `{ty}`: the call is made without one");
            notes.add(Kind::Dropped, media.pointer.clone(), what);
            return Body::Unsupported((*ty).clone());
        }
    };
    for (ty, media) in &types {
        if ty != chosen {
            let what = format!("the request's body as `{ty}`; it is sent as `{chosen}`");
            notes.add(Kind::Dropped, media.pointer.clone(), what);
        }
    }
    if matches!(result, Body::Json(_)) && media_type(chosen) != JSON && !chosen.contains('*') {
        let what = format!("the media type `{chosen}`: the body is sent as `{JSON}`");
        notes.add(Kind::Dropped, content.pointer.clone(), what);
    }
    if !body.flag("required") {
        let what = "the request's body is optional, and an argument of the call all the same";
        notes.add(Kind::Dropped, body.pointer.clone(), what);
    }
    result
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

pub(super) const JSON: &str = "application/json";

const FORM: &str = "application/x-www-form-urlencoded";
