//! Values for parameters.

use serde_json::{Map, Value};

use super::{Samples, check, make, media};
use crate::model::Side;
use crate::operations::{In, Operation, Param};
use crate::pointer::Place;

impl Samples<'_> {
    /// A value for each parameter of one kind, by its name on the wire.
    pub(super) fn params(&mut self, operation: &Operation, kind: In) -> Map<String, Value> {
        let params = operation.params.iter().filter(|param| param.place == kind);
        params
            .map(|param| (param.wire.clone(), self.param(operation, param)))
            .collect()
    }

    fn param(&mut self, operation: &Operation, param: &Param) -> Value {
        let described = described(self.document, operation, param);
        let value = described.and_then(|place| self.described(&place));
        fit(value.unwrap_or("text".into()), param.place)
    }

    fn described(&mut self, param: &Place<'_>) -> Option<Value> {
        let content = param.get("content");
        let media = content.and_then(|content| content.entries().next().map(|(_, media)| media));
        let owner = media.unwrap_or_else(|| param.clone());
        let schema = owner.get("schema")?;
        for (example, pointer) in media::examples(self.document, &owner) {
            match check::check(self.document, example, schema.value) {
                Ok(()) => return Some(example.clone()),
                Err(misfit) => self.misfit(pointer, make::said(&misfit.place, &misfit.why)),
            }
        }
        self.made(schema.value, &schema.pointer, Side::Request)
    }
}

/// The parameter's object in the document.
fn described<'d>(document: &'d Value, operation: &Operation, param: &Param) -> Option<Place<'d>> {
    let own = Place::at(document, &operation.pointer)?;
    let (item, _) = operation.pointer.rsplit_once('/')?;
    let item = Place::at(document, item)?;
    let kind = match param.place {
        In::Path => "path",
        In::Query => "query",
        In::Header => "header",
    };
    let is_it = |place: &Place<'_>| {
        let name = place.text("name").unwrap_or_default();
        let same = name == param.wire || kind == "path" && hole(name) == param.wire;
        place.text("in") == Some(kind) && same
    };
    [own, item].iter().find_map(|owner| {
        let list = owner.get("parameters")?;
        let mut places = list.items().filter_map(|place| place.follow(document));
        places.find(is_it)
    })
}

/// A name as it stands in a path's braces.
fn hole(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    name.chars()
        .map(|c| if fits(c) { c } else { '_' })
        .collect()
}

/// The value, unless it is a text that cannot stand where it should.
fn fit(value: Value, place: In) -> Value {
    let Value::String(text) = &value else {
        return value;
    };
    // A step of a path must not lead elsewhere, and a header holds visible ASCII alone.
    let fits = match place {
        In::Path => !["", ".", ".."].contains(&text.as_str()),
        In::Header => text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && text == text.trim(),
        In::Query => true,
    };
    if fits { value } else { "text".into() }
}
