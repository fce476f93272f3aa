//! Errors of a token endpoint that refuses.

use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use passport_api::catalog::Credentials;
use passport_api::http::{Request, Response};
use passport_api::{
    ClientBuilder, Error, ManualClock, RetryPolicy, Transport, TransportError, TransportFuture,
};
use passport_tests::foreign;

foreign::scope_set! {
    struct Reader = "read:projects";
}

const SECRET: &str = "correct+horse/battery=staple";

/// A token endpoint within the program, which answers the same each time.
#[derive(Clone)]
struct Endpoint {
    status: u16,
    body: Bytes,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Endpoint")
    }
}

impl Transport for Endpoint {
    fn send(&self, request: Request<Bytes>, _: usize) -> TransportFuture<'_> {
        self.requests.lock().unwrap().push(request);
        let answer = Response::builder().status(self.status);
        Box::pin(ready(Ok(answer.body(self.body.clone()).unwrap())))
    }
}

impl Endpoint {
    fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            body: body.into(),
            requests: Arc::default(),
        }
    }

    fn builder(&self) -> ClientBuilder<foreign::Client> {
        foreign::Client::builder()
            .base_url("https://server.test")
            .token_url("https://login.test/a/token?tenant=42")
            .credentials("the-client", SECRET)
            .retry(RetryPolicy::never())
            .transport(self.clone())
    }

    async fn refuse(&self) -> Error {
        let client = self.builder().build().unwrap();
        let error = client.token::<Reader>().await.unwrap_err();
        assert!(error.is_token(), "{error:?}");
        error
    }

    fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

async fn refused(status: u16, body: impl Into<Bytes>) -> Error {
    Endpoint::new(status, body).refuse().await
}

#[tokio::test]
async fn a_refusal_has_its_code_description_and_page_whatever_the_status() {
    let body = r#"{"error":"invalid_client","error_description":"No such client.",
                   "error_uri":"https://login.test/help?code=7"}"#;
    for status in [200, 400, 401, 403, 500] {
        let error = refused(status, body).await;
        let refusal = error.token_error().unwrap();
        assert_eq!(refusal.code(), Some("invalid_client"));
        assert_eq!(refusal.description(), Some("No such client."));
        assert_eq!(refusal.uri(), Some("https://login.test/help?code=7"));
        assert_eq!(refusal.endpoint(), "https://login.test/a/token");
        assert_eq!(refusal.client_auth(), "client_secret_basic");
        assert_eq!(refusal.scopes(), ["read:projects"]);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        let text = error.to_string();
        for part in [
            "https://login.test/a/token ",
            "`invalid_client`",
            "No such client.",
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("tenant"), "{text}");
        assert_eq!(error.is_temporary(), status == 500);
    }
}

