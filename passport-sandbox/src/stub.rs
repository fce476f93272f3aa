//! What an endpoint answers that no system simulates.

use axum::http::StatusCode;
use passport_spec::{Endpoint, Response};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::examples::Response as Example;

/// The endpoint's own example, else that of the file, else the least that fits its response.
pub(crate) fn stub(endpoint: &Endpoint, of_file: Option<&Example>) -> Answer {
    let example = endpoint
        .example
        .as_deref()
        .map(serde_json::from_str::<Value>);
    if let Some(Ok(example)) = example {
        return Answer::json(StatusCode::OK, &example);
    }
    if let Some(example) = of_file {
        return example.answer();
    }
    match &endpoint.response {
        Response::Empty => Answer::empty(StatusCode::NO_CONTENT),
        Response::Json | Response::Model(_) => Answer::json(StatusCode::OK, &json!({})),
        Response::List(list) if list.field.is_empty() => Answer::json(StatusCode::OK, &json!([])),
        Response::List(list) => Answer::json(StatusCode::OK, &json!({ &list.field: [] })),
    }
}
