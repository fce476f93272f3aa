//! A server that answers as it is told, and the comparison of a request with the documented one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use passport_api::{Api, ClientBuilder, ManualClock, RetryPolicy};
use passport_tests::server::{self, Request, Server};
use serde_json::Value;

use crate::data::Documented;

/// A server on this machine.
pub(crate) struct Mock {
    server: Server,
    state: Arc<Mutex<State>>,
}

/// The next answer, and the last request.
#[derive(Default)]
struct State {
    answer: Vec<u8>,
    request: Option<Request>,
}

impl Mock {
    pub(crate) async fn start() -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let of_server = Arc::clone(&state);
        let server = Server::plain(move |request| {
            let mut state = of_server.lock().unwrap();
            let before = state.request.replace(request.clone());
            assert!(before.is_none(), "a second request: {}", request.head);
            state.answer.clone()
        });
        Self {
            server: server.await.unwrap(),
            state,
        }
    }

    /// A client of it that sends each request once.
    pub(crate) fn builder<A: Api>(&self, clock: ManualClock) -> ClientBuilder<A> {
        ClientBuilder::<A>::new()
            .base_url(self.server.url("http://127.0.0.1"))
            .allow_http_on_loopback()
            .retry(RetryPolicy::never())
            .clock(clock)
    }

    /// Answers the next request with this.
    pub(crate) fn answers(&self, status: u16, body: &str) {
        let answer = if body.is_empty() {
            server::answer(status, "", b"")
        } else {
            server::json(status, "", body)
        };
        self.state.lock().unwrap().answer = answer;
    }

    /// The request since the last look.
    pub(crate) fn request(&self) -> Request {
        let request = self.state.lock().unwrap().request.take();
        request.expect("a request")
    }
}

/// The mistakes of a request: a line for each difference.
pub(crate) fn differences(
    request: &Request,
    documented: &Documented,
    token: Option<&str>,
) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut compare = |what: &str, sent: String, expected: String| {
        if sent != expected {
            complaints.push(format!("{what}: {sent} was sent, {expected} is documented"));
        }
    };
    compare(
        "method",
        request.method().to_owned(),
        documented.method.clone(),
    );
    let (path, query) = request
        .target()
        .split_once('?')
        .unwrap_or((request.target(), ""));
    compare("path", path.to_owned(), documented.path.clone());
    let pairs: Vec<_> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    let sent: BTreeMap<String, String> = pairs.iter().map(|pair| decoded(pair)).collect();
    compare(
        "query",
        format!("{sent:?}"),
        format!("{:?}", documented.query),
    );
    compare(
        "parameters",
        pairs.len().to_string(),
        sent.len().to_string(),
    );

    let mut headers = documented.headers.clone();
    headers.insert("accept".to_owned(), "application/json".to_owned());
    if let Some(token) = token {
        headers.insert("authorization".to_owned(), format!("Bearer {token}"));
    }
    if documented.body.is_some() {
        headers.insert("content-type".to_owned(), "application/json".to_owned());
    }
    let sent = headers_of(request);
    compare("headers", format!("{sent:?}"), format!("{headers:?}"));

    // Said of a body, and of none where the method expects one (RFC 9110, 8.6).
    let has_length =
        documented.body.is_some() || ["POST", "PUT", "PATCH"].contains(&documented.method.as_str());
    let length = has_length.then(|| request.body.len().to_string());
    compare(
        "content-length",
        format!("{:?}", request.header("content-length")),
        format!("{:?}", length.as_deref()),
    );

    let body: Option<Value> = (!request.body.is_empty())
        .then(|| serde_json::from_slice(&request.body).expect("a JSON body"));
    // The order of the fields has no meaning.
    if body != documented.body {
        let text = |body: Option<&Value>| body.map_or("none".to_owned(), Value::to_string);
        let (sent, expected) = (text(body.as_ref()), text(documented.body.as_ref()));
        complaints.push(format!("body: {sent} was sent, {expected} is documented"));
    }
    complaints
}

/// The headers in small letters, without those that belong to the transport.
fn headers_of(request: &Request) -> BTreeMap<String, String> {
    let lines = request.head.lines().skip(1);
    let pairs = lines.filter_map(|line| line.split_once(':'));
    pairs
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .filter(|(name, _)| !OF_THE_TRANSPORT.contains(&name.as_str()))
        .collect()
}

/// A parameter; its name stays as it was sent.
fn decoded(pair: &str) -> (String, String) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let value = value.replace('+', " ");
    let (mut bytes, mut rest) = (Vec::new(), value.as_str());
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        bytes.push(u8::from_str_radix(&after[..2], 16).expect("two hexadecimal digits"));
        rest = &after[2..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    (name.to_owned(), String::from_utf8(bytes).expect("UTF-8"))
}

const OF_THE_TRANSPORT: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "user-agent",
];
