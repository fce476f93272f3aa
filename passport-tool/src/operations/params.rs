//! Parameters: where they stand, what type they have, what they are called in Rust.

use std::collections::HashSet;

use passport_spec::snake;
use serde_json::Value;

use crate::note::{Kind, Notes};
use crate::pointer::{Place, join};

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum In {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// The name on the wire; in a path, the name of the hole.
    pub wire: String,
    /// Where it stands.
    pub place: In,
    /// Its type as `scopes.toml` writes it.
    pub ty: &'static str,
    /// Whether the call cannot be made without it.
    pub required: bool,
    /// One sentence for the docs.
    pub description: Option<String>,
    /// The Rust name, where it is not the one that follows from the wire name.
    pub name: Option<String>,
}

/// Reads the parameters of a path and an operation; the operation's win.
pub(super) fn read(
    document: &Value,
    item: &Place<'_>,
    operation: &Place<'_>,
    notes: &mut Notes,
) -> Vec<Param> {
    let mut found: Vec<(String, Param)> = Vec::new();
    for owner in [item, operation] {
        let Some(list) = owner.get("parameters") else {
            continue;
        };
        for place in list.items() {
            let pointer = place.pointer.clone();
            let Some(param) = place.follow(document) else {
                notes.add(Kind::Dropped, pointer, "a parameter that leads nowhere");
                continue;
            };
            let (Some(wire), Some(kind)) = (param.text("name"), param.text("in")) else {
                notes.add(Kind::Dropped, pointer, "a parameter without `name` or `in`");
                continue;
            };
            let key = format!("{kind} {wire}");
            found.retain(|(other, _)| *other != key);
            if let Some(param) = read_one(document, &param, &pointer, wire, kind, notes) {
                found.push((key, param));
            }
        }
    }
    let mut params: Vec<Param> = found.into_iter().map(|(_, param)| param).collect();
    name(&mut params, &operation.pointer, notes);
    params
}

fn read_one(
    document: &Value,
    param: &Place<'_>,
    pointer: &str,
    wire: &str,
    kind: &str,
    notes: &mut Notes,
) -> Option<Param> {
    let place = match kind {
        "path" => In::Path,
        "query" => In::Query,
        "header" if IGNORED_HEADERS.iter().any(|h| wire.eq_ignore_ascii_case(h)) => {
            let what = format!("the header `{wire}`, which the client sets itself");
            notes.add(Kind::Dropped, pointer, what);
            return None;
        }
        "header" if wire.bytes().all(is_header_byte) && !wire.is_empty() => In::Header,
        _ => {
            notes.add(
                Kind::Dropped,
                pointer,
                format!("the {kind} parameter `{wire}`"),
            );
            return None;
        }
    };
    let description = param.text("description").map(super::one_sentence);
    Some(Param {
        wire: wire.to_owned(),
        place,
        ty: param_type(document, param, pointer, notes),
        required: place == In::Path || param.flag("required"),
        description: description.filter(|text| !text.is_empty()),
        name: None,
    })
}

/// The type that `scopes.toml` has for a parameter; what it has none for is text.
fn param_type(
    document: &Value,
    param: &Place<'_>,
    pointer: &str,
    notes: &mut Notes,
) -> &'static str {
    let Some(schema) = param.get("schema") else {
        if param.get("content").is_some() {
            let what = "a parameter with a media type is text: encode it yourself";
            notes.add(Kind::Json, pointer, what);
        }
        return "string";
    };
    let Some(schema) = schema.follow(document) else {
        notes.add(
            Kind::Json,
            pointer,
            "a parameter whose schema leads nowhere is text",
        );
        return "string";
    };
    match single_type(document, &schema, 0) {
        Some("integer") => "integer",
        Some("number") => "number",
        Some("boolean") => "boolean",
        Some("array") => {
            let what = "a list as parameter is text: join its items yourself";
            notes.add(Kind::Json, pointer, what);
            "string"
        }
        Some("object") => {
            notes.add(
                Kind::Json,
                pointer,
                "an object as parameter is text: encode it yourself",
            );
            "string"
        }
        _ => "string",
    }
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
    common
}

