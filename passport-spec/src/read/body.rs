//! An endpoint's request body.

use super::endpoint::{is_model_path, no_such_param};
use super::table::{Field, Table};
use crate::body::{Body, Content, GivenBody, ModelFormat};
use crate::endpoint::PathTemplate;
use crate::nearest::did_you_mean;

/// Reads `body` and what is said about it, or `body_from_path`.
pub(super) fn read(table: &Table<'_>, path: &PathTemplate) -> Body {
    for key in ["body_format", "body_required", "media_type"] {
        if table.has(key) && !table.has("body") {
            table.report(format!("`{key}` says nothing without `body`"));
        }
    }
    if table.has("body") && table.has("body_from_path") {
        table.report("`body` and `body_from_path` exclude each other: keep one of them");
    }
    let format = table.word("body_format", FORMATS);
    let media_type = media_type(table);
    if let Some(field) = table.field("body")
        && let Some(content) = content(&field, format)
    {
        check_boundary(&content, table);
        return Body::Given(GivenBody {
            content,
            media_type,
            required: table.flag("body_required").unwrap_or(true),
        });
    }
    if !table.has("body_from_path") {
        return Body::Empty;
    }
    let mut fields = Vec::new();
    for (name, param, field) in table.text_map("body_from_path") {
        if !path.params.iter().any(|known| known == param) {
            field.report(no_such_param(param, path));
        }
        fields.push((name.to_owned(), param.to_owned()));
    }
    Body::FromPath(fields)
}

fn content(field: &Field<'_>, format: Option<ModelFormat>) -> Option<Content> {
    let text = field.text()?;
    let word = WORDS.iter().find(|(word, _)| *word == text);
    if word.is_some() && format.is_some() {
        field.report(format!(
            "`body = \"{text}\"` says already how the body is written; `body_format` is for a \
             model type"
        ));
    }
    if let Some((_, content)) = word {
        return Some(content.clone());
    }
    if !is_model_path(text) {
        let words = WORDS.iter().map(|(word, _)| *word);
        field.report(format!(
            "`{text}` is no body; write `json`, `text`, `bytes`, or the name of a model type in \
             camel case{}",
            did_you_mean(text, words)
        ));
        return None;
    }
    Some(Content::Model {
        ty: text.to_owned(),
        format: format.unwrap_or(ModelFormat::Json),
    })
}

/// The media type that is sent (RFC 9110, 8.3.1).
fn media_type(table: &Table<'_>) -> Option<String> {
    let field = table.field("media_type")?;
    let text = field.text()?;
    if text.contains('*') {
        field.report(format!(
            "`{text}` is a range of media types; leave it out, and let the caller set the header \
             `Content-Type`"
        ));
    } else if !is_media_type(text) {
        field.report(format!(
            "`{text}` is no media type; write it as `application/merge-patch+json`"
        ));
    }
    Some(text.to_owned())
}

/// A multipart body gets a boundary of its own on each call; with two, a server may cut it elsewhere.
fn check_boundary(content: &Content, table: &Table<'_>) {
    let Content::Model { format, .. } = content else {
        return;
    };
    let Some(field) = table
        .field("media_type")
        .filter(|_| *format == ModelFormat::Multipart)
    else {
        return;
    };
    let text = field.text().unwrap_or_default();
    let mut params = text
        .split(';')
        .skip(1)
        .filter_map(|param| param.split_once('='));
    if params.any(|(name, _)| name.trim().eq_ignore_ascii_case("boundary")) {
        field.report("the boundary of a multipart body is made for each call; leave it out");
    }
}

fn is_media_type(text: &str) -> bool {
    let (plain, params) = text.split_once(';').unwrap_or((text, ""));
    let is_token = |text: &str| {
        let byte = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !text.is_empty() && text.bytes().all(byte)
    };
    let plain = plain.trim_end().split_once('/');
    let printable = |c: char| c.is_ascii_graphic() || c == ' ';
    plain.is_some_and(|(ty, subtype)| is_token(ty) && is_token(subtype))
        && params.chars().all(printable)
}

const WORDS: &[(&str, Content)] = &[
    ("json", Content::Json),
    ("text", Content::Text),
    ("bytes", Content::Bytes),
];

const FORMATS: &[(&str, ModelFormat)] = &[
    ("json", ModelFormat::Json),
    ("form", ModelFormat::Form),
    ("multipart", ModelFormat::Multipart),
];
