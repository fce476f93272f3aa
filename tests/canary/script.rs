//! Servers that answer with what must not be seen, within the program and over TLS.

use std::fmt;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::http::{Request, Response};
use passport_api::{
    Api, ClientBuilder, Event, Observer, Transport, TransportError, TransportFuture,
};
use passport_api::{RetryPolicy, ScopeSet};

use crate::watch::{SECRET, TOKEN, Watch};

/// What a server answers with, or how it does not.
#[derive(Clone)]
pub(crate) enum Answer {
    Says(u16, Vec<(&'static str, String)>, String),
    NotSent,
    Broken,
    TimedOut,
    TooLarge,
    Never,
}

impl Answer {
    pub(crate) fn json(status: u16, body: impl Into<String>) -> Self {
        let kind = ("content-type", "application/json".to_owned());
        Self::Says(status, vec![kind], body.into())
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::Says(_, headers, _) = &mut self {
            headers.push((name, value.into()));
        }
        self
    }

    /// A token response that grants everything.
    pub(crate) fn token() -> Self {
        let scopes = EntityClientCredentials::SCOPES;
        let body = serde_json::json!({
            "access_token": TOKEN, "expires_in": 3600, "scopes": scopes, "token_type": "Bearer",
            "scope": scopes.join(" "),
        });
        Self::json(200, body.to_string())
    }
}

/// A transport that gives one answer to token requests and another to all else.
#[derive(Clone)]
pub(crate) struct Script {
    pub(crate) token: Answer,
    pub(crate) api: Answer,
    /// What was sent: the marks must have been in it.
    pub(crate) sent: Arc<Mutex<Vec<String>>>,
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Script")
    }
}

impl Transport for Script {
    fn send(&self, request: Request<Bytes>, _: usize) -> TransportFuture<'_> {
        let path = request.uri().path();
        let is_token = path.ends_with("/tokens") || path.ends_with("/token");
        let is_token = is_token || path.ends_with("/access-tokens");
        let authorization = request.headers().get("authorization");
        assert!(authorization.is_none_or(http::HeaderValue::is_sensitive));
        let authorization = authorization.map(|it| it.to_str().unwrap().to_owned());
        let body = String::from_utf8_lossy(request.body());
        let sent = format!("{} {authorization:?} {body}", request.uri());
        self.sent.lock().unwrap().push(sent);
        let answer = if is_token { &self.token } else { &self.api };
        let result = match answer {
            Answer::Says(status, headers, body) => {
                let mut response = Response::builder().status(*status);
                for (name, value) in headers {
                    response = response.header(*name, value);
                }
                Ok(response.body(Bytes::from(body.clone())).unwrap())
            }
            Answer::NotSent => Err(TransportError::not_sent("refused")),
            Answer::Broken => Err(TransportError::broken("reset")),
            Answer::TimedOut => Err(TransportError::timed_out()),
            Answer::TooLarge => Err(TransportError::too_large()),
            Answer::Never => return Box::pin(pending()),
        };
        Box::pin(ready(result))
    }
}

/// Writes every event down, as an observer that logs would.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes(pub(crate) Arc<Mutex<Watch>>);

impl Observer for Notes {
    fn observe(&self, event: &Event<'_>) {
        let mut watch = self.0.lock().unwrap();
        watch.look(event);
        match event {
            Event::Attempt {
                error: Some(error), ..
            }
            | Event::Retry { error, .. } => {
                watch.error(*error);
            }
            Event::TokenFailed { error, .. } => watch.error(*error),
            // Its source is the store's own error.
            Event::StoreFailed { error, .. } => {
                watch.text("a store", &format!("{error} {error:?}"));
            }
            Event::Drift { scopes, .. } => watch.look(*scopes),
            _ => {}
        }
    }
}

/// A client with the marked secret, which sends nothing twice.
pub(crate) fn builder<A: Api>() -> ClientBuilder<A> {
    ClientBuilder::<A>::new()
        .base_url("https://server.test")
        .credentials("the-client", SECRET)
        .retry(RetryPolicy::never())
}

/// A client of a script, and what was sent.
pub(crate) fn client<A: Api>(
    token: Answer,
    api: Answer,
    notes: &Notes,
) -> (A, Arc<Mutex<Vec<String>>>) {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let script = Script {
        token,
        api,
        sent: Arc::clone(&sent),
    };
    let builder = builder::<A>().transport(script).observer(notes.clone());
    (builder.build().unwrap(), sent)
}
