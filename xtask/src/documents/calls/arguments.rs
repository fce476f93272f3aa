//! A call as source text, with the arguments of the example.

use std::fmt::Write as _;

use passport_spec::{Body, Endpoint, Param, ParamType, Requirement};
use serde_json::Value;

use super::MODULE;

/// The function that makes a call with a token of one set, as source text.
///
/// The body is read when the program runs, because the compiler would have to read it as text
/// anyway.
pub(super) fn function(index: usize, set: &str, endpoint: &Endpoint, request: &Value) -> String {
    let mut text = format!(
        "fn call{index}(client: {MODULE}::Client, body: ::serde_json::Value) -> Made {{ \
         ::std::boxed::Box::pin(async move {{ let _ = &body; "
    );
    let mut arguments = Vec::new();
    if endpoint.requirement != Requirement::Public {
        let _ = write!(
            text,
            "let token = client.token::<{set}>().await.map_err(said)?; "
        );
        arguments.push("&token".to_owned());
    }
    for (kind, params) in kinds(endpoint) {
        let required = params.iter().filter(|param| param.required);
        arguments.extend(required.map(|param| value(param, &request[kind][&param.wire])));
    }
    if let Body::Model { ty, .. } = &endpoint.body {
        let _ = write!(
            text,
            "let body: {MODULE}::model::{ty} = ::serde_json::from_value(body)\
             .map_err(|error| format!(\"the example of the request: {{error}}\"))?; "
        );
        arguments.push("&body".to_owned());
    }
    let (resource, name) = (&endpoint.resource, &endpoint.name);
    let _ = write!(text, "client.{resource}().{name}({})", arguments.join(", "));
    for (kind, params) in kinds(endpoint) {
        for param in params.iter().filter(|param| !param.required) {
            let example = &request[kind][&param.wire];
            if !example.is_null() {
                let _ = write!(text, ".{}({})", param.name, value(param, example));
            }
        }
    }
    text + ".await.map(drop).map_err(said) }) }\n"
}

fn kinds(endpoint: &Endpoint) -> [(&'static str, &[Param]); 3] {
    [
        ("path", &endpoint.path_params),
        ("query", &endpoint.query),
        ("headers", &endpoint.headers),
    ]
}

/// The argument for a parameter.
fn value(param: &Param, example: &Value) -> String {
    match &param.ty {
        ParamType::String => format!("{:?}", text(example)),
        ParamType::Integer => format!("{}i64", example.as_i64().unwrap_or(1)),
        ParamType::Number => format!("{:?}f64", example.as_f64().unwrap_or(1.5)),
        ParamType::Boolean => example.as_bool().unwrap_or(true).to_string(),
        ParamType::Model(ty) => format!(
            "::serde_json::from_str::<{MODULE}::model::{ty}>({:?}).unwrap()",
            example.to_string()
        ),
    }
}

/// The example as one text; a list with commas, as OpenAPI's usual style has it.
fn text(example: &Value) -> String {
    match example {
        Value::String(text) => text.clone(),
        Value::Null => "text".to_owned(),
        Value::Array(items) if !items.is_empty() => {
            items.iter().map(text).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}
