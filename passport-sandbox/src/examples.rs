//! The answers that an `examples.json` has for the endpoints that no system simulates.
//!
//! The file has an object for each API, and in it one for each endpoint; `cargo passport import`
//! writes it.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use axum::http::StatusCode;
use passport_spec::{Api, Spec, did_you_mean};
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::answer::Answer;
use crate::error::SandboxError;

/// The examples of one spec.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    apis: HashMap<String, HashMap<String, Example>>,
}

/// One endpoint's example.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    /// What a caller sends; it is for those who make calls.
    #[serde(default, rename = "request")]
    _request: IgnoredAny,
    response: Option<Response>,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Response {
    #[serde(deserialize_with = "status")]
    status: StatusCode,
    content_type: Option<String>,
    #[serde(default, deserialize_with = "present")]
    body: Option<Value>,
    text: Option<String>,
}

impl Examples {
    /// Reads a file, and holds it against the spec.
    pub(crate) fn load(path: &Path, spec: &Spec) -> Result<Self, SandboxError> {
        let fail = |mistake: String| SandboxError::Examples {
            file: path.to_owned(),
            mistake,
        };
        let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
        Self::parse(path, &text, spec)
    }

    /// Reads the text of a file, and holds it against the spec.
    pub(crate) fn parse(path: &Path, text: &str, spec: &Spec) -> Result<Self, SandboxError> {
        let fail = |mistake: String| SandboxError::Examples {
            file: path.to_owned(),
            mistake,
        };
        let examples: Self = serde_json::from_str(text).map_err(|error| fail(error.to_string()))?;
        examples.check(spec).map_err(fail)?;
        Ok(examples)
    }

    /// The answer of an endpoint such as `orders.create`.
    pub(crate) fn take(&mut self, api: &str) -> HashMap<String, Response> {
        let examples = self.apis.remove(api).unwrap_or_default().into_iter();
        examples
            .filter_map(|(id, example)| Some((id, example.response?)))
            .collect()
    }

    fn check(&self, spec: &Spec) -> Result<(), String> {
        let known = || spec.apis().iter().map(|api| api.name.as_str());
        for (name, examples) in &self.apis {
            let Some(api) = spec.api(name) else {
                let meant = did_you_mean(name, known());
                return Err(format!("the spec has no API `{name}`{meant}"));
            };
            for id in examples.keys() {
                check_endpoint(api, id)?;
            }
        }
        Ok(())
    }
}

impl Response {
    /// The answer as it goes over the wire.
    pub(crate) fn answer(&self) -> Answer {
        let mut answer = Answer::empty(self.status);
        match (&self.text, &self.body) {
            (Some(text), _) => {
                let content_type = self.content_type.clone();
                let content_type = content_type.unwrap_or_else(|| PLAIN.to_owned());
                answer.set_body(content_type, text.clone());
            }
            (None, Some(body)) => {
                let content_type = self.content_type.clone();
                let content_type = content_type.unwrap_or_else(|| JSON.to_owned());
                answer.set_body(content_type, body.to_string());
            }
            (None, None) => {}
        }
        answer
    }
}

impl<'de> Deserialize<'de> for Examples {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not with `flatten`, which forgets the lines.
        deserializer.deserialize_map(File)
    }
}

struct File;

impl<'de> Visitor<'de> for File {
    type Value = Examples;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the names of APIs as keys")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Examples, M::Error> {
        let mut examples = Examples::default();
        while let Some(name) = map.next_key::<String>()? {
            if name.starts_with('$') {
                map.next_value::<IgnoredAny>()?;
            } else {
                examples.apis.insert(name, map.next_value()?);
            }
        }
        Ok(examples)
    }
}

/// A status that ends a call (RFC 9110, 15).
fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<StatusCode, D::Error> {
    let number = u16::deserialize(deserializer)?;
    let status = StatusCode::from_u16(number)
        .ok()
        .filter(|_| (200..600).contains(&number));
    status.ok_or_else(|| de::Error::custom(format!("`{number}` is no status from 200 to 599")))
}

/// Null is a body, too.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

fn check_endpoint(api: &Api, id: &str) -> Result<(), String> {
    if api.endpoint(id).is_some() {
        return Ok(());
    }
    let known: Vec<String> = api
        .endpoints
        .iter()
        .map(passport_spec::Endpoint::id)
        .collect();
    let meant = did_you_mean(id, known.iter().map(String::as_str));
    Err(format!(
        "the API `{}` has no endpoint `{id}`{meant}",
        api.name
    ))
}

const JSON: &str = "application/json";

const PLAIN: &str = "text/plain";
