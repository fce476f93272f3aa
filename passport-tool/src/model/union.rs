//! `oneOf` and `anyOf`: what the members are. Whether they can be told apart is decided later, when
//! all of them are known.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::model::build::{Builder, Place};
use crate::model::item::{Kind, Ty, Union, Variant};
use crate::model::merge::Merger;
use crate::model::names;
use crate::model::schema::{self, Keywords, component};
use crate::note::Kind as About;
use crate::pointer::escape;

/// A member of a union, with where it is.
#[derive(Clone, Debug)]
struct Member {
    schema: Value,
    pointer: String,
}

impl Member {
    /// The schema in the document itself, where it is written so: types are shared by their place.
    fn as_written<'m>(&'m self, document: &'m Value) -> &'m Value {
        let written = document.pointer(&self.pointer);
        written
            .filter(|written| **written == self.schema)
            .unwrap_or(&self.schema)
    }
}

/// The members of a union, while they are collected.
struct Members<'k> {
    /// What is true of all of them.
    base: &'k Keywords,
    list: Vec<Member>,
    nullable: bool,
    /// Where the unions are whose members these are, the one that is read first.
    unions: Vec<String>,
}

impl Builder<'_> {
    /// The type of a schema with `oneOf` or `anyOf`, null left out; nothing where it has neither or
    /// where they only limit what the rest says.
    pub(super) fn one_of(
        &mut self,
        keywords: &Keywords,
        place: &Place,
        own: Option<usize>,
    ) -> Option<Ty> {
        let telling = |name: &&str| {
            schema::members(keywords, name)
                .iter()
                .any(|member| !schema::says_nothing(member) && !limits_beside(keywords, member))
        };
        let mut unions = ["oneOf", "anyOf"].into_iter().filter(telling);
        let Some(name) = unions.next() else {
            return self.kinds(keywords, place, own);
        };
        if unions.next().is_some() {
            self.note(
                About::Dropped,
                &place.pointer,
                "`anyOf` beside `oneOf` is left out".to_owned(),
            );
        }
        let base = base(keywords);
        let mut members = Members {
            base: &base,
            list: Vec::new(),
            nullable: false,
            unions: vec![place.pointer.clone()],
        };
        for (index, member) in schema::members(keywords, name).iter().enumerate() {
            let pointer = format!("{}/{name}/{index}", place.pointer);
            if schema::only_null(member) {
                members.nullable = true;
            } else if !(schema::says_nothing(member) || limits_beside(keywords, member)) {
                self.spread(member, pointer, 0, &mut members);
            }
        }
        let outer = self.open_unions.len();
        self.open_unions.append(&mut members.unions);
        let ty = self.any_of_these(&members.list, keywords, place, own);
        self.open_unions.truncate(outer);
        Some(if members.nullable { ty.or_null() } else { ty })
    }

    /// The type of a schema with several types.
    pub(super) fn several(
        &mut self,
        keywords: &Keywords,
        types: &[&str],
        place: &Place,
        own: Option<usize>,
    ) -> Ty {
        let members: Vec<Member> = types
            .iter()
            .map(|ty| {
                let mut member = keywords.clone();
                member.remove("nullable");
                member.insert("type".to_owned(), Value::String((*ty).to_owned()));
                Member {
                    schema: Value::Object(member),
                    pointer: place.pointer.clone(),
                }
            })
            .collect();
        self.any_of_these(&members, keywords, place, own)
    }

    /// A base whose discriminator lists the schemas that extend it is one of those.
    fn kinds(&mut self, keywords: &Keywords, place: &Place, own: Option<usize>) -> Option<Ty> {
        let mapping = keywords.get("discriminator")?.get("mapping")?.as_object()?;
        let mut members: Vec<Member> = Vec::new();
        for target in mapping.values().filter_map(Value::as_str) {
            let reference = full_reference(target);
            let (pointer, _) = schema::look_up(self.document, &reference)?;
            if pointer == place.pointer {
                return None;
            }
            if members.iter().all(|member| member.pointer != pointer) {
                let mut schema = Map::new();
                schema.insert("$ref".to_owned(), Value::String(reference));
                members.push(Member {
                    schema: Value::Object(schema),
                    pointer,
                });
            }
        }
        if members.is_empty() || own.is_none() {
            return None;
        }
        Some(self.any_of_these(&members, keywords, place, own))
    }

    /// Adds a member, or the members of a member that is itself nothing but a union. A union around
    /// this one stays a reference: it would be written again and again.
    fn spread(&mut self, member: &Value, pointer: String, depth: usize, members: &mut Members<'_>) {
        let keywords = member.as_object();
        members.nullable |= keywords.is_some_and(schema::nullable);
        let target = keywords.and_then(schema::reference);
        let found = target.and_then(|target| schema::look_up(self.document, target));
        let (inner, at) = match &found {
            Some((at, target)) => (*target, at.clone()),
            None => (member, pointer.clone()),
        };
        let inner_keywords = inner
            .as_object()
            .filter(|inner| !inner.contains_key("discriminator"));
        let union = inner_keywords.and_then(|inner| {
            let mut telling = inner
                .iter()
                .filter(|(name, _)| !schema::is_annotation(name));
            match (telling.next(), telling.next()) {
                (Some((name, Value::Array(list))), None) if name == "oneOf" || name == "anyOf" => {
                    Some((name.clone(), list.clone()))
                }
                _ => None,
            }
        });
        if union.is_some() && members.unions.contains(&at) {
            return;
        }
        let room = depth < DEPTH && members.list.len() < MEMBERS;
        let room = room && !self.open_unions.contains(&at);
        if let Some((name, list)) = union.filter(|_| room) {
            members.unions.push(at.clone());
            members.nullable |= inner_keywords.is_some_and(schema::nullable);
            for (index, member) in list.iter().enumerate() {
                if schema::only_null(member) {
                    members.nullable = true;
                } else {
                    let at = format!("{at}/{name}/{index}");
                    self.spread(member, at, depth + 1, members);
                }
            }
            return;
        }
        let schema = if members.base.is_empty() {
            member.clone()
        } else {
            let mut merged = Map::new();
            let list = vec![Value::Object(members.base.clone()), member.clone()];
            merged.insert("allOf".to_owned(), Value::Array(list));
            let merged = Merger::new(self.document, &mut self.notes).flatten(&merged, &pointer);
            Value::Object(merged)
        };
        if members.list.iter().all(|known| known.schema != schema) {
            members.list.push(Member { schema, pointer });
        }
    }

    fn any_of_these(
        &mut self,
        members: &[Member],
        keywords: &Keywords,
        place: &Place,
        own: Option<usize>,
    ) -> Ty {
        if let [member] = members {
            let inside = Place {
                pointer: member.pointer.clone(),
                name: place.name.clone(),
                depth: place.depth + 1,
            };
            let schema = member.as_written(self.document);
            let Value::Object(only) = schema else {
                return self.ty(schema, &inside);
            };
            let ty = self.shape(only, &inside, own);
            return if schema::nullable(only) {
                ty.or_null()
            } else {
                ty
            };
        }
        if members.is_empty() {
            return self.json(place, "none of its members says anything");
        }
        if let Some(words) = self.all_words(members) {
            if words.is_empty() {
                return Ty::Text;
            }
            return self.words(words, keywords, place, own);
        }
        let id = own.unwrap_or_else(|| {
            let doc = schema::doc(keywords);
            self.named(&place.name, &place.pointer, doc, Kind::Alias(Ty::Json))
        });
        let place = Place {
            name: self.items[id].name.clone(),
            ..place.clone()
        };
        let mapping = keywords
            .get("discriminator")
            .and_then(|by| by.get("mapping"));
        let tag = keywords
            .get("discriminator")
            .and_then(|by| by.get("propertyName"))
            .and_then(Value::as_str);
        let mut taken: HashSet<String> = HashSet::from(["Other".to_owned()]);
        let mut variants = Vec::with_capacity(members.len());
        for member in members {
            let wanted = self.variant_name(member);
            let (name, _) = names::variant_name(&wanted, &mut taken);
            let inside = Place {
                pointer: member.pointer.clone(),
                name: names::longer(&place.name, &name),
                depth: place.depth + 1,
            };
            variants.push(Variant {
                name,
                ty: self.ty(member.as_written(self.document), &inside),
                words: self.mapped_words(member, mapping),
            });
        }
        self.items[id].kind = Kind::Union(Union {
            variants,
            tag: tag.map(str::to_owned),
            by_document: tag.is_some(),
        });
        Ty::Item(id)
    }

    /// The words of a discriminator that stand for a member, by the document.
    fn mapped_words(&self, member: &Member, mapping: Option<&Value>) -> Vec<String> {
        let Some(pointer) = self.target(&member.schema) else {
            return Vec::new();
        };
        let mapping = mapping.and_then(Value::as_object).into_iter().flatten();
        let words: Vec<String> = mapping
            .filter(|(_, target)| {
                let target = target.as_str().map(full_reference);
                target.is_some_and(|target| target.strip_prefix('#') == Some(pointer.as_str()))
            })
            .map(|(word, _)| word.clone())
            .collect();
        if words.is_empty() {
            return component(&pointer).into_iter().collect();
        }
        words
    }

    fn target(&self, schema: &Value) -> Option<String> {
        let reference = schema.as_object().and_then(schema::reference)?;
        schema::look_up(self.document, reference).map(|(pointer, _)| pointer)
    }

    fn variant_name(&self, member: &Member) -> String {
        if let Some(pointer) = self.target(&member.schema) {
            return schema::name_at(&pointer);
        }
        let Some(keywords) = member.schema.as_object() else {
            return "Variant".to_owned();
        };
        let title = keywords
            .get("title")
            .and_then(Value::as_str)
            .map(names::pascal);
        if let Some(title) = title.filter(|title| (1..=40).contains(&title.len())) {
            return title;
        }
        let name = match schema::types(keywords).as_slice() {
            ["string"] => "Text",
            ["integer" | "number"] => "Number",
            ["boolean"] => "Flag",
            ["array"] => "List",
            ["object"] if !keywords.contains_key("properties") => "Map",
            _ => return constant(keywords).unwrap_or_else(|| "Variant".to_owned()),
        };
        name.to_owned()
    }

    /// The words of members that are all texts: none where one of them is any text. Nothing where a
    /// member is no text.
    fn all_words(&self, members: &[Member]) -> Option<Vec<String>> {
        let mut all = Vec::new();
        for member in members {
            let mut schema = &member.schema;
            for _ in 0..DEPTH {
                let Some(reference) = schema.as_object().and_then(schema::reference) else {
                    break;
                };
                schema = schema::look_up(self.document, reference)?.1;
            }
            let keywords = schema.as_object()?;
            if ["allOf", "oneOf", "anyOf", "$ref"]
                .iter()
                .any(|name| keywords.contains_key(*name))
            {
                return None;
            }
            let listed: Vec<&Value> = match (keywords.get("const"), keywords.get("enum")) {
                (Some(value), _) => vec![value],
                (None, Some(Value::Array(values))) => values.iter().collect(),
                _ if schema::types(keywords) == ["string"] => Vec::new(),
                _ => return None,
            };
            for value in listed {
                match value {
                    Value::String(word) => all.push(word.clone()),
                    Value::Null => {}
                    _ => return None,
                }
            }
        }
        Some(all)
    }
}

