//! Schemas as items.
//!
//! A `$ref` becomes the number of an item at once and is read later, so that the depth of the
//! recursion is that of the schemas written into each other, which has a limit.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::model::item::{Field, Item, Kind, Ty};
use crate::model::merge::{self, Merger};
use crate::model::scalar::{integer, text};
use crate::model::schema::{self, Keywords};
use crate::model::{Note, Root, Usage, names};
use crate::note::Kind as About;
use crate::pointer::escape;

/// Reads schemas.
pub(super) struct Builder<'d> {
    pub(super) document: &'d Value,
    pub(super) items: Vec<Item>,
    pub(super) notes: Vec<Note>,
    pub(super) taken: HashSet<String>,
    /// Where the unions are that are being read, outermost first.
    pub(super) open_unions: Vec<String>,
    by_pointer: HashMap<String, usize>,
    component_names: HashMap<String, String>,
    waiting: VecDeque<(usize, &'d Value)>,
}

/// Where a schema is, in the document and in the file.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) pointer: String,
    /// What a type here would be called.
    pub(super) name: String,
    pub(super) depth: usize,
}

impl Place {
    pub(super) fn inside(&self, step: &str, name: &str) -> Self {
        Self {
            pointer: format!("{}/{step}", self.pointer),
            name: names::longer(&self.name, name),
            depth: self.depth + 1,
        }
    }
}

