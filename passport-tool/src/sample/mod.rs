//! Example requests and answers for every operation: `examples.json`, which the sandbox serves.
//!
//! They come from the document's own examples where those fit its own schemas, and are made up
//! otherwise. What is made here is read by the generated types.
//!
//! The file has an object for each API, and in it one for each endpoint:
//!
//! ```json
//! {
//!   "$comment": "Written by …",
//!   "shop": {
//!     "orders.create": {
//!       "request": {
//!         "path": {"shop": "s1"}, "query": {"limit": 1}, "headers": {"Idempotency-Key": "k1"},
//!         "content_type": "application/json", "body": {"total": 1}
//!       },
//!       "response": {"status": 201, "content_type": "application/json", "body": {"id": "o1"}}
//!     }
//!   }
//! }
//! ```
//!
//! A body that is no JSON stands under `text`.

mod check;
mod make;
mod media;
mod params;
mod text;

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::model::Side;
use crate::note::{Kind, Notes};
use crate::operations::{Body, In, Response};
use crate::pointer::Place;
use crate::write::{Endpoint, MARK};

/// Writes the file.
pub(crate) fn file(
    document: &Value,
    api: &str,
    source: &str,
    endpoints: &[Endpoint],
    notes: &mut Notes,
) -> String {
    let mut samples = Samples {
        document,
        notes,
        said: HashSet::new(),
    };
    let calls: Map<String, Value> = endpoints
        .iter()
        .map(|endpoint| {
            let id = format!("{}.{}", endpoint.named.resource, endpoint.named.method);
            (id, samples.endpoint(endpoint))
        })
        .collect();
    let comment = format!("{MARK} from `{source}`; the next import overwrites it.");
    let file = json!({ "$comment": comment, api: calls });
    // A value has nothing that JSON cannot hold.
    format!("{file:#}\n")
}

/// Makes the samples of one document.
struct Samples<'i> {
    document: &'i Value,
    notes: &'i mut Notes,
    /// The notes that were made: many operations share a schema.
    said: HashSet<(String, String)>,
}

impl Samples<'_> {
    fn endpoint(&mut self, endpoint: &Endpoint) -> Value {
        let mut request = Map::new();
        for (key, place) in [
            ("path", In::Path),
            ("query", In::Query),
            ("headers", In::Header),
        ] {
            let params = self.params(&endpoint.operation, place);
            if !params.is_empty() {
                request.insert(key.to_owned(), Value::Object(params));
            }
        }
        if let Body::Json(schema) | Body::Form(schema) = &endpoint.operation.body {
            let media = schema.as_deref().and_then(media::of_schema);
            request.extend(self.media(media, Side::Request));
        }
        let response = self.response(endpoint);
        json!({ "request": request, "response": response })
    }

    fn response(&mut self, endpoint: &Endpoint) -> Value {
        let document = self.document;
        let operation = Place::at(document, &endpoint.operation.pointer);
        let found = operation.map(|operation| media::responses(document, &operation));
        let found = found.unwrap_or_default();
        let mut answer = Map::new();
        let (status, body) = match &endpoint.operation.response {
            Response::Empty => (found.first().map(|(status, _)| *status), None),
            Response::Json(schema) => {
                let media = schema.as_deref().and_then(media::of_schema);
                let owner = found.iter().find(|(_, response)| {
                    media
                        .as_ref()
                        .is_some_and(|media| media.starts_with(&format!("{}/", response)))
                });
                let status = owner.or(found.first()).map(|(status, _)| *status);
                (status, Some(self.media(media, Side::Response)))
            }
        };
        let empty = body.is_none();
        let usual = if empty { 204 } else { 200 };
        let status = status.unwrap_or(usual);
        // A status that has no body cannot have this one.
        let status = if !empty && [204, 205].contains(&status) {
            200
        } else {
            status
        };
        answer.insert("status".to_owned(), status.into());
        answer.extend(body.unwrap_or_default());
        Value::Object(answer)
    }

    /// `content_type` and `body` of the media type at a pointer, of any JSON where there is none.
    fn media(&mut self, pointer: Option<String>, side: Side) -> Map<String, Value> {
        let place = pointer.and_then(|pointer| Place::at(self.document, &pointer));
        let (content_type, body) = match place {
            Some(place) => {
                let content_type = media::content_type(&place.pointer);
                (content_type, self.body(&place, side))
            }
            None => (media::JSON.to_owned(), Some(json!({}))),
        };
        let mut out = Map::new();
        if let Some(body) = body {
            out.insert("content_type".to_owned(), content_type.into());
            out.insert("body".to_owned(), body);
        }
        out
    }

    fn body(&mut self, media: &Place<'_>, side: Side) -> Option<Value> {
        let any = Value::Bool(true);
        let schema = media.get("schema");
        let (schema, at) = match &schema {
            Some(schema) => (schema.value, schema.pointer.as_str()),
            None => (&any, media.pointer.as_str()),
        };
        for (example, pointer) in media::examples(self.document, media) {
            match check::check(self.document, example, schema) {
                Ok(()) => return Some(example.clone()),
                Err(misfit) => self.misfit(pointer, make::said(&misfit.place, &misfit.why)),
            }
        }
        let made = self.made(schema, at, side);
        if made.is_none() {
            let what = "no example can be made: the schema contains itself without an end";
            self.notes.add(Kind::Guessed, at, what);
        }
        made
    }

    fn made(&mut self, schema: &Value, at: &str, side: Side) -> Option<Value> {
        let mut maker = make::Maker::new(self.document, side);
        let value = maker.value(schema, at);
        for (pointer, why) in maker.misfits {
            self.misfit(pointer, why);
        }
        value
    }

    fn misfit(&mut self, pointer: String, why: String) {
        if self.said.insert((pointer.clone(), why.clone())) {
            let what = format!("the example does not fit its schema ({why}): another is made up");
            self.notes.add(Kind::Guessed, pointer, what);
        }
    }
}

#[cfg(test)]
mod tests;
