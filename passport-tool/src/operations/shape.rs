//! What a parameter is made of, and how it is written.

use serde_json::Value;

use super::params::In;
use crate::note::{Kind, Notes};
use crate::pointer::Place;

/// What a parameter is made of, and how it is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shape {
    /// The type as `scopes.toml` writes it; where there is a `schema`, what to fall back to.
    pub ty: String,
    /// The schema of a model type, if it is one.
    pub schema: Option<Schema>,
    /// The style, if it is a list or an object.
    pub style: Option<&'static str>,
}

/// The schema of a parameter's model type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Schema {
    /// Where it is.
    pub pointer: String,
    /// What it is of.
    pub of: Of,
}

/// What a parameter's model type is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Of {
    /// A list of words.
    Words,
    /// A moment.
    Time,
    /// An object, or whatever is sent as JSON.
    Object,
}

impl Shape {
    /// A scalar that has a word in `scopes.toml`.
    pub(super) fn plain(ty: &str) -> Self {
        Self {
            ty: ty.to_owned(),
            schema: None,
            style: None,
        }
    }

    /// A text that the caller writes, with the delimiters of a style that there is no word for.
    fn encoded() -> Self {
        Self {
            style: Some("encoded"),
            ..Self::plain("string")
        }
    }

    fn object(pointer: String, style: &'static str) -> Self {
        Self {
            ty: "string".to_owned(),
            schema: Some(Schema {
                pointer,
                of: Of::Object,
            }),
            style: Some(style),
        }
    }
}

/// Reads the shape of a parameter; what has none is text.
pub(super) fn read(
    document: &Value,
    param: &Place<'_>,
    place: In,
    pointer: &str,
    notes: &mut Notes,
) -> Shape {
    let mut note = |what: &str| notes.add(Kind::Json, pointer, what);
    let Some(schema) = param.get("schema") else {
        return of_content(param, &mut note);
    };
    let at = schema.pointer.clone();
    let Some(schema) = schema.follow(document) else {
        note("a parameter whose schema leads nowhere is text");
        return Shape::plain("string");
    };
    match single_type(document, &schema, 0) {
        Some("array") => list(document, param, &schema, place, &mut note),
        Some("object") => object(param, place, at, &mut note),
        _ => {
            let scalar = scalar(document, &schema, at);
            let is_text = scalar == Shape::plain("string");
            match place == In::Query && is_text && param.flag("allowReserved") {
                true => Shape::encoded(),
                false => scalar,
            }
        }
    }
}

/// A parameter that is described by a media type.
fn of_content(param: &Place<'_>, note: &mut dyn FnMut(&str)) -> Shape {
    let Some(content) = param.get("content") else {
        return Shape::plain("string");
    };
    let json = content
        .entries()
        .find(|(ty, _)| super::media::is_json(ty))
        .and_then(|(_, media)| media.get("schema"));
    match json {
        Some(schema) => Shape::object(schema.pointer, "json"),
        None => {
            note("a parameter with a media type is text: write it in that type yourself");
            Shape::plain("string")
        }
    }
}

/// A list of scalars.
fn list(
    document: &Value,
    param: &Place<'_>,
    schema: &Place<'_>,
    place: In,
    note: &mut dyn FnMut(&str),
) -> Shape {
    let explode = param.value.get("explode").and_then(Value::as_bool);
    let explode = explode.unwrap_or(matches!(param.text("style"), None | Some("form")));
    let style = match (place, param.text("style")) {
        (In::Path, Some("label" | "matrix")) => {
            note(
                "a list in the style `label` or `matrix` is text: encode and join its items yourself",
            );
            return Shape::encoded();
        }
        (In::Path | In::Header, _) => "comma",
        (In::Query, Some("spaceDelimited")) if !explode => "space",
        (In::Query, Some("pipeDelimited")) if !explode => "pipe",
        (In::Query, Some("tabDelimited")) => {
            note("a list with tabs between its items is text: join them yourself");
            return Shape::plain("string");
        }
        (In::Query, None | Some("form")) if !explode => "comma",
        (In::Query, _) => "repeat",
    };
    let items = schema.get("items").or_else(|| {
        let members = ["allOf", "oneOf", "anyOf"].into_iter();
        let mut lists = members
            .filter_map(|key| schema.get(key))
            .flat_map(|members| members.items().collect::<Vec<_>>())
            .filter_map(|member| member.follow(document)?.get("items"));
        lists.next()
    });
    let at = items.as_ref().map(|items| items.pointer.clone());
    let item = items.and_then(|items| items.follow(document));
    let (Some(item), Some(at)) = (item, at) else {
        return Shape {
            style: Some(style),
            ..Shape::plain("string")
        };
    };
    if let Some("array" | "object") = single_type(document, &item, 0) {
        note("the items of a list as parameter are lists or objects: write each as text");
    }
    Shape {
        style: Some(style),
        ..scalar(document, &item, at)
    }
}

