//! Media types: which response they belong to, and the examples that stand beside their schemas.

use serde_json::Value;

use crate::pointer::{Place, join};

/// How much a media type says to the generated types, the most first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Rank {
    Json,
    Form,
    Multipart,
    Text,
    Other,
}

/// The rank of the media type that stands at a pointer.
pub(super) fn rank(pointer: &str) -> Rank {
    let name = content_type(pointer);
    let plain = name
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match plain.as_str() {
        plain if plain.ends_with("json") => Rank::Json,
        "application/x-www-form-urlencoded" => Rank::Form,
        plain if plain.starts_with("multipart/") => Rank::Multipart,
        plain if plain.starts_with("text/") || plain.ends_with("xml") => Rank::Text,
        _ => Rank::Other,
    }
}

/// The media type of a request's or a response's body that says most.
pub(super) fn chosen<'d>(owner: &Place<'d>) -> Option<Place<'d>> {
    let content = owner.get("content")?;
    // The first of those that say as much.
    content
        .entries()
        .map(|(_, media)| media)
        .min_by_key(|media| rank(&media.pointer))
}

/// The media type that stands at a pointer; JSON where it is a pattern such as `*/*`.
pub(super) fn content_type(pointer: &str) -> String {
    let key = pointer.rsplit('/').next().unwrap_or_default();
    let name = key.replace("~1", "/").replace("~0", "~");
    match name.contains('*') {
        true => "application/json".to_owned(),
        false => name,
    }
}

/// The responses of success with their statuses, in the order of these; where none is described,
/// that for every other status.
pub(super) fn responses<'d>(document: &'d Value, operation: &Place<'d>) -> Vec<(u16, Place<'d>)> {
    let Some(all) = operation.get("responses") else {
        return Vec::new();
    };
    let mut entries: Vec<_> = all.entries().collect();
    entries.sort_by_key(|(code, _)| code.to_ascii_uppercase());
    let (success, others): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .partition(|(code, _)| code.starts_with('2'));
    let default = others.into_iter().filter(|(code, _)| *code == "default");
    let chosen = match success.is_empty() {
        true => default.collect(),
        false => success,
    };
    chosen
        .into_iter()
        .filter_map(|(code, place)| {
            let status = code.parse().ok().filter(|code| (200..300).contains(code));
            Some((status.unwrap_or(200), place.follow(document)?))
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