/// Gives a Rust name of its own to every parameter whose usual one is taken.
fn name(params: &mut [Param], pointer: &str, notes: &mut Notes) {
    let mut taken: HashSet<String> = RESERVED.iter().map(|&name| name.to_owned()).collect();
    // A path's parameters are named by its holes; see `fit_path`.
    for param in params.iter_mut().filter(|param| param.place != In::Path) {
        let usual = snake(param.wire.rsplit('.').next().unwrap_or(&param.wire));
        let whole = snake(&param.wire);
        let suffix = if param.place == In::Query {
            "query"
        } else {
            "header"
        };
        let mut candidates = vec![
            usual.clone(),
            tidy(&whole),
            format!("{}_{suffix}", tidy(&whole)),
        ];
        candidates.extend((2..100).map(|number| format!("{}_{number}", tidy(&whole))));
        let Some(free) = candidates
            .into_iter()
            .find(|name| taken.insert(name.clone()))
        else {
            continue;
        };
        if free != usual {
            let wire = &param.wire;
            if !is_silent(&usual) {
                let what = format!("the parameter `{wire}` is called `{free}`");
                notes.add(Kind::Renamed, join(pointer, "parameters"), what);
            }
            param.name = Some(free);
        }
    }
}

/// A name that no one would look for.
fn is_silent(name: &str) -> bool {
    name.contains("__") || name.ends_with('_')
}

/// Without doubled and trailing `_`.
pub(super) fn tidy(name: &str) -> String {
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    snake(&words.join("_"))
}

/// The path with holes that `scopes.toml` takes, each with a parameter.
///
/// The names of holes do not travel, so they are changed where they fit no Rust name.
pub(super) fn fit_path(
    path: &str,
    params: &mut Vec<Param>,
    pointer: &str,
    notes: &mut Notes,
) -> Result<String, String> {
    let path = match path.split_once('#') {
        Some((front, _)) => front,
        None => path,
    };
    let mut taken: HashSet<String> = RESERVED.iter().map(|&name| name.to_owned()).collect();
    let others = params.iter().filter(|param| param.place != In::Path);
    taken.extend(others.map(|param| {
        let usual = || snake(param.wire.rsplit('.').next().unwrap_or(&param.wire));
        param.name.clone().unwrap_or_else(usual)
    }));
    let mut out = String::new();
    let mut in_path = Vec::new();
    let mut rest = path;
    while let Some((front, behind)) = rest.split_once('{') {
        let Some((hole, after)) = behind.split_once('}') else {
            return Err(format!("the braces of `{path}` do not match"));
        };
        let fitting: String = hole
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || c == '_' || c == '-' {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let mut free = fitting.clone();
        if free.is_empty() || !taken.insert(snake(&free)) {
            let candidates = (2..100).map(|number| format!("{fitting}_{number}"));
            let named = std::iter::once(format!("{fitting}_path")).chain(candidates);
            let mut named = named.filter(|name| taken.insert(snake(name)));
            free = named
                .next()
                .ok_or("its path has too many holes of one name")?;
        }
        if free != hole {
            let what = format!("the hole `{{{hole}}}` of the path is `{{{free}}}`");
            notes.add(Kind::Renamed, pointer, what);
        }
        out.push_str(&format!("{front}{{{free}}}"));
        let declared = params
            .iter()
            .find(|param| param.place == In::Path && param.wire == hole);
        if declared.is_none() {
            let what = format!("the path's parameter `{hole}` is not declared: text");
            notes.add(Kind::Guessed, pointer, what);
        }
        in_path.push(Param {
            wire: free,
            place: In::Path,
            ty: declared.map_or("string", |param| param.ty),
            required: true,
            description: None,
            name: None,
        });
        rest = after;
    }
    out.push_str(rest);
    if !out.starts_with('/') {
        out.insert(0, '/');
    }
    passport_spec::PathTemplate::parse(&out)?;
    params.retain(|param| param.place != In::Path);
    params.splice(0..0, in_path);
    Ok(out)
}

fn is_header_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

const IGNORED_HEADERS: &[&str] = &[
    "accept",
    "content-type",
    "authorization",
    "content-length",
    "host",
];

/// Arguments and methods that every call has; `passport-spec` has the same list, and what is written
/// is read back by it.
const RESERVED: &[&str] = &[
    "token",
    "body",
    "timeout",
    "header",
    "query",
    "send",
    "json",
    "into_future",
    "stream",
    "pages",
    "self_",
    "client",
];
