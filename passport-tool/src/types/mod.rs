//! The types of an import: which schemas are used, and what each endpoint calls its own.

pub(crate) mod answers;

use std::collections::{HashMap, HashSet};

use passport_spec::camel;
use serde_json::Value;

use crate::model::{self, Model, Root, Side, Usage};
use crate::note::{Kind, Notes};
use crate::operations::{Body, Format, Of, Param, Sent};
use crate::pointer::Place;
use crate::write::Endpoint;
use answers::Same;

/// Generates the types and tells each endpoint its own; answers the source text.
pub(crate) fn types(document: &Value, endpoints: &mut [Endpoint], notes: &mut Notes) -> String {
    let same = Same::of(document, endpoints);
    let mut roots = roots(document, endpoints);
    roots.extend(answers::roots(&same, endpoints, |endpoint, suffix| {
        let resource = word(&endpoint.named.resource);
        format!("{}{resource}{suffix}", word(&endpoint.named.method))
    }));
    let mut seen = HashSet::new();
    roots.retain(|root| seen.insert((root.pointer.clone(), root.side == Side::Request)));
    let model = model::generate(document, &roots);
    for note in &model.notes {
        notes.add(note.kind, note.pointer.clone(), note.what.clone());
    }
    answers::name_types(&same, endpoints, |pointer| {
        model.type_of.get(pointer).cloned()
    });
    let mut extra = Extra::new(&model.rust);
    for endpoint in endpoints {
        if let Body::Sent(sent) = &endpoint.operation.body {
            let place = sent.schema.as_ref().unwrap_or(&endpoint.operation.pointer);
            let (word, opaque) = body(sent, &model, &mut extra);
            if let Some(what) = opaque {
                notes.add(Kind::Json, place.clone(), what);
            }
            endpoint.body = Some(word);
        }
        for param in &mut endpoint.operation.params {
            settle(param, &model, &mut extra);
        }
    }
    format!("{}{}", model.rust, extra.text())
}

/// The schemas that the endpoints use, each once.
fn roots(document: &Value, endpoints: &mut [Endpoint]) -> Vec<Root> {
    let mut roots = Vec::new();
    let mut words = Words::default();
    for endpoint in endpoints {
        let resource = word(&endpoint.named.resource);
        let method = word(&endpoint.named.method);
        let mut add = |pointer: &str, name_hint: String, side: Side, usage: Usage| {
            roots.push(Root {
                pointer: pointer.to_owned(),
                name_hint,
                side,
                usage,
            });
        };
        if let Body::Sent(sent) = &endpoint.operation.body
            && let Some(pointer) = &sent.schema
        {
            let usage = match sent.format {
                Format::Json | Format::Form => Some(Usage::Body),
                Format::Multipart => Some(Usage::Form(sent.parts.clone())),
                Format::Text | Format::Bytes => None,
            };
            if let Some(usage) = usage {
                let hint = format!("{method}{resource}Body");
                add(pointer, hint, Side::Request, usage);
            }
        }
        for param in &mut endpoint.operation.params {
            let wire = word(&param.wire);
            match &mut param.shape.schema {
                Some(schema) if schema.of == Of::Words => {
                    let name = words.settle(
                        document,
                        &mut schema.pointer,
                        [
                            wire.clone(),
                            format!("{resource}{wire}"),
                            format!("{method}{resource}{wire}"),
                        ],
                    );
                    add(&schema.pointer, name, Side::Request, Usage::Param);
                }
                Some(schema) if schema.of == Of::Object => {
                    let hint = format!("{method}{resource}{wire}");
                    add(&schema.pointer, hint, Side::Request, Usage::Param);
                }
                _ => {}
            }
        }
    }
    roots
}

/// Lists of words that parameters have, so that the same list is one type.
#[derive(Default)]
struct Words {
    known: HashMap<String, (Value, String)>,
}

