//! A server within the program, which answers as it is told to, header by header.

use std::collections::VecDeque;
use std::future::ready;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use passport_api::{Counters, ManualClock, ScopedToken, Transport, TransportFuture};
use passport_tests::foreign::{self, Client};
use serde_json::json;

foreign::scope_set! {
    pub(crate) struct Writer = "write:projects", "read:issues", "webhooks";
}

/// A server that says what it is told to, and grants what it is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    answers: Arc<Mutex<VecDeque<Response<Bytes>>>>,
    tokens: Arc<Mutex<u32>>,
}

impl Told {
    pub(crate) fn client(&self) -> (Client, Arc<Counters>) {
        let counters = Arc::new(Counters::default());
        let client = Client::builder()
            .base_url("https://x.test")
            .credentials("the id", "the secret")
            .clock(ManualClock::new().skip_sleeps())
            .observer(Arc::clone(&counters))
            .transport(self.clone())
            .build()
            .unwrap();
        (client, counters)
    }

    /// A client and a token for most calls.
    pub(crate) async fn writer(&self) -> (Client, ScopedToken<Writer>, Arc<Counters>) {
        let (client, counters) = self.client();
        let token = client.token::<Writer>().await.unwrap();
        (client, token, counters)
    }

    /// Says this to the next call.
    pub(crate) fn says(&self, status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) {
        let mut answer = Response::new(Bytes::copy_from_slice(body.as_ref()));
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            let name = http::HeaderName::try_from(*name).unwrap();
            answer.headers_mut().append(name, value.parse().unwrap());
        }
        self.answers.lock().unwrap().push_back(answer);
    }

    pub(crate) fn tokens(&self) -> u32 {
        *self.tokens.lock().unwrap()
    }

    pub(crate) fn left(&self) -> usize {
        self.answers.lock().unwrap().len()
    }
}

impl Transport for Told {
    fn send(&self, request: Request<Bytes>, _: usize) -> TransportFuture<'_> {
        let path = request.uri().path();
        let answer = if path.ends_with("/token") || path.ends_with("/oauth/tokens") {
            let mut tokens = self.tokens.lock().unwrap();
            *tokens += 1;
            let scopes = "write:projects issues:read ORDERS_WRITE webhooks read:projects \
                          Directory.Read.All paas.core.breb_payments.list.get";
            let list: Vec<&str> = scopes.split_whitespace().collect();
            let body = json!({
                "access_token": format!("the-token-number-{tokens}"), "token_type": "Bearer",
                "expires_in": 3600, "scope": scopes, "scopes": list,
            });
            Response::new(Bytes::from(body.to_string()))
        } else {
            let answer = self.answers.lock().unwrap().pop_front();
            answer.expect("an answer for each call")
        };
        Box::pin(ready(Ok(answer)))
    }
}
