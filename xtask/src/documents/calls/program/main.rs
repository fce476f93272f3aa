//! Makes every call of an imported crate against a sandbox, then repeats it with tokens that lack a
//! scope; prints what went wrong as JSON.
//!
//! `input.json` says what to do; `calls.rs` is generated.

mod calls;

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::future::Future;
use std::pin::Pin;

use axum::body::{Body, to_bytes};
use passport_sandbox::{Client, RecordedRequest, Sandbox, SandboxBuilder, SandboxState, app};
use serde_json::{Value, json};
use tower_service::Service;

/// What comes of a call.
type Made = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// A call with the body of its example.
type Call = fn(imported::Client, Value) -> Made;

/// Pairs of an endpoint and what is wrong with it.
type Problems = Vec<(String, String)>;

fn main() -> Result<(), Box<dyn Error>> {
    let input = std::fs::read_to_string("input.json")?;
    let input: Value = serde_json::from_str(&input)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let answer = runtime.block_on(async {
        let (requests, not_accepted) = make(&input).await?;
        let not_refused = repeat(&input, &requests).await?;
        Ok::<_, Box<dyn Error>>(json!({ "not_accepted": not_accepted, "not_refused": not_refused }))
    })?;
    println!("{answer}");
    Ok(())
}

/// Makes each call with a client that has just its scopes.
async fn make(
    input: &Value,
) -> Result<(HashMap<String, RecordedRequest>, Problems), Box<dyn Error>> {
    let (mut requests, mut problems) = (HashMap::new(), Vec::new());
    let mut hosts: BTreeMap<String, Host> = BTreeMap::new();
    let cases = input["calls"].as_array().into_iter().flatten();
    for (case, call) in cases.zip(calls::CALLS) {
        let (id, scopes) = (text(&case["endpoint"]), texts(&case["scopes"]));
        // Calls that no server can tell apart are made where all of them answer as this one does.
        let examples = text(&case["examples"]);
        if !hosts.contains_key(&examples) {
            hosts.insert(examples.clone(), Host::start(input, &examples).await?);
        }
        let Some(host) = hosts.get_mut(&examples) else { continue };
        let client = host.client(input, &scopes)?;
        let sandbox = &host.sandbox;
        sandbox.clear_requests();
        let made = call(client, case["body"].clone()).await;
        // Calls whose paths differ in the names of their parameters only arrive as the same one.
        let is_call = |request: &RecordedRequest| request.endpoint.as_deref() != Some("token");
        let seen = sandbox.requests().into_iter().rfind(is_call);
        let held = case["scopes"].as_array().map(Vec::len);
        match (made, seen) {
            (Err(why), _) => problems.push((id, format!("with {scopes:?}: {why}"))),
            (Ok(()), Some(seen)) if as_it_must(&seen, held) => drop(requests.insert(id, seen)),
            (Ok(()), seen) => problems.push((id, format!("with {scopes:?}: arrived as {seen:?}"))),
        }
    }
    Ok((requests, problems))
}

/// A sandbox with the clients that call it, by their scopes.
struct Host {
    sandbox: Sandbox,
    clients: BTreeMap<Vec<String>, imported::Client>,
}

impl Host {
    /// Starts a sandbox with the examples of a file, or with those beside the spec.
    async fn start(input: &Value, examples: &str) -> Result<Self, Box<dyn Error>> {
        let builder = match examples {
            "" => builder(input),
            file => builder(input).examples(file),
        };
        let (sandbox, clients) = (builder.start().await?, BTreeMap::new());
        Ok(Self { sandbox, clients })
    }

    fn client(
        &mut self,
        input: &Value,
        scopes: &[String],
    ) -> Result<imported::Client, Box<dyn Error>> {
        if let Some(client) = self.clients.get(scopes) {
            return Ok(client.clone());
        }
        let client = client(input, &self.sandbox, scopes, self.clients.len())?;
        self.clients.insert(scopes.to_vec(), client.clone());
        Ok(client)
    }
}

