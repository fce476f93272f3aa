//! Media types, and the schemas that stand with them.

use crate::pointer::Place;

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
