use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::routing::post;
use http::{HeaderMap, HeaderName};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::*;
use crate::clock::{Clock, ManualClock};
use crate::webhook::secret::Secret;
use crate::webhook::signer::Signer;

const NAME: HeaderName = HeaderName::from_static("x-signature");

fn pair() -> (Signer, Verifier) {
    let secret = Secret::new("s").unwrap();
    let signer = Signer::new(NAME, secret.clone());
    (signer, Verifier::new(NAME, secret).max_body(16))
}

/// A state that holds a verifier among other things.
#[derive(Clone)]
struct Shop {
    verifier: Verifier,
    name: &'static str,
}

impl FromRef<Shop> for Verifier {
    fn from_ref(shop: &Shop) -> Self {
        shop.verifier.clone()
    }
}

async fn receive(
    axum::extract::State(shop): axum::extract::State<Shop>,
    Webhook(event): Webhook<Value>,
) -> String {
    format!("{} {} {}", shop.name, event["n"], event.body().len())
}

async fn send(router: Router, headers: HeaderMap, body: Body) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::post("/").body(body).unwrap();
    *request.headers_mut() = headers;
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1000).await.unwrap();
    let text = String::from_utf8(body.to_vec()).unwrap();
    (parts.status, parts.headers, text)
}

/// Chunks of bytes, and then no end, if there is none.
struct Chunks {
    chunks: Vec<&'static str>,
    ends: bool,
}

impl Stream for Chunks {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.chunks.is_empty() {
            return if self.ends {
                Poll::Ready(None)
            } else {
                Poll::Pending
            };
        }
        let chunk = match self.chunks.remove(0) {
            "break" => Err(std::io::Error::other("broken")),
            chunk => Ok(chunk.into()),
        };
        Poll::Ready(Some(chunk))
    }
}

#[tokio::test]
async fn a_handler_sees_genuine_events_only() {
    let (signer, verifier) = pair();
    let name = "shop";
    let router = Router::new()
        .route("/", post(receive))
        .with_state(Shop { verifier, name });
    let by = |body: &str| signer.headers(body.as_bytes());
    for (headers, body, status, answer) in [
        (by(r#"{"n":1}"#), r#"{"n":1}"#, StatusCode::OK, "shop 1 7"),
        (by("{}"), r#"{"n":1}"#, StatusCode::UNAUTHORIZED, ""),
        (HeaderMap::new(), "{}", StatusCode::UNAUTHORIZED, ""),
        (by("hello"), "hello", StatusCode::BAD_REQUEST, ""),
        (
            by("[1,2,3,4,5,6,7,8]"),
            "[1,2,3,4,5,6,7,8]",
            StatusCode::PAYLOAD_TOO_LARGE,
            "",
        ),
    ] {
        let got = send(router.clone(), headers, Body::from(body)).await;
        assert_eq!((got.0, got.2.as_str()), (status, answer), "{body}");
    }
}

#[tokio::test]
async fn a_body_in_chunks_is_bounded_too() {
    let (signer, verifier) = pair();
    let name = "shop";
    let router = Router::new()
        .route("/", post(receive))
        .with_state(Shop { verifier, name });
    for (chunks, ends, status) in [
        (vec![r#"{"n""#, "", ":1}"], true, StatusCode::OK),
        (vec!["12345678"; 3], false, StatusCode::PAYLOAD_TOO_LARGE),
        (vec![r#"{"n""#, "break"], true, StatusCode::BAD_REQUEST),
    ] {
        let headers = signer.headers(br#"{"n":1}"#);
        let body = Body::from_stream(Chunks { chunks, ends });
        assert_eq!(send(router.clone(), headers, body).await.0, status);
    }
}

#[derive(Clone, Copy, Debug)]
struct Yes(bool);

impl Answer for Yes {
    const DEADLINE: Duration = Duration::from_secs(2);

    fn to_json(&self) -> Value {
        json!({"yes": self.0})
    }
}

async fn decide(_question: Value) -> Result<Yes, std::io::Error> {
    Ok(Yes(true))
}

#[tokio::test]
async fn an_authorizer_is_a_handler() {
    let (signer, verifier) = pair();
    let authorizer = Authorizer::decided_by(decide)
        .otherwise(Yes(false))
        .verifier(verifier);
    let router: Router = Router::new().route("/", post(authorizer));

    let (status, headers, body) = send(router.clone(), signer.headers(b"{}"), "{}".into()).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, r#"{"yes":true}"#));
    assert_eq!(headers[CONTENT_TYPE], "application/json");
    let (status, _, body) = send(router, HeaderMap::new(), "{}".into()).await;
    assert_eq!((status, body.as_str()), (StatusCode::UNAUTHORIZED, ""));
}

#[tokio::test]
async fn a_body_that_never_ends_is_answered_in_time() {
    let clock = ManualClock::new();
    let authorizer = Authorizer::decided_by(decide)
        .otherwise(Yes(false))
        .clock(clock.clone());
    let router: Router = Router::new().route("/", post(authorizer));
    let chunks = vec!["{"];
    let body = Body::from_stream(Chunks {
        chunks,
        ends: false,
    });
    let answer = tokio::spawn(send(router, HeaderMap::new(), body));
    while clock.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    clock.advance(Yes::DEADLINE);
    let (status, _, body) = answer.await.unwrap();
    assert_eq!(
        (status, body.as_str()),
        (StatusCode::OK, r#"{"yes":false}"#)
    );
    assert_eq!(clock.waiting(), 0);
    assert!(clock.now() > std::time::SystemTime::UNIX_EPOCH);
}