fn object(param: &Place<'_>, place: In, at: String, note: &mut dyn FnMut(&str)) -> Shape {
    let explode = param.value.get("explode").and_then(Value::as_bool);
    match (place, param.text("style")) {
        (In::Query, Some("deepObject")) => Shape::object(at, "deep_object"),
        (In::Query, None | Some("form")) if explode != Some(false) => Shape::object(at, "fields"),
        _ => {
            note("an object as parameter in this style is text: encode it yourself");
            match place {
                In::Header => Shape::plain("string"),
                In::Path | In::Query => Shape::encoded(),
            }
        }
    }
}

fn scalar(document: &Value, schema: &Place<'_>, at: String) -> Shape {
    let ty = match single_type(document, schema, 0) {
        Some(ty @ ("integer" | "number" | "boolean")) => return Shape::plain(ty),
        ty => ty,
    };
    let telling = alone(document, schema.clone(), 0);
    let of = if telling.as_ref().is_some_and(is_words) {
        Of::Words
    } else if ty == Some("string")
        && telling.is_some_and(|schema| schema.text("format") == Some("date-time"))
    {
        Of::Time
    } else {
        return Shape::plain("string");
    };
    Shape {
        schema: Some(Schema { pointer: at, of }),
        ..Shape::plain("string")
    }
}

/// The schema itself, or the only member of its `allOf`, `oneOf` or `anyOf`.
fn alone<'d>(document: &'d Value, schema: Place<'d>, depth: usize) -> Option<Place<'d>> {
    for key in ["allOf", "oneOf", "anyOf"] {
        let Some(members) = schema.get(key) else {
            continue;
        };
        let mut members = members.items();
        let (Some(only), None, true) = (members.next(), members.next(), depth < 8) else {
            return None;
        };
        return alone(document, only.follow(document)?, depth + 1);
    }
    Some(schema)
}

/// Whether the schema lists the words that it takes, and they are texts.
fn is_words(schema: &Place<'_>) -> bool {
    let Some(Value::Array(listed)) = schema.value.get("enum") else {
        return false;
    };
    let typed = match schema.value.get("type") {
        None => true,
        Some(Value::String(ty)) => ty == "string",
        Some(Value::Array(types)) => types.iter().all(|ty| ty == "string" || ty == "null"),
        Some(_) => false,
    };
    let mut words = listed.iter().filter(|word| !word.is_null()).peekable();
    typed && words.peek().is_some() && words.all(Value::is_string)
}

/// The one type of a schema besides null; looks into `allOf`, `oneOf` and `anyOf` whose members
/// agree.
fn single_type<'d>(document: &'d Value, schema: &Place<'d>, depth: usize) -> Option<&'d str> {
    if depth > 8 {
        return None;
    }
    match schema.value.get("type") {
        Some(Value::String(ty)) => return Some(ty),
        Some(Value::Array(types)) => {
            let mut types = types
                .iter()
                .filter_map(Value::as_str)
                .filter(|ty| *ty != "null");
            let first = types.next()?;
            return types.next().is_none().then_some(first);
        }
        _ => {}
    }
    let mut common = None;
    for key in ["allOf", "oneOf", "anyOf"] {
        for member in schema.get(key).iter().flat_map(Place::items) {
            let ty = single_type(document, &member.follow(document)?, depth + 1);
            match (ty, common) {
                (None | Some("null"), _) => {}
                (Some(ty), None) => common = Some(ty),
                (Some(ty), Some(other)) if ty == other => {}
                _ => return None,
            }
        }
    }
    // An object need not say that it is one.
    common.or_else(|| schema.get("properties").map(|_| "object"))
}
