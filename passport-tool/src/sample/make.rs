//! A value that fits a schema: the document's own examples where they fit, else made up.
//!
//! The same document gives the same values. A schema that contains itself ends at the first place
//! where it may: a property that is not required, an empty list, another member of a union.

use serde_json::{Map, Number, Value, json};

use super::check::check;
use super::text::text;
use crate::model::Side;
use crate::model::merge::{self, Merger};
use crate::model::schema::{self, Keywords};
use crate::pointer::join;

/// Makes values; one for each root.
pub(super) struct Maker<'d> {
    document: &'d Value,
    side: Side,
    /// The schemas that are being filled, outermost first.
    open: Vec<String>,
    fuel: usize,
    /// The examples that do not fit: the schema's pointer, and why.
    pub(super) misfits: Vec<(String, String)>,
}

impl<'d> Maker<'d> {
    pub(super) fn new(document: &'d Value, side: Side) -> Self {
        Self {
            document,
            side,
            open: Vec::new(),
            fuel: FUEL,
            misfits: Vec::new(),
        }
    }

    /// A value of the schema that stands at the pointer `at`; `None` where it has no end.
    pub(super) fn value(&mut self, schema: &Value, at: &str) -> Option<Value> {
        let keywords = match schema {
            Value::Object(keywords) => keywords,
            Value::Bool(false) => return None,
            _ => return Some(json!({})),
        };
        if self.fuel == 0 || self.open.len() > DEPTH {
            return None;
        }
        self.fuel -= 1;
        let at = merge::origin(keywords).unwrap_or(at).to_owned();
        if let Some(example) = self.own_example(schema, keywords, &at) {
            return Some(example);
        }
        let made = self.made(keywords, &at);
        made.or_else(|| schema::nullable(keywords).then_some(Value::Null))
    }

    /// The schema's own example, where there is one that fits.
    fn own_example(&mut self, schema: &Value, keywords: &Keywords, at: &str) -> Option<Value> {
        let listed = keywords.get("examples").and_then(Value::as_array);
        let examples = keywords.get("example").into_iter();
        for example in examples.chain(listed.into_iter().flatten()) {
            match check(self.document, example, schema) {
                Ok(()) => return Some(example.clone()),
                Err(misfit) => {
                    let at = at.to_owned();
                    self.misfits.push((at, said(&misfit.place, &misfit.why)));
                }
            }
        }
        // What is taken where nothing is sent is often null or a placeholder.
        let default = keywords
            .get("default")
            .filter(|default| !default.is_null())?;
        let telling = !matches!(default.as_str(), Some(""));
        let fits = telling && check(self.document, default, schema).is_ok();
        fits.then(|| default.clone())
    }

    fn made(&mut self, keywords: &Keywords, at: &str) -> Option<Value> {
        if let Some(reference) = schema::reference(keywords) {
            return self.referred(reference);
        }
        if keywords.contains_key("allOf") {
            let flat = Merger::new(self.document, &mut Vec::new()).flatten(keywords, at);
            if flat.contains_key("allOf") {
                return None;
            }
            self.open.push(String::new());
            let value = self.value(&Value::Object(flat), at);
            self.open.pop();
            return value;
        }
        if let Some(members) = members(keywords).or_else(|| self.kinds(keywords)) {
            return self.union(&members, keywords, at);
        }
        if let Some(value) = listed(keywords) {
            return Some(value);
        }
        let types = schema::types(keywords);
        match types.first().copied() {
            _ if schema::only_null(&Value::Object(keywords.clone())) => Some(Value::Null),
            Some("object") => self.object(keywords, at),
            Some("array") => self.list(keywords, at),
            Some("integer") => Some(integer(keywords)),
            Some("number") => Some(number(keywords)),
            Some("boolean") => Some(Value::Bool(true)),
            Some(_) => Some(text(keywords).into()),
            None => Some(json!({})),
        }
    }

    fn referred(&mut self, reference: &str) -> Option<Value> {
        let Some((pointer, target)) = schema::look_up(self.document, reference) else {
            return Some(json!({}));
        };
        if self.open.contains(&pointer) {
            return None;
        }
        self.open.push(pointer.clone());
        let value = self.value(target, &pointer);
        self.open.pop();
        value
    }

    /// The schemas that a base's discriminator lists, unless one of them is being filled.
    fn kinds(&self, keywords: &Keywords) -> Option<Vec<Value>> {
        let mapping = keywords.get("discriminator")?.get("mapping")?.as_object()?;
        let mut members = Vec::new();
        for target in mapping.values().filter_map(Value::as_str) {
            let reference = match target.starts_with('#') {
                true => target.to_owned(),
                false => format!("#/components/schemas/{}", crate::pointer::escape(target)),
            };
            let (pointer, _) = schema::look_up(self.document, &reference)?;
            if self.open.contains(&pointer) {
                return None;
            }
            members.push(json!({ "$ref": reference }));
        }
        (!members.is_empty()).then_some(members)
    }

