//! Parameters: where they stand, what type they have, what they are called in Rust.

use std::collections::HashSet;

use passport_spec::snake;
use serde_json::Value;

use super::shape::{self, Shape};
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
    /// Its type and style.
    pub shape: Shape,
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
        "header" => {
            if let Err(problem) = passport_spec::check_header_name(wire) {
                let what = match wire.bytes().all(is_header_byte) {
                    true => format!("the header `{wire}`, which the client sets itself"),
                    false => format!("a parameter: {problem}"),
                };
                notes.add(Kind::Dropped, pointer, what);
                return None;
            }
            In::Header
        }
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
        shape: shape::read(document, param, place, pointer, notes),
        required: place == In::Path || param.flag("required"),
        description: description.filter(|text| !text.is_empty()),
        name: None,
    })
}

/// Gives a Rust name of its own to every parameter whose usual one is taken.
fn name(params: &mut [Param], pointer: &str, notes: &mut Notes) {
    let mut taken: HashSet<String> = passport_spec::reserved::PARAMS
        .iter()
        .map(|&name| name.to_owned())
        .collect();
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
    let path = query_of_path(path, params, pointer, notes)?;
    let path = path.as_str();
    let mut taken: HashSet<String> = passport_spec::reserved::PARAMS
        .iter()
        .map(|&name| name.to_owned())
        .collect();
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
            shape: declared.map_or_else(|| Shape::plain("string"), |param| param.shape.clone()),
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
    let out = encoded(out, pointer, notes);
    passport_spec::PathTemplate::parse(&out)?;
    params.retain(|param| param.place != In::Path);
    params.splice(0..0, in_path);
    Ok(out)
}

/// The path without its query, whose holes become query parameters.
fn query_of_path(
    path: &str,
    params: &mut Vec<Param>,
    pointer: &str,
    notes: &mut Notes,
) -> Result<String, String> {
    let Some((front, query)) = path.split_once('?') else {
        return Ok(path.to_owned());
    };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let hole = pair
            .split_once("={")
            .and_then(|(wire, hole)| Some((wire, hole.strip_suffix('}')?)));
        let Some((wire, hole)) = hole else {
            return Err(format!("the query `{pair}` in its path has a fixed value"));
        };
        let what = format!("the query `{pair}` in the path is the parameter `{wire}`");
        notes.add(Kind::Renamed, pointer, what);
        let in_query = |param: &&Param| param.place == In::Query && param.wire == wire;
        if params.iter().any(|param| in_query(&param)) {
            continue;
        }
        let declared = params
            .iter()
            .find(|param| param.place == In::Path && param.wire == hole);
        let shape = declared.map_or_else(|| Shape::plain("string"), |param| param.shape.clone());
        params.push(Param {
            wire: wire.to_owned(),
            place: In::Query,
            shape,
            required: true,
            description: None,
            name: None,
        });
    }
    name(params, pointer, notes);
    Ok(front.to_owned())
}

/// The path with what no path holds as it is written in URLs (RFC 3986, 2.1).
fn encoded(path: String, pointer: &str, notes: &mut Notes) -> String {
    let unfit = |c: char| c.is_whitespace() || "\"<>\\^`|".contains(c);
    if !path.contains(unfit) {
        return path;
    }
    let mut out = String::with_capacity(path.len() + 8);
    for c in path.chars() {
        if unfit(c) {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).bytes();
            out.extend(bytes.map(|byte| format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    let what = format!("the path is written as `{out}`, which means the same in a URL");
    notes.add(Kind::Renamed, pointer, what);
    out
}

fn is_header_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
