//! Request bodies: which of the media types is sent, and how.

use std::collections::BTreeMap;

use serde_json::Value;

use super::media::{is_json, media_type, schema};
use crate::note::{Kind, Notes};
use crate::pointer::Place;

/// A request's body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Body {
    /// None.
    Empty,
    /// One that the caller gives.
    Sent(Sent),
}

/// A body that the caller gives.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sent {
    /// How it is written.
    pub format: Format,
    /// The pointer of its schema, if it has one.
    pub schema: Option<String>,
    /// The media type to send, where it is not the format's usual one.
    pub media_type: Option<String>,
    /// Of a multipart form: the media types of its parts by their names.
    pub parts: BTreeMap<String, String>,
    /// Whether the call cannot be made without it.
    pub required: bool,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// As JSON.
    Json,
    /// As a form (`application/x-www-form-urlencoded`).
    Form,
    /// As a form with files (RFC 7578).
    Multipart,
    /// Text, as the caller gives it.
    Text,
    /// Bytes, as the caller gives them.
    Bytes,
}

/// Reads an operation's request body.
pub fn read_body(document: &Value, operation: &Place<'_>, notes: &mut Notes) -> Body {
    let Some(place) = operation.get("requestBody") else {
        return Body::Empty;
    };
    let pointer = place.pointer.clone();
    let Some(body) = place.follow(document) else {
        let what = "a request body that leads nowhere is any JSON";
        notes.add(Kind::Json, pointer, what);
        return Body::Sent(Sent {
            format: Format::Json,
            schema: None,
            media_type: None,
            parts: BTreeMap::new(),
            required: true,
        });
    };
    let types: Vec<_> = body
        .get("content")
        .iter()
        .flat_map(Place::entries)
        .map(|(ty, media)| (ty, format(document, ty, &media), media))
        .collect();
    let first = |wanted| types.iter().find(|(_, format, _)| *format == wanted);
    let Some((ty, format, media)) = ORDER.into_iter().find_map(first) else {
        return Body::Empty;
    };
    for (other, _, other_media) in &types {
        // Of the same schema, another media type says the same.
        if other != ty && !same_schema(media, other_media) {
            let what = format!("the request's body as `{other}`; it is sent as `{ty}`");
            notes.add(Kind::Dropped, other_media.pointer.clone(), what);
        }
    }
    if matches!(format, Format::Text | Format::Bytes) {
        note_opaque(document, ty, *format, media, notes);
    }
    Body::Sent(Sent {
        format: *format,
        schema: schema(media),
        media_type: own_media_type(*format, ty),
        parts: match format {
            Format::Multipart => parts(media, notes),
            _ => BTreeMap::new(),
        },
        required: body.flag("required"),
    })
}

/// How a body of this media type is written. What no format is known for is text where its schema
/// says so, else bytes.
fn format(document: &Value, ty: &str, media: &Place<'_>) -> Format {
    let plain = media_type(ty);
    if is_json(ty) {
        Format::Json
    } else if plain == FORM {
        Format::Form
    } else if plain.starts_with("multipart/") {
        Format::Multipart
    } else if plain.starts_with("text/") || is_xml(&plain) || is_text(document, media) {
        Format::Text
    } else {
        Format::Bytes
    }
}

fn is_xml(plain: &str) -> bool {
    plain == "application/xml" || plain.ends_with("+xml")
}

/// Whether the schema is of text; `binary` and `byte` are formats of bytes.
fn is_text(document: &Value, media: &Place<'_>) -> bool {
    let schema = media.get("schema").and_then(|place| place.follow(document));
    schema.is_some_and(|schema| {
        let bytes = matches!(schema.text("format"), Some("binary" | "byte" | "base64"));
        schema.text("type") == Some("string") && !bytes && schema.get("contentMediaType").is_none()
    })
}

/// The media type to send: none where it is the usual one, or a range that says nothing else.
fn own_media_type(format: Format, ty: &str) -> Option<String> {
    let plain = media_type(ty);
    let usual = match format {
        Format::Json => "application/json",
        Format::Form => FORM,
        Format::Multipart => "multipart/form-data",
        Format::Text => "text/plain",
        Format::Bytes => "application/octet-stream",
    };
    let token = |part: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'+-.^_`|~".contains(c);
        !part.is_empty() && part.chars().all(fits)
    };
    let fits = plain
        .split_once('/')
        .is_some_and(|(ty, subtype)| token(ty) && token(subtype));
    let printable = ty.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    (plain != usual && fits && printable).then(|| match format {
        // The boundary is added.
        Format::Multipart | Format::Form => plain,
        _ => ty.trim().to_owned(),
    })
}

/// Says what the caller has to write by hand.
fn note_opaque(document: &Value, ty: &str, format: Format, media: &Place<'_>, notes: &mut Notes) {
    if ty.contains('*') {
        let what = format!(
            "a body of any type `{ty}`: the caller says which with the header `Content-Type`"
        );
        notes.add(Kind::Guessed, media.pointer.clone(), what);
    }
    let schema = media.get("schema").and_then(|place| place.follow(document));
    let structured = schema.is_some_and(|schema| {
        ["properties", "items", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| schema.get(key).is_some())
    });
    if structured {
        let what = match format {
            Format::Text => "text: it is written by the caller",
            _ => "bytes: they are written by the caller",
        };
        let what = format!("the request's body of type `{ty}` is {what}");
        notes.add(Kind::Json, media.pointer.clone(), what);
    }
}

/// The media types of a form's parts (`encoding`), where each has one.
fn parts(media: &Place<'_>, notes: &mut Notes) -> BTreeMap<String, String> {
    let mut parts = BTreeMap::new();
    for (name, encoding) in media.get("encoding").iter().flat_map(Place::entries) {
        if encoding.get("headers").is_some() {
            let what = format!("the headers of the part `{name}`");
            notes.add(Kind::Dropped, encoding.pointer.clone(), what);
        }
        let Some(ty) = encoding.text("contentType") else {
            continue;
        };
        let printable = ty.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        // Of several types the caller chooses.
        if printable && !ty.contains([',', '*']) {
            parts.insert(name.clone(), ty.trim().to_owned());
        }
    }
    parts
}

fn same_schema(one: &Place<'_>, other: &Place<'_>) -> bool {
    one.value.get("schema") == other.value.get("schema")
}

const FORM: &str = "application/x-www-form-urlencoded";

/// What is sent where there is a choice.
const ORDER: [Format; 5] = [
    Format::Json,
    Format::Form,
    Format::Multipart,
    Format::Text,
    Format::Bytes,
];