/// Whether the request was processed, with a token of so many scopes, if it needs one.
fn as_it_must(request: &RecordedRequest, scopes: Option<usize>) -> bool {
    let token = request.client.as_ref().map(|_| request.scopes.len());
    request.processed && request.fault.is_none() && token == scopes
}

/// Repeats the requests with tokens that lack something.
async fn repeat(
    input: &Value,
    requests: &HashMap<String, RecordedRequest>,
) -> Result<Problems, Box<dyn Error>> {
    let state = builder(input).into_state()?;
    let mut problems = Vec::new();
    for case in input["refusals"].as_array().into_iter().flatten() {
        let id = text(&case["endpoint"]);
        let lacks = texts(&case["lacks"]);
        let Some(request) = requests.get(&id) else {
            problems.push((id, "it was not accepted, so it is not repeated".to_owned()));
            continue;
        };
        let (token, expect) = match &case["held"] {
            Value::Null => ("none".to_owned(), (401, "invalid_token")),
            held => {
                let token = state.issue_token(&text(&input["api"]), texts(held))?;
                (token, (403, "insufficient_scope"))
            }
        };
        let (status, said) = answer(&state, request, &token).await?;
        // The header names one alternative, the body all; HEAD has no body.
        let mut names = lacks.iter().map(|scope| said.contains(&filled(scope)));
        let names = match request.method.as_str() {
            "HEAD" => lacks.is_empty() || names.any(|named| named),
            _ => names.all(|named| named),
        };
        if (status, true) != (expect.0, said.contains(expect.1)) || !names {
            problems.push((id, format!("without {lacks:?}: status {status}, {said}")));
        }
    }
    Ok(problems)
}

/// Status, challenge and body of the answer to a request with another token.
async fn answer(
    state: &SandboxState,
    request: &RecordedRequest,
    token: &str,
) -> Result<(u16, String), Box<dyn Error>> {
    let query = match request.query.as_str() {
        "" => String::new(),
        query => format!("?{query}"),
    };
    let again = http::Request::builder()
        .method(request.method.as_str())
        .uri(format!("/{}{}{query}", request.api, request.path))
        .header("authorization", format!("Bearer {token}"))
        .body(Body::empty())?;
    let response = app(state.clone()).call(again).await?;
    let status = response.status().as_u16();
    let challenge = response.headers().get("www-authenticate");
    let challenge = challenge.map_or(Ok(""), |value| value.to_str())?.to_owned();
    let body = to_bytes(response.into_body(), 1 << 20).await?;
    Ok((status, challenge + &String::from_utf8_lossy(&body)))
}

fn builder(input: &Value) -> SandboxBuilder {
    let mut builder = Sandbox::builder().spec_file(text(&input["spec"]));
    for hole in texts(&input["holes"]) {
        builder = builder.hole(&hole, value(&hole));
    }
    builder
}

fn client(
    input: &Value,
    sandbox: &Sandbox,
    scopes: &[String],
    number: usize,
) -> Result<imported::Client, Box<dyn Error>> {
    let id = format!("client {number}");
    sandbox.add_client(Client::new(&id, "s3cret").scopes(scopes))?;
    let mut builder = sandbox.client_builder::<imported::Client>().credentials(id, "s3cret");
    for hole in texts(&input["holes"]) {
        builder = builder.scope_hole(&hole, value(&hole));
    }
    Ok(builder.build()?)
}

/// What fills a hole of a template scope.
fn value(hole: &str) -> String {
    format!("{hole}-1")
}

/// A scope's name with its holes filled.
fn filled(scope: &str) -> String {
    let mut out = String::new();
    let mut rest = scope;
    while let Some((front, (hole, behind))) =
        rest.split_once('{').and_then(|(front, rest)| Some((front, rest.split_once('}')?)))
    {
        out = out + front + &value(hole);
        rest = behind;
    }
    out + rest
}

/// An error with its causes.
fn said(error: impl Error) -> String {
    let mut text = error.to_string();
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

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}
