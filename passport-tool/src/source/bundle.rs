//! Pulls what external `$ref`s lead to into the document itself.
//!
//! Path items and operations are copied to where they are referred to; everything else is put below
//! `/components`, once. Nothing outside the root folder is read, and nothing over the network.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::{note_twice, text};
use crate::note::{Kind, Notes};
use crate::paths;
use crate::pointer::{escape, percent_decode};

/// Pulls everything into `value`, which stands in `file`.
pub(super) fn bundle(value: Value, file: &Path, root: Option<&Path>, notes: &mut Notes) -> Value {
    let main = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let folder = main.parent().map(Path::to_owned).unwrap_or_default();
    let root = root
        .and_then(|root| root.canonicalize().ok())
        .unwrap_or(folder);
    let mut bundler = Bundler {
        root,
        files: HashMap::new(),
        placed: HashMap::new(),
        pulled: Map::new(),
        taken: taken_names(&value),
        copying: Vec::new(),
        main: main.clone(),
        notes,
    };
    let mut trail = Vec::new();
    let mut value = bundler.walk(value, &main, &mut trail, false);
    let pulled = std::mem::take(&mut bundler.pulled);
    if let Value::Object(document) = &mut value
        && !pulled.is_empty()
    {
        let components = document
            .entry("components")
            .or_insert_with(|| Value::Object(Map::new()));
        for (kind, entries) in pulled {
            let Value::Object(components) = &mut *components else {
                break;
            };
            let group = components
                .entry(kind)
                .or_insert_with(|| Value::Object(Map::new()));
            if let (Value::Object(group), Value::Object(entries)) = (group, entries) {
                group.extend(entries);
            }
        }
    }
    value
}

/// The names below `components`, and those that Swagger 2.0 has at its top.
fn taken_names(value: &Value) -> Vec<(String, String)> {
    let mut taken = Vec::new();
    let groups = value.get("components").and_then(Value::as_object);
    let old = ["definitions", "parameters", "responses"];
    let old = old
        .iter()
        .filter_map(|key| value.get(*key).map(|group| (kind_of_group(key), group)));
    let new = groups
        .into_iter()
        .flatten()
        .map(|(key, group)| (key.as_str(), group));
    for (kind, group) in new.chain(old) {
        for name in group.as_object().into_iter().flat_map(Map::keys) {
            taken.push((kind.to_owned(), name.clone()));
        }
    }
    taken
}

fn kind_of_group(group: &str) -> &str {
    match group {
        "definitions" => "schemas",
        "securityDefinitions" => "securitySchemes",
        other => other,
    }
}

/// A place in a file: its path and a JSON pointer.
type Target = (PathBuf, String);

struct Bundler<'n> {
    main: PathBuf,
    root: PathBuf,
    files: HashMap<PathBuf, Option<Rc<Value>>>,
    /// Where a target stands in the document.
    placed: HashMap<Target, String>,
    /// What is added below `components`.
    pulled: Map<String, Value>,
    taken: Vec<(String, String)>,
    /// The path items and operations that are being copied, to notice a circle.
    copying: Vec<Target>,
    notes: &'n mut Notes,
}