    /// The first member that can be filled and then fits, as the discriminator wants it.
    fn union(&mut self, members: &[Value], keywords: &Keywords, at: &str) -> Option<Value> {
        let mut base = keywords.clone();
        for name in [
            "oneOf",
            "anyOf",
            "discriminator",
            "example",
            "examples",
            "default",
        ] {
            base.remove(name);
        }
        base.retain(|name, _| !schema::is_annotation(name));
        if schema::members(keywords, "oneOf").is_empty()
            && schema::members(keywords, "anyOf").is_empty()
        {
            // The members extend the schema around them.
            base.clear();
        }
        let tag = keywords
            .get("discriminator")
            .and_then(|by| by.get("propertyName"));
        let mut fallback = None;
        for member in members {
            if schema::only_null(member) {
                continue;
            }
            let merged = match base.is_empty() {
                true => member.clone(),
                false => json!({ "allOf": [base, member] }),
            };
            self.open.push(String::new());
            let value = self.value(&merged, at);
            self.open.pop();
            let Some(mut value) = value else { continue };
            if let (Some(tag), Value::Object(value)) = (tag.and_then(Value::as_str), &mut value) {
                self.tag(value, tag, member, keywords);
            }
            if check(self.document, &value, &merged).is_ok() {
                return Some(value);
            }
            fallback.get_or_insert(value);
        }
        let null = members.iter().any(schema::only_null).then_some(Value::Null);
        fallback.or(null)
    }

    /// Writes the word that stands for the member, unless the member itself says another.
    fn tag(&self, value: &mut Map<String, Value>, tag: &str, member: &Value, keywords: &Keywords) {
        let reference = member.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|to| schema::look_up(self.document, to));
        let Some((pointer, _)) = target else { return };
        let mapping = keywords
            .get("discriminator")
            .and_then(|by| by.get("mapping"));
        let mapping = mapping.and_then(Value::as_object).into_iter().flatten();
        let word = mapping
            .filter(|(_, target)| {
                let target = target.as_str().unwrap_or_default();
                target.strip_prefix('#') == Some(pointer.as_str())
                    || schema::component(&pointer).as_deref() == Some(target)
            })
            .map(|(word, _)| word.clone())
            .next()
            .or_else(|| schema::component(&pointer));
        let Some(word) = word.map(Value::String) else {
            return;
        };
        let before = value.insert(tag.to_owned(), word);
        if let Some(before) = before
            && check(self.document, &Value::Object(value.clone()), member).is_err()
        {
            value.insert(tag.to_owned(), before);
        }
    }

    fn object(&mut self, keywords: &Keywords, at: &str) -> Option<Value> {
        let mut out = Map::new();
        let required: Vec<&str> = schema::members(keywords, "required")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let properties = keywords.get("properties").and_then(Value::as_object);
        let optional_too = self.depth() < OPTIONAL_DEPTH && self.fuel > OPTIONAL_FUEL;
        for (name, property) in properties.into_iter().flatten() {
            let must = required.contains(&name.as_str());
            if self.is_others(property) || !(must || optional_too) {
                continue;
            }
            let at = join(&join(at, "properties"), name);
            self.open.push(String::new());
            let value = self.value(property, &at);
            self.open.pop();
            match value {
                Some(value) => drop(out.insert(name.clone(), value)),
                None if must => return None,
                None => {}
            }
        }
        for name in required {
            let described = properties.is_some_and(|all| all.contains_key(name));
            if !described {
                out.insert(name.to_owned(), "text".into());
            }
        }
        self.rest(&mut out, keywords, at);
        Some(Value::Object(out))
    }

    /// An entry of a map, where the schema says what its values are.
    fn rest(&mut self, out: &mut Map<String, Value>, keywords: &Keywords, at: &str) {
        let rest = keywords.get("additionalProperties");
        let Some(rest) = rest.filter(|rest| rest.is_object() && out.is_empty()) else {
            return;
        };
        self.open.push(String::new());
        if let Some(value) = self.value(rest, &join(at, "additionalProperties")) {
            out.insert("key".to_owned(), value);
        }
        self.open.pop();
    }

    fn list(&mut self, keywords: &Keywords, at: &str) -> Option<Value> {
        let number = |name: &str| keywords.get(name).and_then(Value::as_u64);
        let least = number("minItems").unwrap_or(0).min(MOST_ITEMS);
        let most = number("maxItems").unwrap_or(u64::MAX);
        let many = usize::try_from(least.max(1).min(most)).unwrap_or(1);
        let any = Value::Bool(true);
        let items = keywords
            .get("items")
            .filter(|items| !items.is_array())
            .unwrap_or(&any);
        if keywords.contains_key("prefixItems") {
            return Some(json!([]));
        }
        self.open.push(String::new());
        let first = self.value(items, &join(at, "items"));
        self.open.pop();
        let Some(first) = first else {
            return (least == 0).then(|| json!([]));
        };
        let mut list = vec![first.clone(); many];
        if schema::flag(keywords, "uniqueItems") {
            let others = self.variations(&first, items);
            for (item, other) in list.iter_mut().skip(1).zip(others) {
                *item = other;
            }
            list.dedup();
        }
        Some(Value::Array(list))
    }

    /// Other values that fit the schema: the other listed ones, or the same with a number.
    fn variations(&self, first: &Value, schema: &Value) -> Vec<Value> {
        let listed = schema.get("enum").and_then(Value::as_array);
        let numbered = (2..2 + MOST_ITEMS).filter_map(|number| match first {
            Value::String(text) => Some(format!("{text}{number}").into()),
            Value::Number(first) => first.as_i64().map(|first| (first + number as i64).into()),
            _ => None,
        });
        let all = listed.into_iter().flatten().cloned().chain(numbered);
        all.filter(|value| value != first && check(self.document, value, schema).is_ok())
            .collect()
    }

    /// Whether only the other side writes the property.
    fn is_others(&self, property: &Value) -> bool {
        let name = match self.side {
            Side::Request => "readOnly",
            Side::Response => "writeOnly",
        };
        property.get(name) == Some(&Value::Bool(true))
    }

    fn depth(&self) -> usize {
        self.open.len()
    }
}

