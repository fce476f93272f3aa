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

use passport_spec::doc_code;
use serde_json::{Map, Value, json};

use self::media::Rank;
use crate::model::Side;
use crate::note::{Kind, Notes};
use crate::operations::In;
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
    let source = doc_code(source);
    let comment = format!("{MARK} from {source}; the next import overwrites it.");
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
        let operation = Place::at(self.document, &endpoint.operation.pointer);
        let Some(operation) = operation else {
            return json!({ "request": request });
        };
        let body = operation.get("requestBody");
        let body = body.and_then(|body| body.follow(self.document));
        if let Some(media) = body.and_then(|body| media::chosen(&body)) {
            request.extend(self.media(&media, Side::Request));
        }
        json!({ "request": request, "response": self.response(&operation) })
    }

    /// The first answer of success with a body that says most; else the first of all.
    fn response(&mut self, operation: &Place<'_>) -> Value {
        let all = media::responses(self.document, operation);
        let with_body = all.iter().filter_map(|(status, response)| {
            // These have no body, whatever is described (RFC 9110, 15.3.5 and 15.3.6).
            let media = media::chosen(response).filter(|_| ![204, 205].contains(status))?;
            Some((*status, media))
        });
        let best = with_body.min_by_key(|(_, media)| media::rank(&media.pointer));
        let mut answer = Map::new();
        match best {
            Some((status, media)) => {
                answer.insert("status".to_owned(), status.into());
                answer.extend(self.media(&media, Side::Response));
            }
            None => {
                let status = all.first().map_or(204, |(status, _)| *status);
                answer.insert("status".to_owned(), status.into());
            }
        }
        Value::Object(answer)
    }

    /// `content_type`, with `body` or `text`, of a media type.
    fn media(&mut self, media: &Place<'_>, side: Side) -> Map<String, Value> {
        let content_type = media::content_type(&media.pointer);
        let key = match media::rank(&media.pointer) {
            Rank::Text | Rank::Other => "text",
            Rank::Json | Rank::Form | Rank::Multipart => "body",
        };
        let mut out = Map::new();
        if let Some(body) = self.body(media, side) {
            let body = match body {
                Value::String(_) => body,
                // What is made up for a schema of another media type is no text of it.
                _ if key == "text" => "text".into(),
                body => body,
            };
            out.insert("content_type".to_owned(), content_type.into());
            out.insert(key.to_owned(), body);
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
                Err(misfit) => self.misfit(pointer, &make::said(&misfit.place, &misfit.why)),
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
            self.misfit(pointer, &why);
        }
        value
    }

    fn misfit(&mut self, pointer: String, why: &str) {
        if self.said.insert((pointer.clone(), why.to_owned())) {
            let what = format!("the example does not fit its schema ({why}): another is made up");
            self.notes.add(Kind::Guessed, pointer, what);
        }
    }
}

#[cfg(test)]
mod tests;
