//! A call as source text, with the arguments of the example.

use std::fmt::Write as _;

use passport_spec::{Body, Content, Endpoint, GivenBody, ModelFormat, Param, ParamType, Style};
use serde_json::Value;

use crate::calls::{MODULE, form};

/// The function that makes a call with a token of one set, or without a token, as source text;
/// `models` is that of the crate's types.
///
/// The body is read when the program runs, because the compiler would have to read it as text
/// anyway.
pub(super) fn function(
    index: usize,
    set: Option<&str>,
    endpoint: &Endpoint,
    request: &Value,
    models: &str,
) -> String {
    let mut text = format!(
        "fn call{index}(client: {MODULE}::Client, body: ::serde_json::Value) -> Made {{ \
         ::std::boxed::Box::pin(async move {{ let _ = &body; "
    );
    let mut arguments = Vec::new();
    if let Some(set) = set {
        let _ = write!(
            text,
            "let token = client.token::<{set}>().await.map_err(said)?; "
        );
        arguments.push("&token".to_owned());
    }
    for (kind, params) in kinds(endpoint) {
        let required = params.iter().filter(|param| param.required);
        arguments.extend(required.map(|param| argument(param, &request[kind][&param.wire])));
    }
    if let Body::Given(given) = &endpoint.body {
        let _ = write!(text, "let body{}; ", body(given, request, models));
        arguments.push(by_reference(given).to_owned() + "body");
    }
    let resource = &endpoint.resource;
    let name = match set {
        None if endpoint.anonymous => endpoint.anonymous_name(),
        _ => endpoint.name.clone(),
    };
    let _ = write!(text, "client.{resource}().{name}({})", arguments.join(", "));
    for (kind, params) in kinds(endpoint) {
        for param in params.iter().filter(|param| !param.required) {
            let example = &request[kind][&param.wire];
            if !example.is_null() {
                let _ = write!(text, ".{}({})", param.name, argument(param, example));
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

/// The body's type, if it must be said, and its value.
fn body(given: &GivenBody, request: &Value, models: &str) -> String {
    let example = request["text"].as_str().unwrap_or("text");
    match &given.content {
        Content::Json => " = body".to_owned(),
        Content::Text => format!(" = {example:?}.to_owned()"),
        Content::Bytes => {
            format!(" = ::passport_api::bytes::Bytes::from_static({example:?}.as_bytes())")
        }
        Content::Model { ty, format } => {
            let form = (*format == ModelFormat::Multipart).then(|| form::made(ty, models));
            match form.flatten() {
                Some(made) => format!(" = {made}"),
                None => format!(
                    ": {MODULE}::model::{ty} = ::serde_json::from_value(body)\
                     .map_err(|error| format!(\"the example of the request: {{error}}\"))?"
                ),
            }
        }
    }
}

fn by_reference(given: &GivenBody) -> &'static str {
    match given.content {
        Content::Json | Content::Model { .. } => "&",
        Content::Text | Content::Bytes => "",
    }
}

/// The argument for a parameter.
fn argument(param: &Param, example: &Value) -> String {
    match param.style {
        Style::Plain | Style::Encoded => value(&param.ty, example),
        Style::List(_) => {
            let items = match example {
                Value::Array(items) => items.as_slice(),
                Value::Null => &[],
                one => std::slice::from_ref(one),
            };
            let items: Vec<String> = items.iter().map(|item| value(&param.ty, item)).collect();
            // An empty list would not say of what.
            match items.is_empty() {
                true => format!("[{}]", value(&param.ty, &Value::Null)),
                false => format!("[{}]", items.join(", ")),
            }
        }
        Style::Fields | Style::DeepObject | Style::Json => {
            format!("&{}", value(&param.ty, example))
        }
    }
}

fn value(ty: &ParamType, example: &Value) -> String {
    match ty {
        ParamType::String => format!("{:?}", text(example)),
        ParamType::Integer => format!("{}i64", example.as_i64().unwrap_or(1)),
        ParamType::Number => format!("{:?}f64", example.as_f64().unwrap_or(1.5)),
        ParamType::Boolean => example.as_bool().unwrap_or(true).to_string(),
        ParamType::Model(ty) => format!(
            "::serde_json::from_str::<{MODULE}::model::{ty}>({:?})\
             .map_err(|error| format!(\"the example of a parameter: {{error}}\"))?",
            example.to_string()
        ),
    }
}

/// The example as one text.
fn text(example: &Value) -> String {
    match example {
        Value::String(text) => text.clone(),
        Value::Null => "text".to_owned(),
        other => other.to_string(),
    }
}