impl Bundler<'_> {
    /// `trail` is where the value stands in the document; with `names` its keys are names that the
    /// author chose, not words of OpenAPI.
    fn walk(&mut self, value: Value, file: &Path, trail: &mut Vec<String>, names: bool) -> Value {
        match value {
            Value::Object(map) => {
                if !names && let Some(Value::String(reference)) = map.get("$ref") {
                    let reference = reference.clone();
                    return self.reference(map, &reference, file, trail);
                }
                let walked = map.into_iter().map(|(key, value)| {
                    let literal =
                        !names && (LITERAL.contains(&key.as_str()) || key.starts_with("x-"));
                    if literal {
                        return (key, value);
                    }
                    let inner_names = !names && NAME_MAPS.contains(&key.as_str());
                    trail.push(key);
                    let value = self.walk(value, file, trail, inner_names);
                    let key = trail.pop().unwrap_or_default();
                    (key, value)
                });
                Value::Object(walked.collect())
            }
            Value::Array(list) => {
                let walked = list.into_iter().enumerate().map(|(index, value)| {
                    trail.push(index.to_string());
                    let value = self.walk(value, file, trail, false);
                    trail.pop();
                    value
                });
                Value::Array(walked.collect())
            }
            other => other,
        }
    }

    /// The object that stands for `map`, which refers to something.
    fn reference(
        &mut self,
        mut map: Map<String, Value>,
        reference: &str,
        file: &Path,
        trail: &mut Vec<String>,
    ) -> Value {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if path.is_empty() && file == self.main {
            return Value::Object(map);
        }
        let pointer = percent_decode(fragment);
        let target = match self.file_of(path, file) {
            Ok(target) if target == self.main => {
                map.insert("$ref".to_owned(), Value::String(format!("#{fragment}")));
                return Value::Object(map);
            }
            Ok(target) => (target, pointer.trim_end_matches('/').to_owned()),
            Err(problem) => return self.lost(reference, &problem, file, trail),
        };
        let Some(found) = self
            .content(&target.0)
            .and_then(|content| content.pointer(&target.1).cloned())
        else {
            return self.lost(reference, "nothing readable stands there", file, trail);
        };
        match group_of(&target.1, trail) {
            None => self.copy(map, found, target, trail),
            Some(group) => {
                let pointer = self.place(group, found, target);
                map.insert("$ref".to_owned(), Value::String(format!("#{pointer}")));
                Value::Object(map)
            }
        }
    }

    /// Copies a path item or operation to where it is referred to.
    fn copy(
        &mut self,
        map: Map<String, Value>,
        found: Value,
        target: Target,
        trail: &mut Vec<String>,
    ) -> Value {
        if self.copying.contains(&target) {
            let file = target.0.clone();
            return self.lost(&target.1, "it refers to itself", &file, trail);
        }
        let file = target.0.clone();
        self.copying.push(target);
        let mut copied = self.walk(found, &file, trail, false);
        self.copying.pop();
        if let Value::Object(copied) = &mut copied {
            for (key, value) in map {
                if key != "$ref" {
                    copied.insert(key, value);
                }
            }
        }
        copied
    }

    /// Puts a target below `components`, if it is not there already, and answers its pointer.
    fn place(&mut self, group: &str, found: Value, target: Target) -> String {
        if let Some(pointer) = self.placed.get(&target) {
            return pointer.clone();
        }
        let name = self.free_name(group, &target);
        let pointer = format!("/components/{group}/{}", escape(&name));
        let file = target.0.clone();
        // Known before it is walked, so that a circle ends here.
        self.placed.insert(target, pointer.clone());
        let mut trail = vec!["components".to_owned(), group.to_owned(), name.clone()];
        let walked = self.walk(found, &file, &mut trail, false);
        let entries = self
            .pulled
            .entry(group)
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(entries) = entries {
            entries.insert(name, walked);
        }
        pointer
    }

    fn free_name(&mut self, group: &str, (file, pointer): &Target) -> String {
        let last = pointer.rsplit('/').next().unwrap_or_default();
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let wanted = if last.is_empty() { &*stem } else { last };
        let wanted: String = wanted
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || "._-".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let mut name = wanted.clone();
        let mut number = 2;
        while self.taken.iter().any(|(g, n)| g == group && *n == name) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        self.taken.push((group.to_owned(), name.clone()));
        name
    }

    /// The file that a `$ref` in `file` means.
    fn file_of(&self, path: &str, file: &Path) -> Result<PathBuf, String> {
        if path.is_empty() {
            return Ok(file.to_owned());
        }
        if path.contains("://") {
            return Err("nothing is fetched over the network".to_owned());
        }
        let wanted = file
            .parent()
            .unwrap_or(Path::new(""))
            .join(percent_decode(path));
        let found = wanted
            .canonicalize()
            .map_err(|error| format!("it cannot be read: {error}"))?;
        if found.starts_with(&self.root) {
            Ok(found)
        } else {
            Err("it is outside the document's folder; allow that with `--root DIR`".to_owned())
        }
    }

    fn content(&mut self, file: &Path) -> Option<Rc<Value>> {
        if let Some(known) = self.files.get(file) {
            return known.clone();
        }
        let content = match text::read(file) {
            Ok((value, twice)) => {
                let name = paths::shown(file.strip_prefix(&self.root).unwrap_or(file));
                note_twice(&twice, &format!(" of {name}"), self.notes);
                Some(Rc::new(value))
            }
            Err(mut error) => {
                // As it stands below the root: the report is the same on every machine.
                if let Ok(inside) = error.file.strip_prefix(&self.root) {
                    error.file = inside.to_owned();
                }
                self.notes.add(Kind::Dropped, "", error.to_string());
                None
            }
        };
        self.files.insert(file.to_owned(), content.clone());
        content
    }

    /// Notes a `$ref` in `file` that leads nowhere; what stands for it says nothing.
    fn lost(&mut self, reference: &str, problem: &str, file: &Path, trail: &[String]) -> Value {
        let pointer: String = trail
            .iter()
            .map(|key| format!("/{}", escape(key)))
            .collect();
        let name = paths::shown(file.strip_prefix(&self.root).unwrap_or(file));
        let place = match line_of(file, reference) {
            Some(line) => format!("{name}:{line}"),
            None => name,
        };
        let what = format!("what `$ref: {reference}` in `{place}` leads to: {problem}");
        self.notes.add(Kind::Dropped, pointer, what);
        Value::Object(Map::new())
    }
}