/// What is wrong, with the place in the value where that is not the whole.
pub(super) fn said(place: &str, why: &str) -> String {
    match place {
        "" => why.to_owned(),
        place => format!("at `{place}`, {why}"),
    }
}

/// The members of `oneOf` or `anyOf`.
fn members(keywords: &Keywords) -> Option<Vec<Value>> {
    for name in ["oneOf", "anyOf"] {
        let members = schema::members(keywords, name);
        let telling = members
            .iter()
            .any(|member| !schema::says_nothing(member) && !schema::only_limits(member));
        if telling {
            return Some(members.to_vec());
        }
    }
    None
}

fn listed(keywords: &Keywords) -> Option<Value> {
    let constant = keywords.get("const").into_iter();
    let words = schema::members(keywords, "enum").iter();
    let value = constant.chain(words).find(|value| !value.is_null())?;
    // A word that YAML took for a number is text all the same.
    let text = schema::types(keywords) == ["string"] && !value.is_string();
    Some(if text {
        value.to_string().into()
    } else {
        value.clone()
    })
}

fn integer(keywords: &Keywords) -> Value {
    let (least, most) = limits(keywords);
    let least = least.map_or(i64::MIN, |least| least.ceil() as i64);
    let most = most.map_or(i64::MAX, |most| most.floor() as i64);
    let step = keywords
        .get("multipleOf")
        .and_then(Value::as_i64)
        .unwrap_or(1)
        .max(1);
    let wanted = if most < 1 { most } else { least.max(1) };
    let rounded = wanted.div_euclid(step).saturating_mul(step);
    let rounded = if rounded < wanted {
        rounded.saturating_add(step)
    } else {
        rounded
    };
    rounded.into()
}

fn number(keywords: &Keywords) -> Value {
    if matches!(
        keywords.get("format").and_then(Value::as_str),
        Some("int32" | "int64")
    ) {
        return integer(keywords);
    }
    let (least, most) = limits(keywords);
    let wanted = match (least, most) {
        (Some(least), Some(most)) if !(least..=most).contains(&1.5) => f64::midpoint(least, most),
        (Some(least), _) if least > 1.5 => least.floor() + 1.0,
        (_, Some(most)) if most < 1.5 => most.ceil() - 1.0,
        _ => 1.5,
    };
    let whole = keywords.contains_key("multipleOf");
    if whole {
        return integer(keywords);
    }
    Number::from_f64(wanted).map_or(json!(1), Value::Number)
}

/// The least and the most, inclusive for whole numbers.
fn limits(keywords: &Keywords) -> (Option<f64>, Option<f64>) {
    let limit = |name: &str| keywords.get(name).and_then(Value::as_f64);
    let strict = |name: &str| schema::flag(keywords, name);
    let least = limit("exclusiveMinimum").map(|least| least + 1.0);
    let least =
        least.or(limit("minimum").map(|least| least + f64::from(strict("exclusiveMinimum"))));
    let most = limit("exclusiveMaximum").map(|most| most - 1.0);
    let most = most.or(limit("maximum").map(|most| most - f64::from(strict("exclusiveMaximum"))));
    (least, most)
}

/// How deep a value may be.
const DEPTH: usize = 48;

/// Below this depth, counted in schemas, only what is required is filled.
const OPTIONAL_DEPTH: usize = 5;

/// How many schemas are filled for one value.
const FUEL: usize = 3_000;

/// With less than this left only what is required is filled.
const OPTIONAL_FUEL: usize = FUEL - 150;

const MOST_ITEMS: u64 = 20;
