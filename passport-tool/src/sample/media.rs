//! Media types: which response they belong to, and the examples that stand beside their schemas.

use serde_json::Value;

use crate::pointer::{Place, join};

/// The media type of JSON.
pub(super) const JSON: &str = "application/json";

/// The pointer of the media type whose schema stands at a pointer.
pub(super) fn of_schema(pointer: &str) -> Option<String> {
    pointer.strip_suffix("/schema").map(str::to_owned)
}

/// The media type that stands at a pointer; JSON where it is a pattern such as `*/*`.
pub(super) fn content_type(pointer: &str) -> String {
    let key = pointer.rsplit('/').next().unwrap_or_default();
    let name = key.replace("~1", "/").replace("~0", "~");
    match name.contains('*') {
        true => JSON.to_owned(),
        false => name,
    }
}

/// The responses of success, with status and pointer, as the importer orders them.
pub(super) fn responses(document: &Value, operation: &Place<'_>) -> Vec<(u16, String)> {
    let Some(all) = operation.get("responses") else {
        return Vec::new();
    };
    let mut entries: Vec<_> = all.entries().collect();
    entries.sort_by_key(|(code, _)| code.to_ascii_uppercase());
    let pointer = |place: Place<'_>| match place.clone().follow(document) {
        Some(found) => found.pointer,
        None => place.pointer,
    };
    entries
        .into_iter()
        .filter_map(|(code, place)| {
            let status = match code.as_str() {
                "2XX" | "2xx" | "default" => 200,
                code => code.parse().ok().filter(|code| (200..300).contains(code))?,
            };
            Some((status, pointer(place)))
        })
        .collect()
}

/// The examples beside the schema, with the pointer of each.
pub(super) fn examples<'d>(document: &'d Value, media: &Place<'d>) -> Vec<(&'d Value, String)> {
    let one = media
        .get("example")
        .map(|example| (example.value, example.pointer));
    let named = media.get("examples");
    let named = named
        .iter()
        .flat_map(Place::entries)
        .filter_map(|(_, example)| {
            let example = example.follow(document)?;
            let value = example.value.get("value")?;
            Some((value, join(&example.pointer, "value")))
        });
    one.into_iter().chain(named).collect()
}
