//! What an endpoint answers that no system simulates.

use axum::http::StatusCode;
use passport_spec::{Endpoint, Response, Statuses};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::examples::Response as Example;

/// The endpoint's own example, else that of the file, else the least that fits its response; where
/// the status says which body there is, that of the first.
pub(crate) fn stub(endpoint: &Endpoint, of_file: Option<&Example>) -> Answer {
    if let (None, Some(example)) = (&endpoint.example, of_file) {
        return example.answer();
    }
    match &endpoint.response {
        Response::Several(several) => {
            let first = several.first();
            let status = first.map_or(StatusCode::OK, |first| status(first.statuses));
            let response = first.map_or(&Response::Empty, |first| &first.response);
            body(endpoint, response, status)
        }
        Response::Empty if endpoint.example.is_none() => Answer::empty(StatusCode::NO_CONTENT),
        response => body(endpoint, response, StatusCode::OK),
    }
}

fn body(endpoint: &Endpoint, response: &Response, status: StatusCode) -> Answer {
    let example = endpoint.example.as_deref();
    let json_example = || serde_json::from_str::<Value>(example?).ok();
    let json = |least: Value| Answer::json(status, &json_example().unwrap_or(least));
    let plain = |usual: &str| {
        let mut answer = Answer::empty(status);
        answer.set_body(
            media_type(endpoint, usual),
            example.unwrap_or_default().to_owned(),
        );
        answer
    };
    match response {
        Response::Empty | Response::Several(_) => match json_example() {
            Some(example) => Answer::json(status, &example),
            None => Answer::empty(status),
        },
        Response::Json | Response::Model(_) => json(json!({})),
        Response::Text => plain("text/plain; charset=utf-8"),
        Response::Bytes => plain("application/octet-stream"),
        Response::List(list) if list.field.is_empty() => json(json!([])),
        Response::List(list) => json(json!({ &list.field: [] })),
    }
}

/// The first media type that the call asks for and that is one, else the usual one.
fn media_type(endpoint: &Endpoint, usual: &str) -> String {
    let accept = endpoint.accept.as_deref().unwrap_or_default();
    let mut types = accept
        .split(',')
        .map(|ty| ty.split(';').next().unwrap_or_default().trim());
    let is_one = |ty: &&str| !ty.is_empty() && !ty.contains('*') && !ty.contains("json");
    types.find(is_one).unwrap_or(usual).to_owned()
}

/// The status, or the one that stands for all others.
fn status(statuses: Statuses) -> StatusCode {
    let code = match statuses {
        Statuses::One(status) => StatusCode::from_u16(status).ok(),
        Statuses::Class(_) | Statuses::Other => None,
    };
    code.unwrap_or(StatusCode::OK)
}