#[tokio::test]
async fn a_refusal_says_what_to_do() {
    let error = refused(
        401,
        r#"{"error":"invalid_client","error_description":"No."}"#,
    )
    .await;
    let said = "token: no access token: the token endpoint https://login.test/a/token refused the \
                client (client_secret_basic): `invalid_client` (401): \"No.\"; check the client's \
                identifier and secret, and that they are for this server; the identifier or the \
                secret has characters that HTTP Basic sends form-encoded (RFC 6749, 2.3.1), which \
                some servers do not decode: `credentials = \"client_secret_basic_raw\"` in \
                `scopes.toml`, or `.client_auth(Credentials::ClientSecretBasicRaw)` when you build \
                the client, sends them as they are";
    assert_eq!(error.to_string(), said);
    let error = refused(400, r#"{"error":"scope_invalid"}"#)
        .await
        .to_string();
    assert!(
        error.contains("asked for `read:projects` for the set `Reader`"),
        "{error}"
    );
    let error = refused(403, "<html>Blocked</html>").await;
    let refusal = error.token_error().unwrap();
    assert_eq!((refusal.code(), refusal.description()), (None, None));
    assert!(
        error.to_string().contains("403 Forbidden; have the client"),
        "{error}"
    );
    let error = refused(302, "").await;
    assert!(
        error.to_string().contains("redirects are not followed"),
        "{error}"
    );
}

#[tokio::test]
async fn an_error_beside_a_token_counts_if_it_says_something() {
    let token = r#""access_token":"a-token-for-tests","token_type":"bearer""#;
    let with = |error: &str| Endpoint::new(200, format!("{{{token},\"error\":{error}}}"));
    for nothing in ["null", "\"\"", "false", "0", "{}", "[]"] {
        let client = with(nothing).builder().build().unwrap();
        client.token::<Reader>().await.unwrap();
    }
    let error = with(r#""invalid_scope","error_description":"not a-token-for-tests""#)
        .refuse()
        .await;
    let refusal = error.token_error().unwrap();
    assert_eq!(refusal.code(), Some("invalid_scope"));
    assert_eq!(refusal.description(), None, "it repeats the token");
    // A message without any token is a refusal as well.
    let error = refused(200, r#"{"errorCode":"E7","errorSummary":"Not today"}"#).await;
    assert_eq!(error.token_error().unwrap().code(), Some("E7"));
    // One beside a token is none.
    let message = Endpoint::new(200, format!(r#"{{{token},"message":"Welcome"}}"#));
    message
        .builder()
        .build()
        .unwrap()
        .token::<Reader>()
        .await
        .unwrap();
}

#[tokio::test]
async fn what_the_server_says_is_harmless_and_bounded() {
    let text = "a\\u001b[31mb\\u202ec\\r\\n\\u0000d \\u001b]0;x\\u0007e";
    let body = format!(r#"{{"error":"invalid_request","error_description":"{text}"}}"#);
    let error = refused(400, body).await;
    assert_eq!(error.token_error().unwrap().description(), Some("abc d e"));
    let body = serde_json::json!({"error": "x", "error_description": "é ".repeat(1 << 20)});
    let error = refused(400, body.to_string()).await;
    let description = error
        .token_error()
        .unwrap()
        .description()
        .unwrap()
        .to_owned();
    let length = description.chars().count();
    assert!((200..=301).contains(&length) && description.ends_with('…'));
    assert!(error.to_string().len() < 2000 && format!("{error:?}").len() < 2000);
    for code in [
        "7",
        "{\"a\":1}",
        "[1]",
        "\"\\u001b[31m\"",
        &format!("\"{}\"", "x".repeat(1000)),
    ] {
        let error = refused(400, format!(r#"{{"error":{code}}}"#)).await;
        assert_eq!(error.token_error().unwrap().code(), None, "{code}");
    }
}

#[tokio::test]
async fn no_refusal_repeats_the_secret_in_any_form() {
    let form: String = SECRET.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let encoded = "correct%2Bhorse%2Fbattery%3Dstaple";
    let forms = [
        SECRET.to_owned(),
        encoded.to_owned(),
        form,
        STANDARD.encode(SECRET),
        STANDARD.encode(format!("the-client:{SECRET}")),
        STANDARD.encode(format!("the-client:{encoded}")),
        "correct+horse\u{200b}/battery=staple".to_owned(),
        "correct+horse\u{1b}[0m/battery=staple".to_owned(),
    ];
    for form in &forms {
        for body in [
            serde_json::json!({"error": "invalid_client", "error_description": form}),
            serde_json::json!({"error": form, "error_description": format!("x {form} x")}),
            serde_json::json!({"error": {"code": form, "message": form}}),
            serde_json::json!({"error": "x", "error_uri": format!("https://x.test/?{form}")}),
        ] {
            let error = refused(400, body.to_string()).await;
            let refusal = error.token_error().unwrap();
            assert_eq!(
                (refusal.description(), refusal.uri()),
                (None, None),
                "{body}"
            );
            let shown = format!("{error} {error:?}");
            for part in ["correct", "staple", "Y29ycmVjd"] {
                assert!(!shown.contains(part), "{shown}");
            }
        }
    }
}

#[tokio::test]
async fn raw_basic_sends_what_the_server_does_not_decode() {
    let endpoint = Endpoint::new(200, r#"{"access_token":"a-token-for-tests"}"#);
    let builder = endpoint
        .builder()
        .client_auth(Credentials::ClientSecretBasicRaw);
    builder.build().unwrap().token::<Reader>().await.unwrap();
    let requests = endpoint.requests.lock().unwrap();
    let expected = format!("Basic {}", STANDARD.encode(format!("the-client:{SECRET}")));
    assert_eq!(requests[0].headers()["authorization"], *expected);
}

#[tokio::test]
async fn a_definite_refusal_is_returned_at_once_while_the_endpoint_is_left_alone() {
    let endpoint = Endpoint::new(401, r#"{"error":"invalid_client"}"#);
    // This clock stands still: a pause would never end.
    let clock = ManualClock::new();
    let client = endpoint.builder().clock(clock.clone()).build().unwrap();
    for _ in 0..10 {
        let error = client.token::<Reader>().await.unwrap_err();
        assert_eq!(error.token_error().unwrap().code(), Some("invalid_client"));
    }
    assert_eq!(endpoint.count(), 1);
    // By then the cause may be mended.
    clock.advance(Duration::from_secs(1));
    client.token::<Reader>().await.unwrap_err();
    assert_eq!(endpoint.count(), 2);
}

#[tokio::test]
async fn an_endpoint_that_is_down_is_temporary_and_named() {
    #[derive(Debug)]
    struct Down;
    impl Transport for Down {
        fn send(&self, _: Request<Bytes>, _: usize) -> TransportFuture<'_> {
            Box::pin(ready(Err(TransportError::not_sent("refused"))))
        }
    }
    let endpoint = Endpoint::new(200, "");
    let client = endpoint.builder().transport(Down).build().unwrap();
    let error = client.token::<Reader>().await.unwrap_err();
    assert!(error.is_temporary() && error.token_error().is_none());
    let said = "token: no access token: the token endpoint https://login.test/a/token could not be \
                reached";
    assert_eq!(error.to_string(), said);
    for (status, code) in [
        (400, "temporarily_unavailable"),
        (400, "slow_down"),
        (429, "x"),
        (503, ""),
    ] {
        let error = refused(status, format!(r#"{{"error":"{code}"}}"#)).await;
        assert!(error.is_temporary(), "{error}");
        assert!(error.token_error().is_some());
    }
    let error = refused(200, "<html>").await;
    assert!(
        error.is_temporary() && error.token_error().is_none(),
        "{error}"
    );
    let error = refused(200, "{}").await;
    assert!(
        !error.is_temporary() && error.to_string().contains("login.test"),
        "{error}"
    );
}
