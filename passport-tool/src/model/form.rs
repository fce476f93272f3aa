//! Multipart forms: structs with files, which are written part by part and not as JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::build::{Builder, Place};
use crate::model::item::{Kind, Ty};
use crate::model::merge::Merger;
use crate::model::schema::{self, Keywords};
use crate::model::{Root, names};

impl Builder<'_> {
    /// The item of a form; `parts` are the media types of its parts. What is no object with
    /// properties is any JSON.
    pub(super) fn form_root(&mut self, root: &Root, parts: &BTreeMap<String, String>) -> usize {
        let Some((keywords, pointer)) = self.form_schema(&root.pointer) else {
            return self.named(&root.name_hint, &root.pointer, None, Kind::Alias(Ty::Json));
        };
        let hint = if pointer == root.pointer {
            root.name_hint.clone()
        } else {
            format!("{}Form", names::pascal(&schema::name_at(&pointer)))
        };
        let doc = schema::doc(&keywords);
        let id = self.named(&hint, &root.pointer, doc, Kind::Alias(Ty::Json));
        let place = Place {
            pointer: pointer.clone(),
            name: self.items[id].name.clone(),
            depth: 0,
        };
        self.object(&keywords, &place, Some(id));
        self.files(id, &keywords, parts, &pointer);
        let mut parts = parts.clone();
        let properties = keywords.get("properties").and_then(Value::as_object);
        for (wire, property) in properties.into_iter().flatten() {
            if let Some(media_type) = property.get("contentMediaType").and_then(Value::as_str)
                && media_type.chars().all(|c| c == ' ' || c.is_ascii_graphic())
                && !media_type.contains([',', '*'])
            {
                let entry = parts.entry(wire.clone());
                entry.or_insert_with(|| media_type.to_owned());
            }
        }
        self.items[id].form = Some(parts);
        id
    }

    /// The keywords of an object with properties, and where they are.
    fn form_schema(&mut self, pointer: &str) -> Option<(Keywords, String)> {
        let (mut pointer, mut found) = schema::look_up(self.document, pointer)?;
        for _ in 0..STEPS {
            let Some(reference) = found.as_object().and_then(schema::reference) else {
                break;
            };
            (pointer, found) = schema::look_up(self.document, reference)?;
        }
        let keywords = found.as_object()?;
        let flat = if keywords.contains_key("allOf") {
            Merger::new(self.document, &mut self.notes).flatten(keywords, &pointer)
        } else {
            keywords.clone()
        };
        let properties = flat.get("properties").and_then(Value::as_object);
        let has_some = properties.is_some_and(|properties| !properties.is_empty());
        let union = ["oneOf", "anyOf"].iter().any(|key| flat.contains_key(*key));
        (has_some && !union).then_some((flat, pointer))
    }

    /// Puts files in the places of texts that are bytes.
    fn files(
        &mut self,
        id: usize,
        keywords: &Keywords,
        parts: &BTreeMap<String, String>,
        pointer: &str,
    ) {
        let properties = keywords.get("properties").and_then(Value::as_object);
        for (wire, property) in properties.into_iter().flatten() {
            let part = parts.get(wire).map(String::as_str);
            let Some(file) = self.of_file(property, part) else {
                continue;
            };
            let Kind::Struct { fields, .. } = &mut self.items[id].kind else {
                return;
            };
            if let Some(field) = fields.iter_mut().find(|field| field.wire == *wire) {
                field.ty = file;
                let about = format!("{pointer}/properties/{}", crate::pointer::escape(wire));
                let any = |what: &str| what.starts_with("any JSON");
                self.notes
                    .retain(|note| !(note.pointer.starts_with(&about) && any(&note.what)));
            }
        }
    }

    /// The type of a property that is a file, or a list of them.
    fn of_file(&self, property: &Value, part: Option<&str>) -> Option<Ty> {
        let keywords = self.followed(property)?;
        if schema::types(keywords) == ["array"] {
            let items = self.followed(keywords.get("items")?)?;
            return is_file(items, part).then(|| Ty::List(Box::new(Ty::File)));
        }
        is_file(keywords, part).then_some(Ty::File)
    }

    fn followed<'v>(&self, schema: &'v Value) -> Option<&'v Keywords>
    where
        Self: 'v,
    {
        let mut keywords = schema.as_object()?;
        for _ in 0..STEPS {
            let Some(reference) = schema::reference(keywords) else {
                return Some(keywords);
            };
            keywords = schema::look_up(self.document, reference)?.1.as_object()?;
        }
        None
    }
}

/// Whether a schema is of the bytes of a file; `part` is the media type of its part.
fn is_file(keywords: &Keywords, part: Option<&str>) -> bool {
    let text = |key: &str| keywords.get(key).and_then(Value::as_str);
    let types = schema::types(keywords);
    let may_be_text = matches!(types.as_slice(), [] | ["string" | "file"]);
    let media = text("contentMediaType").or(part);
    let opaque = media.is_some_and(|media| {
        let plain = media.split(';').next().unwrap_or_default().trim();
        let textual =
            plain.starts_with("text/") || plain.ends_with("json") || plain.ends_with("xml");
        !textual
    });
    let encoded = text("contentEncoding").is_some();
    let listed = keywords.contains_key("enum") || keywords.contains_key("properties");
    let binary = text("format") == Some("binary") || types == ["file"];
    may_be_text && !listed && !encoded && (binary || opaque)
}

/// How many references may lead to a schema.
const STEPS: usize = 16;