/// What stands beside a union and is true of all its members.
fn base(keywords: &Keywords) -> Keywords {
    let mut base: Keywords = keywords
        .iter()
        .filter(|(name, _)| {
            !schema::is_annotation(name)
                && !matches!(name.as_str(), "oneOf" | "anyOf" | "discriminator")
        })
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    // The type alone adds nothing to members that have one.
    if base.len() == 1 && base.contains_key("type") {
        base.clear();
    }
    base
}

/// Whether a member only limits what stands beside the union.
fn limits_beside(keywords: &Keywords, member: &Value) -> bool {
    let describes = [
        "properties",
        "items",
        "enum",
        "format",
        "additionalProperties",
    ];
    let scalar = !schema::types(keywords).contains(&"object") && keywords.contains_key("type");
    (describes.iter().any(|name| keywords.contains_key(*name)) && schema::only_limits(member))
        || (scalar && limits_scalar(member))
}

/// Whether a member only says more about a text or a number.
fn limits_scalar(member: &Value) -> bool {
    member.as_object().is_some_and(|member| {
        member.keys().all(|name| {
            schema::is_annotation(name)
                || matches!(
                    name.as_str(),
                    "format"
                        | "pattern"
                        | "minLength"
                        | "maxLength"
                        | "minimum"
                        | "maximum"
                        | "maxItems"
                        | "minItems"
                        | "not"
                )
        })
    })
}

/// A discriminator's target may be the bare name of a component.
fn full_reference(target: &str) -> String {
    if target.starts_with('#') {
        target.to_owned()
    } else {
        format!("#/components/schemas/{}", escape(target))
    }
}

/// The constant that a property of the object has.
fn constant(keywords: &Keywords) -> Option<String> {
    let properties = keywords.get("properties")?.as_object()?;
    properties.values().find_map(|property| {
        let word = match (property.get("const"), property.get("enum")) {
            (Some(Value::String(word)), _) => word,
            (None, Some(Value::Array(words))) => match words.as_slice() {
                [Value::String(word)] => word,
                _ => return None,
            },
            _ => return None,
        };
        let name = names::pascal(word);
        (!name.is_empty()).then_some(name)
    })
}

const DEPTH: usize = 16;
const MEMBERS: usize = 400;
