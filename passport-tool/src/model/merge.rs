//! `allOf`: the keywords of several schemas as those of one.

use serde_json::{Map, Value};

use crate::model::Note;
use crate::model::schema::{self, Keywords, ORIGIN};
use crate::note::Kind as About;

/// Merges the members of `allOf` schemas.
pub(crate) struct Merger<'a> {
    document: &'a Value,
    notes: &'a mut Vec<Note>,
    /// The schemas that are being merged, outermost first.
    open: Vec<String>,
    /// How many more schemas are merged before the rest is left out.
    fuel: usize,
}

impl<'a> Merger<'a> {
    pub(crate) fn new(document: &'a Value, notes: &'a mut Vec<Note>) -> Self {
        Self {
            document,
            notes,
            open: Vec::new(),
            fuel: FUEL,
        }
    }

    /// The keywords of a schema with those of the members of its `allOf`.
    pub(crate) fn flatten(&mut self, keywords: &Keywords, pointer: &str) -> Keywords {
        let mut out = Map::new();
        for (index, member) in schema::members(keywords, "allOf").iter().enumerate() {
            let at = format!("{pointer}/allOf/{index}");
            self.add_member(&mut out, member, &at);
        }
        let mut own = keywords.clone();
        own.remove("allOf");
        mark(&mut own, pointer);
        self.add(&mut out, own, pointer);
        out
    }

    fn add_member(&mut self, out: &mut Keywords, member: &Value, at: &str) {
        let Some(keywords) = member.as_object() else {
            return;
        };
        if self.fuel == 0 || self.open.len() > DEPTH {
            return self.note(at, "left out: `allOf` is nested too deeply");
        }
        self.fuel -= 1;
        let mut flat = if let Some(reference) = schema::reference(keywords) {
            let Some((pointer, target)) = schema::look_up(self.document, reference) else {
                return self.note(at, &format!("left out: `{reference}` leads nowhere"));
            };
            if self.open.contains(&pointer) {
                return self.note(at, "left out: the schema is a part of itself");
            }
            self.open.push(pointer.clone());
            let mut flat = Map::new();
            self.add_member(&mut flat, target, &pointer);
            self.open.pop();
            // The base tells its own kinds apart, not those of what extends it.
            flat.remove("discriminator");
            flat
        } else {
            self.open.push(at.to_owned());
            let flat = self.flatten(keywords, at);
            self.open.pop();
            flat
        };
        for name in ["title", "description", "nullable", "deprecated"] {
            flat.remove(name);
        }
        self.add(out, flat, at);
    }

    /// Adds keywords; of two that contradict each other, the later wins.
    pub(super) fn add(&mut self, out: &mut Keywords, more: Keywords, at: &str) {
        for (name, value) in more {
            let Some(old) = out.get_mut(&name) else {
                out.insert(name, value);
                continue;
            };
            if *old == value {
                continue;
            }
            match (name.as_str(), &mut *old, value) {
                ("properties", Value::Object(old), Value::Object(more)) => {
                    for (name, property) in more {
                        if let Some(old) = old.get_mut(&name) {
                            *old = both(old, &property);
                        } else {
                            old.insert(name, property);
                        }
                    }
                }
                ("required", Value::Array(old), Value::Array(more)) => {
                    old.extend(more);
                }
                ("enum", Value::Array(old), Value::Array(more)) => {
                    let common: Vec<Value> = old
                        .iter()
                        .filter(|word| more.contains(word))
                        .cloned()
                        .collect();
                    *old = if common.is_empty() { more } else { common };
                }
                ("items", old, more) if old.is_object() && more.is_object() => {
                    *old = both(old, &more);
                }
                ("type", old, more) => {
                    let narrowed = narrowed(old, &more);
                    if narrowed.is_none() {
                        let what = format!("`allOf` asks for {old} and {more}; the latter is used");
                        self.notes.push(Note {
                            kind: About::Dropped,
                            pointer: at.to_owned(),
                            what,
                        });
                    }
                    *old = narrowed.unwrap_or(more);
                }
                ("additionalProperties", old, more) => {
                    if !more.is_boolean() || !old.is_object() {
                        *old = more;
                    }
                }
                ("oneOf" | "anyOf", _, _) => {
                    self.note(
                        at,
                        &format!("`allOf` has a second `{name}`, which is left out"),
                    );
                }
                (_, old, more) => *old = more,
            }
        }
    }

    fn note(&mut self, at: &str, what: &str) {
        self.notes.push(Note {
            kind: About::Dropped,
            pointer: at.to_owned(),
            what: what.to_owned(),
        });
    }
}

/// Where the schema was before it was merged, where it was.
pub(crate) fn origin(keywords: &Keywords) -> Option<&str> {
    keywords.get(ORIGIN).and_then(Value::as_str)
}

/// Both schemas of a property that two members of an `allOf` describe.
fn both(old: &Value, new: &Value) -> Value {
    let (Some(first), Some(second)) = (old.as_object(), new.as_object()) else {
        return new.clone();
    };
    if schema::says_nothing(new) {
        let mut both = first.clone();
        for (name, value) in second.iter().filter(|(name, _)| *name != ORIGIN) {
            both.insert(name.clone(), value.clone());
        }
        return Value::Object(both);
    }
    if schema::says_nothing(old) || same_but_for_annotations(first, second) {
        return new.clone();
    }
    let mut both = Map::new();
    both.insert(
        "allOf".to_owned(),
        Value::Array(vec![old.clone(), new.clone()]),
    );
    for name in ["description", "nullable", "readOnly", "writeOnly", ORIGIN] {
        if let Some(value) = second.get(name) {
            both.insert(name.to_owned(), value.clone());
        }
    }
    Value::Object(both)
}

fn same_but_for_annotations(first: &Keywords, second: &Keywords) -> bool {
    let limits = |keywords: &Keywords| -> Vec<(String, Value)> {
        let limits = keywords
            .iter()
            .filter(|(name, _)| !schema::is_annotation(name));
        let mut limits: Vec<(String, Value)> = limits
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        limits.sort_by(|(first, _), (second, _)| first.cmp(second));
        limits
    };
    schema::nullable(first) == schema::nullable(second) && limits(first) == limits(second)
}

/// What two values of `type` have in common.
fn narrowed(old: &Value, new: &Value) -> Option<Value> {
    let list = |value: &Value| match value {
        Value::Array(types) => types.clone(),
        ty => vec![ty.clone()],
    };
    let new = list(new);
    let common: Vec<Value> = list(old)
        .into_iter()
        .filter(|ty| new.contains(ty))
        .collect();
    (!common.is_empty()).then_some(Value::Array(common))
}

/// Lets the properties remember where they were.
fn mark(keywords: &mut Keywords, pointer: &str) {
    let Some(Value::Object(properties)) = keywords.get_mut("properties") else {
        return;
    };
    for (name, property) in properties {
        if let Value::Object(property) = property
            && !property.contains_key(ORIGIN)
        {
            let at = format!("{pointer}/properties/{}", crate::pointer::escape(name));
            property.insert(ORIGIN.to_owned(), Value::String(at));
        }
    }
}

const DEPTH: usize = 40;
const FUEL: usize = 2_000;
