//! Makes every call of an imported crate against the server that `input.json` names; prints those
//! that fail as JSON, each with the reason. `calls.rs` is generated.

mod calls;

use std::error::Error;
use std::future::Future;
use std::pin::Pin;

use serde_json::{Value, json};

/// What comes of a call.
type Made = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// A call with the body of its example.
type Call = fn(imported::Client, Value) -> Made;

fn main() -> Result<(), Box<dyn Error>> {
    let input = std::fs::read_to_string("input.json")?;
    let input: Value = serde_json::from_str(&input)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let failed = runtime.block_on(make(&input))?;
    println!("{}", Value::from(failed));
    Ok(())
}

async fn make(input: &Value) -> Result<Vec<Value>, Box<dyn Error>> {
    let url = input["url"].as_str().ok_or("no url")?;
    let client = imported::Client::builder()
        .base_url(url)
        .token_url(format!("{url}/oauth/token"))
        .allow_http_on_loopback()
        .credentials("depot-client", "s3cret")
        .build()?;
    let mut failed = Vec::new();
    let cases = input["calls"].as_array().ok_or("no calls")?;
    for (case, call) in cases.iter().zip(calls::CALLS) {
        if let Err(why) = call(client.clone(), case["body"].clone()).await {
            failed.push(json!({ "call": case["endpoint"], "with": case["scopes"], "why": why }));
        }
    }
    Ok(failed)
}

/// An error with its causes, and what the server said.
fn said(error: passport_api::Error) -> String {
    let mut text = error.to_string();
    if let Some(problem) = error.problem() {
        text += &format!(": {}", String::from_utf8_lossy(problem.raw()));
    }
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!(": {cause}");
        source = cause.source();
    }
    text
}

/// A field of a body, by its name in Rust or on the wire.
#[allow(dead_code)] // Few crates have forms.
fn field(body: &Value, name: &str) -> Value {
    let plain = |text: &str| text.replace(['_', '-'], "").to_lowercase();
    let mut fields = body.as_object().into_iter().flatten();
    let found = fields.find(|(wire, _)| plain(wire) == plain(name));
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}