impl<'d> Builder<'d> {
    pub(super) fn new(document: &'d Value) -> Self {
        let mut builder = Self {
            document,
            items: Vec::new(),
            notes: Vec::new(),
            taken: HashSet::new(),
            open_unions: Vec::new(),
            by_pointer: HashMap::new(),
            component_names: HashMap::new(),
            waiting: VecDeque::new(),
        };
        let components = document.pointer("/components/schemas");
        for key in components
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|map| map.keys())
        {
            let pointer = format!("/components/schemas/{}", escape(key));
            let (name, why) = names::type_name(key, &mut builder.taken);
            if let Some(why) = why {
                builder.note(About::Renamed, &pointer, why);
            }
            builder.component_names.insert(pointer, name);
        }
        builder
    }

    /// The item of a root.
    pub(super) fn root(&mut self, root: &Root) -> usize {
        if let Usage::Form(parts) = &root.usage {
            return self.form_root(root, parts);
        }
        if let Some((pointer, schema)) = schema::look_up(self.document, &root.pointer) {
            return self.item_at(pointer, schema, Some(&root.name_hint));
        }
        self.note(
            About::Json,
            &root.pointer,
            "any JSON: there is no schema here".to_owned(),
        );
        self.named(&root.name_hint, &root.pointer, None, Kind::Alias(Ty::Json))
    }

    /// Reads what is waiting.
    pub(super) fn run(&mut self) {
        while let Some((id, schema)) = self.waiting.pop_front() {
            let (name, pointer) = {
                let item = &self.items[id];
                (item.name.clone(), item.pointer.clone())
            };
            let place = Place {
                pointer,
                name,
                depth: 0,
            };
            let ty = self.fill(id, schema, &place);
            if let Some(ty) = ty {
                self.items[id].kind = Kind::Alias(ty);
            }
        }
    }

    /// The type of a schema.
    pub(super) fn ty(&mut self, schema: &Value, place: &Place) -> Ty {
        let keywords = match schema {
            Value::Object(keywords) => keywords,
            Value::Bool(_) => return self.json(place, "the schema says nothing"),
            _ => return self.json(place, "the schema is not an object"),
        };
        let mut place = place.clone();
        if let Some(origin) = merge::origin(keywords) {
            origin.clone_into(&mut place.pointer);
            if let Some(id) = self.shared(keywords, origin, &place.name) {
                return Ty::Item(id);
            }
        } else if schema::has_a_name(keywords)
            && let Some(found) = self.document.pointer(&place.pointer)
            && std::ptr::eq(found, schema)
        {
            // What extends the schema around this one shares the type.
            return Ty::Item(self.item_at(place.pointer.clone(), found, Some(&place.name)));
        }
        if place.depth > DEPTH || self.items.len() > ITEMS {
            return self.json(&place, "the schemas are nested too deeply");
        }
        let ty = self.shape(keywords, &place, None);
        if schema::nullable(keywords) {
            ty.or_null()
        } else {
            ty
        }
    }

    /// A new item.
    pub(super) fn named(
        &mut self,
        name: &str,
        pointer: &str,
        doc: Option<String>,
        kind: Kind,
    ) -> usize {
        let (name, why) = match self.component_names.get(pointer) {
            Some(name) => (name.clone(), None),
            None => names::type_name(name, &mut self.taken),
        };
        if let Some(why) = why {
            self.note(About::Renamed, pointer, why);
        }
        self.items.push(Item {
            name,
            pointer: pointer.to_owned(),
            doc,
            nullable: false,
            kind,
            request: false,
            response: false,
            exported: false,
            form: None,
        });
        self.items.len() - 1
    }

    pub(super) fn note(&mut self, kind: About, pointer: &str, what: String) {
        self.notes.push(Note {
            kind,
            pointer: pointer.to_owned(),
            what,
        });
    }

    /// What is left of a schema that has no type.
    pub(super) fn json(&mut self, place: &Place, why: &str) -> Ty {
        self.note(About::Json, &place.pointer, format!("any JSON: {why}"));
        Ty::Json
    }

    /// The type that a reference leads to.
    pub(super) fn reference(&mut self, reference: &str, place: &Place) -> Ty {
        if !reference.starts_with('#') {
            return self.json(place, &format!("`{reference}` is outside of the document"));
        }
        match schema::look_up(self.document, reference) {
            Some((pointer, schema)) => Ty::Item(self.item_at(pointer, schema, None)),
            None => self.json(place, &format!("`{reference}` leads nowhere")),
        }
    }

    fn item_at(&mut self, pointer: String, schema: &'d Value, hint: Option<&str>) -> usize {
        if let Some(id) = self.by_pointer.get(&pointer) {
            return *id;
        }
        let derived = schema::name_at(&pointer);
        // A root that only points elsewhere needs no name of its own.
        let refers = schema.as_object().and_then(schema::reference).is_some();
        let id = if refers && hint.is_some() {
            self.items.push(Item {
                name: String::new(),
                pointer: pointer.clone(),
                doc: None,
                nullable: false,
                kind: Kind::Alias(Ty::Json),
                request: false,
                response: false,
                exported: false,
                form: None,
            });
            self.items.len() - 1
        } else {
            let doc = schema.as_object().and_then(schema::doc);
            self.named(
                hint.unwrap_or(&derived),
                &pointer,
                doc,
                Kind::Alias(Ty::Json),
            )
        };
        self.by_pointer.insert(pointer, id);
        self.waiting.push_back((id, schema));
        id
    }

    /// The item of a property that was merged into another schema as it is.
    fn shared(&mut self, keywords: &Keywords, origin: &str, name: &str) -> Option<usize> {
        let document = self.document;
        let schema = document.pointer(origin)?;
        let original = schema.as_object()?;
        let same = original.len() + 1 == keywords.len()
            && original
                .iter()
                .all(|(name, value)| keywords.get(name) == Some(value));
        let hint = (!origin.starts_with("/components/schemas/")).then_some(name);
        (same && schema::reference(original).is_none())
            .then(|| self.item_at(origin.to_owned(), schema, hint))
    }

    /// Fills an item from its schema; answers with a type where the item is but another name.
    fn fill(&mut self, id: usize, schema: &Value, place: &Place) -> Option<Ty> {
        let Value::Object(keywords) = schema else {
            return Some(self.ty(schema, place));
        };
        let ty = self.shape(keywords, place, Some(id));
        if schema::nullable(keywords) {
            self.items[id].nullable = true;
        }
        if *ty.without_null() != Ty::Item(id) {
            return Some(ty);
        }
        self.items[id].nullable |= ty != Ty::Item(id);
        None
    }

    /// Gives the item a kind, or makes one of that kind.
    pub(super) fn become_item(
        &mut self,
        own: Option<usize>,
        place: &Place,
        doc: Option<String>,
        kind: Kind,
    ) -> Ty {
        if let Some(id) = own {
            self.items[id].kind = kind;
            return Ty::Item(id);
        }
        Ty::Item(self.named(&place.name, &place.pointer, doc, kind))
    }

    /// The type of a schema, null left out. `own` is the item that the schema is to fill.
    pub(super) fn shape(&mut self, keywords: &Keywords, place: &Place, own: Option<usize>) -> Ty {
        if place.depth > DEPTH {
            return self.json(place, "the schemas are nested too deeply");
        }
        if let Some(reference) = schema::reference(keywords) {
            let more = keywords
                .keys()
                .any(|name| name != "$ref" && !schema::is_annotation(name));
            if more {
                self.note(
                    About::Dropped,
                    &place.pointer,
                    "what stands beside `$ref` is left out".to_owned(),
                );
            }
            return self.reference(reference, place);
        }
        if keywords.contains_key("allOf") {
            return self.all_of(keywords, place, own);
        }
        if let Some(ty) = self.one_of(keywords, place, own) {
            return ty;
        }
        for name in ["if", "dependentSchemas", "$dynamicRef", "$recursiveRef"] {
            if keywords.contains_key(name) {
                self.note(
                    About::Dropped,
                    &place.pointer,
                    format!("`{name}` is left out"),
                );
            }
        }
        if let Some(ty) = self.listed(keywords, place, own) {
            return ty;
        }
        match schema::types(keywords).as_slice() {
            [] if schema::only_null(&Value::Object(keywords.clone())) => Ty::Json,
            [] => self.json(place, "the schema says nothing"),
            ["object"] => self.object(keywords, place, own),
            ["array"] => self.list(keywords, place),
            ["string"] => text(keywords),
            ["file"] => Ty::Text,
            ["integer"] => integer(keywords),
            ["number"] => match keywords.get("format").and_then(Value::as_str) {
                Some("int32") => Ty::I32,
                Some("int64") => Ty::I64,
                _ => Ty::F64,
            },
            ["boolean"] => Ty::Bool,
            [ty] => self.json(place, &format!("there is no type {ty:?}")),
            several => self.several(keywords, several, place, own),
        }
    }

    fn all_of(&mut self, keywords: &Keywords, place: &Place, own: Option<usize>) -> Ty {
        let mut telling = schema::members(keywords, "allOf")
            .iter()
            .enumerate()
            .filter(|(_, member)| !schema::says_nothing(member));
        let alone = keywords.iter().all(|(name, value)| {
            name == "allOf" || schema::is_annotation(name) || (name == "type" && value == "object")
        });
        if let (Some((index, member)), None, true) = (telling.next(), telling.next(), alone)
            && let Some(member) = member.as_object()
        {
            let mut inside = place.clone();
            inside.pointer = format!("{}/allOf/{index}", place.pointer);
            inside.depth += 1;
            let ty = self.shape(member, &inside, own);
            return if schema::nullable(member) {
                ty.or_null()
            } else {
                ty
            };
        }
        let flat = Merger::new(self.document, &mut self.notes).flatten(keywords, &place.pointer);
        let mut inside = place.clone();
        inside.depth += 1;
        self.shape(&flat, &inside, own)
    }

    fn list(&mut self, keywords: &Keywords, place: &Place) -> Ty {
        let inside = place.inside("items", "Item");
        let item = match keywords.get("items") {
            Some(items) if !keywords.contains_key("prefixItems") && !items.is_array() => {
                self.ty(items, &inside)
            }
            None if !keywords.contains_key("prefixItems") => {
                self.json(&inside, "the list does not say of what")
            }
            _ => self.json(&inside, "each place of the list has a type of its own"),
        };
        Ty::List(Box::new(item))
    }

    pub(super) fn object(&mut self, keywords: &Keywords, place: &Place, own: Option<usize>) -> Ty {
        let rest = self.rest(keywords, place);
        let properties = keywords.get("properties").and_then(Value::as_object);
        let Some(properties) = properties.filter(|properties| !properties.is_empty()) else {
            return Ty::Map(Box::new(rest.unwrap_or(Ty::Json)));
        };
        let required: Vec<&str> = schema::members(keywords, "required")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let mut properties: Vec<(&str, &Value)> = properties
            .iter()
            .map(|(name, property)| (name.as_str(), property))
            .collect();
        for name in &required {
            if properties.iter().all(|(known, _)| known != name) {
                let what = format!("{name:?} is required, but not described: any JSON");
                self.note(About::Json, &place.pointer, what);
                properties.push((name, &Value::Bool(true)));
            }
        }
        let described = keywords.get("properties").and_then(Value::as_object);
        // The name of the item itself comes before those of the items in it.
        let id = own.unwrap_or_else(|| {
            self.named(
                &place.name,
                &place.pointer,
                schema::doc(keywords),
                Kind::Alias(Ty::Json),
            )
        });
        let place = Place {
            name: self.items[id].name.clone(),
            ..place.clone()
        };
        let mut taken = HashSet::new();
        let mut fields = Vec::with_capacity(properties.len());
        for (wire, property) in properties {
            let is_described = described.is_some_and(|described| described.contains_key(wire));
            let inside = place.inside(
                &format!("properties/{}", escape(wire)),
                &names::pascal(&names::snake(wire)),
            );
            let (name, why) = names::field_name(wire, &mut taken);
            if let Some(why) = why {
                self.note(About::Renamed, &inside.pointer, why);
            }
            let flag = |flag: &str| {
                property
                    .as_object()
                    .is_some_and(|keywords| schema::flag(keywords, flag))
            };
            fields.push(Field {
                wire: wire.to_owned(),
                name,
                doc: property.as_object().and_then(schema::doc),
                ty: if is_described {
                    self.ty(property, &inside)
                } else {
                    Ty::Json
                },
                required: is_described && required.contains(&wire),
                read_only: flag("readOnly"),
                write_only: flag("writeOnly"),
                secret: names::is_secret(wire),
            });
        }
        if rest.is_some() {
            // Kept free for the map of the other fields.
            let (name, _) = names::field_name("additional_properties", &mut taken);
            if name != "additional_properties" {
                self.note(
                    About::Renamed,
                    &place.pointer,
                    format!("the other fields are in `{name}`"),
                );
            }
            fields.push(Field {
                wire: String::new(),
                name,
                doc: None,
                ty: Ty::Json,
                required: false,
                read_only: false,
                write_only: false,
                secret: false,
            });
        }
        self.items[id].kind = Kind::Struct { fields, rest };
        Ty::Item(id)
    }

    /// The type of the properties that have no name in the schema.
    fn rest(&mut self, keywords: &Keywords, place: &Place) -> Option<Ty> {
        let inside = place.inside("additionalProperties", "Value");
        if let Some(Value::Object(patterns)) = keywords.get("patternProperties") {
            let mut schemas = patterns.values();
            return Some(match (schemas.next(), schemas.next()) {
                (Some(schema), None) => {
                    self.ty(schema, &place.inside("patternProperties", "Value"))
                }
                _ => self.json(&inside, "the type depends on the name of the property"),
            });
        }
        match keywords.get("additionalProperties")? {
            Value::Bool(any) => any.then_some(Ty::Json),
            schema if schema::says_nothing(schema) => Some(Ty::Json),
            schema => Some(self.ty(schema, &inside)),
        }
    }
}

/// How deep schemas may be written into each other.
const DEPTH: usize = 40;

/// How many items one document may have.
const ITEMS: usize = 100_000;