impl Words {
    /// The first of some names for a list of words that no other list has. Where the same list is
    /// known by it, the pointer becomes that of the known one.
    fn settle(&mut self, document: &Value, pointer: &mut String, names: [String; 3]) -> String {
        let place = Place::at(document, pointer).and_then(|place| place.follow(document));
        let listed = place.map_or(Value::Null, |place| place.value["enum"].clone());
        for name in &names {
            match self.known.get(name) {
                Some((words, known)) if *words == listed && !listed.is_null() => {
                    pointer.clone_from(known);
                    return name.clone();
                }
                Some(_) => {}
                None => {
                    let entry = (listed, pointer.clone());
                    self.known.insert(name.clone(), entry);
                    return name.clone();
                }
            }
        }
        let [.., longest] = names;
        longest
    }
}

/// What `body` says of a body, and a note where its type says little.
fn body(sent: &Sent, model: &Model, extra: &mut Extra<'_>) -> (String, Option<&'static str>) {
    let ty = type_of(model, sent.schema.as_ref());
    match sent.format {
        Format::Text => ("text".to_owned(), None),
        Format::Bytes => ("bytes".to_owned(), None),
        Format::Json if ty == "json" => (ty, Some("the request's body is any JSON")),
        Format::Form if ty == "json" => {
            let what = "the request's body is any JSON object, sent as a form";
            (extra.name(ANY_JSON), Some(what))
        }
        Format::Multipart if ty == "json" => {
            let what = "the request's body is a form whose parts the caller adds";
            (extra.name(ANY_FORM), Some(what))
        }
        Format::Json | Format::Form | Format::Multipart => (ty, None),
    }
}

/// Puts the type of a parameter's schema into its shape.
fn settle(param: &mut Param, model: &Model, extra: &mut Extra<'_>) {
    let Some(schema) = &param.shape.schema else {
        return;
    };
    let ty = type_of(model, Some(&schema.pointer));
    param.shape.ty = match schema.of {
        Of::Time => extra.name(DATE_TIME),
        Of::Words if ty == "json" => return,
        Of::Object if ty == "json" => extra.name(ANY_JSON),
        Of::Words | Of::Object => ty,
    };
}

fn type_of(model: &Model, pointer: Option<&String>) -> String {
    let known = pointer.and_then(|pointer| model.type_of.get(pointer));
    known.cloned().unwrap_or_else(|| "json".to_owned())
}

fn word(text: &str) -> String {
    camel(&text.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}

/// Names for types of others, defined where they are used.
struct Extra<'m> {
    rust: &'m str,
    used: Vec<(Alias, String)>,
}

/// A name for a type of another crate.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Alias {
    name: &'static str,
    doc: &'static str,
    ty: &'static str,
}

impl<'m> Extra<'m> {
    fn new(rust: &'m str) -> Self {
        Self {
            rust,
            used: Vec::new(),
        }
    }

    /// The alias's name, one that the types do not have yet.
    fn name(&mut self, alias: Alias) -> String {
        if let Some((_, name)) = self.used.iter().find(|(known, _)| *known == alias) {
            return name.clone();
        }
        let mut name = alias.name.to_owned();
        let mut number = 2;
        while self.rust.contains(&format!(" {name}")) {
            name = format!("{}{number}", alias.name);
            number += 1;
        }
        self.used.push((alias, name.clone()));
        name
    }

    fn text(&self) -> String {
        let one = |(alias, name): &(Alias, String)| {
            format!("\n/// {}\npub type {name} = {};\n", alias.doc, alias.ty)
        };
        self.used.iter().map(one).collect()
    }
}

const ANY_JSON: Alias = Alias {
    name: "AnyJson",
    doc: "Any JSON value.",
    ty: "::serde_json::Value",
};

const ANY_FORM: Alias = Alias {
    name: "AnyForm",
    doc: "A form whose parts are not described.",
    ty: "::passport_api::multipart::Form",
};

const DATE_TIME: Alias = Alias {
    name: "DateTime",
    doc: "A moment as a parameter.",
    ty: "::passport_api::types::Timestamp",
};
