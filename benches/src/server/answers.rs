//! What the server answers.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::server::TOKEN;
use crate::subject::{all_items, one_item};

/// The answers, made once.
#[derive(Debug)]
pub(super) struct Answers {
    token: Bytes,
    item: Bytes,
    created: Bytes,
    list: Bytes,
    /// The requests since somebody asked for them, if they are kept.
    received: Mutex<Option<Vec<Received>>>,
}

/// A request as it came in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Received {
    /// Its method and its path.
    pub line: String,
    /// Its headers, sorted; without the server's own name, in which the port differs.
    pub headers: Vec<String>,
    /// Its body.
    pub body: String,
}

impl Answers {
    pub(super) fn new() -> Outcome<Arc<Self>> {
        let token = serde_json::json!({
            "access_token": TOKEN,
            "token_type": "Bearer",
            "expires_in": 86_400,
            "scope": "items:read items:write",
        });
        Ok(Arc::new(Self {
            token: token.to_string().into(),
            item: serde_json::to_vec(&one_item(42))?.into(),
            created: serde_json::to_vec(&one_item(1))?.into(),
            list: serde_json::to_vec(&all_items())?.into(),
            received: Mutex::new(None),
        }))
    }

    /// The answer to a request, whose body is read to its end first.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, hyper::Error> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let (status, body) = match (&head.method, head.uri.path()) {
            (&Method::GET, "/received") => (StatusCode::OK, self.take_received()),
            (&Method::POST, "/oauth/token") => (StatusCode::OK, self.token.clone()),
            _ => self.call(&head, &body),
        };
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        response.headers_mut().insert(CONTENT_TYPE, JSON);
        Ok(response)
    }

    fn call(&self, head: &Parts, body: &Bytes) -> (StatusCode, Bytes) {
        self.keep(head, body);
        let authorization = head.headers.get(AUTHORIZATION);
        let token = authorization.and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
        if token != Some(TOKEN.as_bytes()) {
            return (StatusCode::UNAUTHORIZED, Bytes::new());
        }
        match (&head.method, head.uri.path()) {
            (&Method::GET, "/v1/items") => (StatusCode::OK, self.list.clone()),
            (&Method::POST, "/v1/items") => (StatusCode::CREATED, self.created.clone()),
            (&Method::GET, path) if path.starts_with("/v1/items/") => {
                (StatusCode::OK, self.item.clone())
            }
            _ => (StatusCode::NOT_FOUND, Bytes::new()),
        }
    }

    fn keep(&self, head: &Parts, body: &Bytes) {
        let mut kept = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_mut() {
            kept.push(Received::new(head, body));
        }
    }

    /// What was received; from the first time that somebody asks on, requests are kept.
    fn take_received(&self) -> Bytes {
        let mut kept = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        let received = kept.replace(Vec::new()).unwrap_or_default();
        serde_json::to_vec(&received).unwrap_or_default().into()
    }
}

impl Received {
    fn new(head: &Parts, body: &[u8]) -> Self {
        let headers = head.headers.iter().filter(|(name, _)| *name != "host");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut headers: Vec<String> = headers
            .map(|(name, value)| format!("{name}: {}", text(value.as_bytes())))
            .collect();
        headers.sort();
        Self {
            line: format!("{} {}", head.method, head.uri.path()),
            headers,
            body: text(body),
        }
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