/// The first line of a file that holds the text.
fn line_of(file: &Path, text: &str) -> Option<usize> {
    let content = std::fs::read_to_string(file).ok()?;
    let line = content.lines().position(|line| line.contains(text))?;
    Some(line + 1)
}

/// The group of `components` for a target; `None` for what is copied to its place.
fn group_of(pointer: &str, trail: &[String]) -> Option<&'static str> {
    let trail: Vec<&str> = trail.iter().map(String::as_str).collect();
    let copied = match trail[..] {
        ["paths" | "webhooks" | "securityDefinitions", _]
        | ["components", "pathItems" | "securitySchemes", _] => true,
        ["paths" | "webhooks", _, method] => method != "parameters",
        _ => false,
    };
    if copied {
        return None;
    }
    let group = pointer.rsplit('/').nth(1).unwrap_or_default();
    if let Some(known) = GROUPS.iter().find(|known| **known == kind_of_group(group)) {
        return Some(known);
    }
    let (last, before) = match trail[..] {
        [.., before, last] => (last, before),
        [last] => (last, ""),
        [] => ("", ""),
    };
    let group = match (before, last) {
        ("parameters", _) => "parameters",
        ("responses", _) => "responses",
        ("headers", _) => "headers",
        ("callbacks", _) => "callbacks",
        ("links", _) => "links",
        (_, "requestBody") | ("requestBodies", _) => "requestBodies",
        _ => "schemas",
    };
    Some(group)
}

const GROUPS: &[&str] = &[
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "examples",
    "links",
    "callbacks",
];

/// Words whose value is data, in which nothing refers to anything.
const LITERAL: &[&str] = &["example", "examples", "default", "enum", "const"];

/// Words whose value is a map from names that the author chose.
const NAME_MAPS: &[&str] = &[
    "properties",
    "patternProperties",
    "definitions",
    "$defs",
    "schemas",
    "responses",
    "headers",
    "requestBodies",
    "securitySchemes",
    "securityDefinitions",
    "paths",
    "pathItems",
    "content",
    "callbacks",
    "links",
    "dependentSchemas",
];
