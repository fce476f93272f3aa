//! Texts, numbers and listed values.

use std::collections::HashSet;

use serde_json::Value;

use crate::model::build::{Builder, Place};
use crate::model::item::{Kind, Ty};
use crate::model::names;
use crate::model::schema::{self, Keywords};
use crate::note::Kind as About;

impl Builder<'_> {
    /// `enum` and `const`.
    pub(super) fn listed(
        &mut self,
        keywords: &Keywords,
        place: &Place,
        own: Option<usize>,
    ) -> Option<Ty> {
        let listed: Vec<&Value> = match (keywords.get("const"), keywords.get("enum")) {
            (Some(value), _) => vec![value],
            (None, Some(Value::Array(values))) => values.iter().collect(),
            _ => return None,
        };
        let listed: Vec<&Value> = listed
            .into_iter()
            .filter(|value| !value.is_null())
            .collect();
        let types = schema::types(keywords);
        let named = |ty: &str| keywords.contains_key("type") && types == [ty];
        if listed.is_empty() || named("array") || named("object") {
            return None;
        }
        if named("boolean") || listed.iter().all(|value| value.is_boolean()) && !named("string") {
            return Some(Ty::Bool);
        }
        if !named("string") && listed.iter().all(|value| value.is_number()) {
            let whole = listed.iter().all(|value| value.is_i64());
            if whole {
                self.note(
                    About::Dropped,
                    &place.pointer,
                    "a number, not limited to those that the document lists".to_owned(),
                );
            }
            return Some(match types.as_slice() {
                _ if !whole => Ty::F64,
                ["number"] if named("number") => Ty::F64,
                _ => integer(keywords),
            });
        }
        if named("integer") || named("number") {
            return None;
        }
        let words: Vec<String> = listed
            .iter()
            .filter_map(|value| match value {
                Value::String(word) => Some(word.clone()),
                Value::Bool(_) | Value::Number(_) if named("string") => Some(value.to_string()),
                _ => None,
            })
            .collect();
        if words.len() != listed.len() {
            return Some(self.json(place, "the listed values have several types"));
        }
        Some(self.words(words, keywords, place, own))
    }

    /// An open enum.
    pub(super) fn words(
        &mut self,
        words: Vec<String>,
        keywords: &Keywords,
        place: &Place,
        own: Option<usize>,
    ) -> Ty {
        let mut taken = HashSet::new();
        let mut seen = HashSet::new();
        let mut variants = Vec::with_capacity(words.len());
        for word in words {
            if !seen.insert(word.clone()) {
                continue;
            }
            let (name, why) = names::variant_name(&word, &mut taken);
            if let Some(why) = why {
                self.note(About::Renamed, &place.pointer, why);
            }
            variants.push((name, word));
        }
        self.become_item(own, place, schema::doc(keywords), Kind::Words(variants))
    }
}

/// The type of a text.
pub(super) fn text(keywords: &Keywords) -> Ty {
    match keywords.get("format").and_then(Value::as_str) {
        Some("date-time") => Ty::Timestamp,
        Some("password") => Ty::Secret,
        _ => Ty::Text,
    }
}

/// The type of a whole number.
pub(super) fn integer(keywords: &Keywords) -> Ty {
    let limit = |name: &str| keywords.get(name);
    let large = limit("maximum").is_some_and(|most| !most.is_i64() && most.is_u64());
    match keywords.get("format").and_then(Value::as_str) {
        Some("int32" | "int16" | "int8") => Ty::I32,
        Some("uint32") => Ty::U32,
        Some("uint64") => Ty::U64,
        _ if large && limit("minimum").is_some_and(Value::is_u64) => Ty::U64,
        _ => Ty::I64,
    }
}
