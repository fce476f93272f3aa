//! The OAuth2 server, its clients, and what it has seen.

use std::sync::{Arc, Mutex};

use passport_api::{
    Api, ClientBuilder, ManualClock, StoreFuture, StoredToken, TokenKey, TokenStore,
};
use passport_tests::server::Identity;
use serde_json::{Value, json};

use crate::basic;
use crate::model::{Introspection, Presented};
use crate::node::Node;

/// An id and a secret with every character that a form or HTTP Basic gives a meaning
/// (RFC 6749, 2.3.1).
pub(super) const SPECIAL: (&str, &str) = ("desk 7: a+b%2F&c=d/\"", "s:& =+%2F?#\\'~");

/// The server, with a clock for its clients that only a test moves.
pub(super) struct Provider {
    /// It stops when this is dropped.
    _node: Node,
    url: String,
    certificate: String,
    pub(super) clock: ManualClock,
    pub(super) tokens: Tokens,
}

impl Provider {
    /// Starts it; `None` where it cannot run.
    pub(super) fn start() -> Option<Self> {
        let identity = Identity::of("localhost");
        let input = json!({
            "certificate": identity.pem,
            "key": identity.key_pem,
            "clients": [
                registered(("desk", "s3cret"), "orders:read orders:write", "orders:read orders:write"),
                registered(SPECIAL, "orders:read orders:write", "orders:read orders:write"),
                // May ask for both, and is granted one.
                registered(("narrow", "s3cret"), "orders:read orders:write", "orders:read"),
                // May ask for one.
                registered(("reader", "s3cret"), "orders:read", "orders:read orders:write"),
            ],
        });
        let mut node = Node::start("provider.mjs", &[], &input)?;
        let port: u16 = node.wait_for(|line| line.parse().ok());
        Some(Self {
            _node: node,
            url: format!("https://localhost:{port}"),
            certificate: identity.pem,
            clock: ManualClock::new().skip_sleeps(),
            tokens: Tokens::default(),
        })
    }

    /// A client with an id and a secret.
    pub(super) fn client<A: Api>(&self, (id, secret): (&str, &str)) -> A {
        ClientBuilder::<A>::new()
            .base_url(&self.url)
            .root_certificate(&self.certificate)
            .credentials(id, secret)
            .clock(self.clock.clone())
            .token_store(self.tokens.clone())
            .build()
            .unwrap()
    }

    /// The client that may do everything.
    pub(super) fn desk(&self) -> basic::Client {
        self.client(("desk", "s3cret"))
    }

    /// What the server says of the token that was fetched last, by the client that fetched it.
    pub(super) async fn introspected(&self, (id, secret): (&str, &str)) -> Introspection {
        let presented = self.tokens.last(id, secret);
        self.desk().tokens().introspect(&presented).await.unwrap()
    }

    /// What has arrived so far: each request with the answer's status.
    pub(super) async fn seen(&self) -> Vec<Value> {
        let seen = self.desk().test().seen().await.unwrap();
        seen.as_array().unwrap().clone()
    }

    /// The calls that have arrived, such as `GET /orders 200`.
    pub(super) async fn calls(&self) -> Vec<String> {
        let seen = self.seen().await;
        let call = |one: &Value| format!("{} {}", one["call"].as_str().unwrap(), one["status"]);
        seen.iter().map(call).collect()
    }
}

/// Keeps what the clients fetch, so that a test can ask the server about it; gives nothing back.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens(Arc<Mutex<Vec<StoredToken>>>);

impl Tokens {
    /// How many were fetched.
    pub(super) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// The one that was fetched last, as a request about it says.
    pub(super) fn last(&self, client_id: &str, client_secret: &str) -> Presented {
        let json = self.0.lock().unwrap().last().unwrap().expose_json();
        let token: Value = serde_json::from_slice(&json).unwrap();
        Presented {
            token: token["access_token"].as_str().unwrap().to_owned(),
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
        }
    }
}

impl TokenStore for Tokens {
    fn load<'s>(&'s self, _: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn save<'s>(&'s self, _: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        self.0.lock().unwrap().push(token.clone());
        Box::pin(std::future::ready(Ok(())))
    }
}

fn registered((id, secret): (&str, &str), scope: &str, grants: &str) -> Value {
    json!({ "client_id": id, "client_secret": secret, "scope": scope, "grants": grants })
}
