//! How answers and refusals are read: by a transport that says what foreign servers were seen to say.

use std::collections::VecDeque;
use std::error::Error as _;
use std::future::ready;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use passport_api::{Counters, Error, ManualClock, ScopedToken, Transport, TransportFuture, breb};
use passport_tests::foreign::model::NewProject;
use passport_tests::foreign::{self, Client};
use serde_json::json;

foreign::scope_set! {
    struct Writer = "write:projects", "read:issues", "webhooks";
}
foreign::scope_set! {
    struct Searcher = "read:projects", "Directory.Read.All";
}
breb::scope_set! {
    struct Payments = "paas.core.breb_payments.list.get";
}

const BEARER: &str = "www-authenticate";

/// A server that says what it is told to, and grants what it is asked for.
#[derive(Clone, Debug, Default)]
struct Told {
    answers: Arc<Mutex<VecDeque<Response<Bytes>>>>,
    tokens: Arc<Mutex<u32>>,
}

impl Told {
    fn client(&self) -> (Client, Arc<Counters>) {
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

    async fn writer(&self) -> (Client, ScopedToken<Writer>, Arc<Counters>) {
        let (client, counters) = self.client();
        let token = client.token::<Writer>().await.unwrap();
        (client, token, counters)
    }

    /// Says this to the next call.
    fn says(&self, status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) {
        let mut answer = Response::new(Bytes::copy_from_slice(body.as_ref()));
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            let name = http::HeaderName::try_from(*name).unwrap();
            answer.headers_mut().append(name, value.parse().unwrap());
        }
        self.answers.lock().unwrap().push_back(answer);
    }

    fn tokens(&self) -> u32 {
        *self.tokens.lock().unwrap()
    }

    fn left(&self) -> usize {
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

/// The causes of an error, as one text.
fn causes(error: &Error) -> String {
    let mut texts = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    texts.join(": ")
}

#[tokio::test]
async fn plain_403_tells_what_the_call_needs_and_what_was_granted() {
    let told = Told::default();
    let (client, token, counters) = told.writer().await;
    for (headers, body) in [
        (vec![], ""),
        (vec![], "<html>"),
        (
            vec![],
            r#"{"detail":"You do not have permission to perform this action."}"#,
        ),
        (vec![], r#"{"code":"limit_exceeded","scope":"daily"}"#),
        (vec![(BEARER, "Bearer")], ""),
        (vec![(BEARER, "Basic realm=\"x\"")], ""),
        (vec![(BEARER, r#"Bearer error="invalid_request""#)], "{}"),
    ] {
        told.says(403, &headers, body);
        let error = client.projects().get(&token, "P").await.unwrap_err();
        let scopes = error.insufficient_scope().expect(body);
        assert_eq!(scopes.declared(), [["read:projects"]]);
        assert!(scopes.granted().contains(&"write:projects".to_owned()));
        assert!(scopes.wanted().is_empty() && !scopes.is_stated_by_server());
        assert!(scopes.is_granted(), "`write:projects` implies it");
        let text = error.to_string();
        assert!(text.contains("the call needs `read:projects`"), "{text}");
        assert!(text.contains("may be another than a scope"), "{text}");
    }
    assert_eq!((counters.drifts(), told.tokens()), (0, 1));
}

#[tokio::test]
async fn server_that_names_a_missing_scope_anywhere_is_quoted() {
    let told = Told::default();
    let (client, token, counters) = told.writer().await;
    let challenge = r#"Bearer error="insufficient_scope", scope="x.read y""#;
    let read = vec!["x.read", "y"];
    for (headers, body, stated, wanted) in [
        (vec![(BEARER, challenge)], "", true, read.clone()),
        (
            vec![(BEARER, "Basic realm=\"a, b\""), (BEARER, challenge)],
            "",
            true,
            read.clone(),
        ),
        (
            vec![(BEARER, "Bearer error=insufficient_scope")],
            "",
            true,
            vec![],
        ),
        (
            vec![(BEARER, r#"Bearer scope="x.read y""#)],
            "",
            false,
            read.clone(),
        ),
        (vec![], r#"{"error":"insufficient_scope"}"#, true, vec![]),
        (
            vec![],
            r#"{"error":"insufficient_scope","scope":"x.read y"}"#,
            true,
            read.clone(),
        ),
        (
            vec![],
            r#"{"error":{"code":"insufficient_scope","required_scopes":["x.read","y"]}}"#,
            true,
            read.clone(),
        ),
        (
            vec![],
            r#"{"type":"urn:x:insufficient_scope","required_scopes":"x.read y"}"#,
            true,
            read.clone(),
        ),
        (
            vec![],
            r#"{"required_scopes":["x.read","y"]}"#,
            false,
            read.clone(),
        ),
        (
            vec![],
            "\u{feff}{\"error\":\"insufficient_scope\",\"scope\":[\"x.read\",\"y\"]",
            true,
            read,
        ),
        (
            vec![],
            r#"{"error":"insufficient_scope","scope":["x","\u001b[31m"]}"#,
            true,
            vec![],
        ),
    ] {
        let drifts = counters.drifts();
        told.says(403, &headers, body);
        let error = client.projects().get(&token, "P").await.unwrap_err();
        let scopes = error.insufficient_scope().expect(body);
        assert_eq!(scopes.wanted(), wanted, "{headers:?} {body}");
        assert_eq!(scopes.is_stated_by_server(), stated, "{headers:?} {body}");
        assert_eq!(scopes.is_drift(), !wanted.is_empty());
        assert_eq!(counters.drifts() - drifts, u64::from(!wanted.is_empty()));
        let text = error.to_string();
        assert!(!text.contains("another than a scope"), "{text}");
        assert!(
            text.contains("the token was granted `write:projects`"),
            "{text}"
        );
    }
    assert_eq!(told.tokens(), 1, "no token is renewed for want of a scope");
}

#[tokio::test]
async fn alternatives_and_inferred_names_are_told_in_a_403() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let (searcher, _) = told.client();
    let search = searcher.token::<Searcher>().await.unwrap();
    told.says(403, &[], "");
    let error = searcher.issues().search(&search, "x").await.unwrap_err();
    let scopes = error.insufficient_scope().unwrap();
    assert_eq!(scopes.declared().len(), 2);
    assert!(scopes.is_granted());
    let text = error.to_string();
    let expected = "`issues:read`, or `read:projects` and `Directory.Read.All`";
    assert!(text.contains(expected), "{text}");
    assert!(!text.contains("inferred"), "{text}");

    told.says(403, &[], "");
    let error = client.events().listen(&token, "all").await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("`webhooks`, so it is inferred"), "{text}");
    assert!(text.contains("map_scope"), "{text}");
}

#[tokio::test]
async fn call_without_a_scope_or_a_token_says_nothing_of_scopes() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    told.says(403, &[], "");
    let error = client.status().get().await.unwrap_err();
    assert!(error.is_forbidden() && error.insufficient_scope().is_none());
    told.says(403, &[], "");
    let error = client.account().me(&token).await.unwrap_err();
    assert!(error.insufficient_scope().is_none(), "{error}");
    told.says(404, &[], "");
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert!(error.insufficient_scope().is_none(), "{error}");
    // Where the server names scopes, they are told of any call.
    told.says(403, &[(BEARER, r#"Bearer scope="profile""#)], "");
    let error = client.account().me(&token).await.unwrap_err();
    assert_eq!(error.insufficient_scope().unwrap().wanted(), ["profile"]);
}

#[tokio::test]
async fn long_lists_of_scopes_are_cut_and_hostile_ones_are_dropped() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let names = |count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("s{number}")).collect();
        json!({"error": "insufficient_scope", "scope": names}).to_string()
    };
    told.says(403, &[], names(256));
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert_eq!(error.insufficient_scope().unwrap().wanted().len(), 256);
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(text.contains("`s19` and 236 more"), "{text}");
        assert!(!text.contains("`s20`"), "{text}");
    }
    told.says(403, &[], names(100_000));
    let error = client.projects().get(&token, "P").await.unwrap_err();
    let scopes = error.insufficient_scope().unwrap();
    assert!(scopes.wanted().is_empty() && scopes.is_stated_by_server());
}

#[tokio::test]
async fn scopes_that_repeat_the_request_are_not_shown() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let body = r#"{"error":"insufficient_scope","scope":"project:Secret-Plan write:projects"}"#;
    told.says(403, &[], body);
    let error = client
        .projects()
        .get(&token, "secret plan")
        .await
        .unwrap_err();
    assert_eq!(
        error.insufficient_scope().unwrap().wanted(),
        ["write:projects"]
    );
    let shown = format!("{error} {error:?}").to_lowercase();
    assert!(!shown.contains("secret-plan"), "{shown}");
}

#[tokio::test]
async fn invalid_token_renews_the_token_whatever_the_status_and_call() {
    let expired = r#"Bearer realm="x", error="invalid_token", error_description="expired""#;
    for status in [400, 401, 403] {
        for headers in [
            vec![(BEARER, expired)],
            vec![(BEARER, "Basic realm=\"x\""), (BEARER, expired)],
            vec![(BEARER, r#"Basic realm="x", Bearer error="invalid_token""#)],
        ] {
            let told = Told::default();
            let (client, token, _) = told.writer().await;
            told.says(status, &headers, "");
            told.says(200, &[], r#"{"key":"P"}"#);
            client.projects().get(&token, "P").await.unwrap();
            assert_eq!((told.tokens(), told.left()), (2, 0), "{status} {headers:?}");
            // A call that is made once at most.
            told.says(status, &headers, "");
            told.says(204, &[], "");
            client.exports().start(&token).await.unwrap();
            assert_eq!((told.tokens(), told.left()), (3, 0), "{status} {headers:?}");
        }
    }
}

#[tokio::test]
async fn invalid_token_is_renewed_once() {
    let expired = r#"Bearer error="invalid_token""#;
    for status in [400, 401, 403] {
        let told = Told::default();
        let (client, token, _) = told.writer().await;
        told.says(status, &[(BEARER, expired)], "");
        told.says(status, &[(BEARER, expired)], "");
        let error = client.projects().get(&token, "P").await.unwrap_err();
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!((error.attempts(), told.tokens()), (2, 2));
        assert!(!error.is_outcome_unknown());
    }
}

#[tokio::test]
async fn other_refusals_do_not_renew_the_token() {
    for (status, headers, body) in [
        (400, vec![(BEARER, r#"Bearer error="invalid_request""#)], ""),
        (
            403,
            vec![(BEARER, r#"Bearer error="insufficient_scope""#)],
            "",
        ),
        (
            401,
            vec![(BEARER, r#"Bearer error="insufficient_scope""#)],
            "",
        ),
        (403, vec![(BEARER, r#"Digest error="invalid_token""#)], ""),
        (403, vec![(BEARER, r#"Bearer error="invalid_token"#)], ""),
        (403, vec![], r#"{"error":"invalid_token"}"#),
        (400, vec![], r#"{"error":"invalid_token"}"#),
    ] {
        let told = Told::default();
        let (client, token, _) = told.writer().await;
        told.says(status, &headers, body);
        let error = client.projects().get(&token, "P").await.unwrap_err();
        assert_eq!(
            (error.attempts(), told.tokens()),
            (1, 1),
            "{headers:?} {body}"
        );
    }
}

#[tokio::test]
async fn refusal_shows_the_error_and_description_of_its_challenge() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let challenge =
        r#"Bearer realm="r", error="invalid_token", error_description="The access token expired""#;
    told.says(401, &[(BEARER, challenge)], r#"{"error":"invalid_token"}"#);
    told.says(401, &[(BEARER, challenge)], r#"{"error":"invalid_token"}"#);
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "projects.get: the server answered 401 Unauthorized, `invalid_token` (\"The access token \
         expired\")"
    );
}

#[tokio::test]
async fn description_that_repeats_the_request_or_a_secret_is_not_shown() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let body = NewProject {
        name: "Ana Ruiz of Cali".to_owned(),
    };
    for (description, hidden) in [
        ("no project Top-Plan for you", "plan"),
        ("the name ana is taken", "ana"),
        ("nothing in CALI", "cali"),
        ("bad the-token-number-1", "number"),
        ("bad the-token-number-1 and much more of it all", "number"),
        ("ask help@x.test", "help@"),
        ("person 1020304050 is gone", "1020"),
        ("see the\u{1}\u{7f}", "\u{1}"),
    ] {
        let challenge =
            format!(r#"Bearer error="invalid_request", error_description="{description}""#);
        let value = http::HeaderValue::from_bytes(challenge.as_bytes());
        let Ok(_) = value else {
            continue;
        };
        told.says(400, &[(BEARER, &challenge)], "");
        let error = client
            .projects()
            .update(&token, "top plan", &body)
            .await
            .unwrap_err();
        let shown = format!("{error} {error:?}").to_lowercase();
        assert!(shown.contains("`invalid_request`"), "{shown}");
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[tokio::test]
async fn answers_may_begin_with_a_byte_order_mark() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    told.says(200, &[], "\u{feff}{\"key\":\"P\"}");
    assert_eq!(client.projects().get(&token, "P").await.unwrap().key.0, "P");
    told.says(
        200,
        &[],
        "\u{feff} \r\n{\"values\":[{\"key\":\"P\"}],\"total\":1}",
    );
    let page = client.projects().list(&token).await.unwrap();
    assert_eq!((page.items.len(), page.total_items), (1, Some(1)));
    told.says(200, &[], "\u{feff}[{\"id\":7}]");
    let mut issues = client.issues().list(&token, "P").stream();
    assert_eq!(issues.next().await.unwrap().unwrap().id.0, 7);
    told.says(404, &[], "\u{feff}{\"total\":0}");
    assert!(
        client
            .projects()
            .list(&token)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    told.says(200, &[], "\u{feff}");
    assert!(client.account().me(&token).await.unwrap().is_null());
    told.says(409, &[], "\u{feff}{\"code\":\"taken\",\"key\":\"P\"}");
    let error = client.exports().start(&token).await.unwrap_err();
    assert_eq!(error.problem().unwrap().code(), Some("taken"));
    let body = error.body_as::<foreign::model::Project>().unwrap().unwrap();
    assert_eq!(body.key.0, "P");
    for wrong in [
        "\u{feff}\u{feff}{\"key\":\"P\"}",
        " \u{feff}{\"key\":\"P\"}",
    ] {
        told.says(200, &[], wrong);
        assert!(
            client
                .projects()
                .get(&token, "P")
                .await
                .unwrap_err()
                .is_decode()
        );
    }
}

#[tokio::test]
async fn answer_that_does_not_fit_names_its_field() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    told.says(200, &[], r#"{"values":[{"key":"A"},{"key":{"secret":1}}]}"#);
    let error = client.projects().list(&token).await.unwrap_err();
    let expected = "not the expected JSON at line 1 column 30: `values[1].key` is an object";
    assert_eq!(causes(&error), expected);
    told.says(200, &[], r#"[{"id":1},{"id":-1}]"#);
    let error = client.issues().list(&token, "P").await.unwrap_err();
    assert!(
        causes(&error).ends_with("`[1].id` is a number out of range"),
        "{}",
        causes(&error)
    );
    told.says(200, &[], r#"[{"id":1},{"title":"secret"}]"#);
    let mut pages = client.issues().list(&token, "P").pages();
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(
        causes(&error).ends_with("the field `[1].id` is missing"),
        "{}",
        causes(&error)
    );
    assert!(error.unreadable_answer().is_some());
    told.says(409, &[], r#"{"key":["secret"]}"#);
    let refused = client.exports().start(&token).await.unwrap_err();
    let error = refused.body_as::<foreign::model::Project>().unwrap_err();
    assert!(
        causes(&error).ends_with("`key` is an array"),
        "{}",
        causes(&error)
    );

    // Models of the built-in systems have paths as well.
    let built_in = breb::Client::builder()
        .base_url("https://x.test")
        .credentials("the id", "the secret")
        .clock(ManualClock::new().skip_sleeps())
        .transport(told.clone())
        .build()
        .unwrap();
    let token = built_in.token::<Payments>().await.unwrap();
    told.says(
        200,
        &[],
        r#"{"payments":[{"id":"p-1"},{"id":"p-2","amount":{"value":{"secret":7}}}]}"#,
    );
    let error = built_in.payments().list(&token).await.unwrap_err();
    let causes = causes(&error);
    assert!(causes.contains("`payments[1].amount.value`"), "{causes}");
    assert!(
        !format!("{error:?} {causes}").contains("secret"),
        "{causes}"
    );
}

#[tokio::test]
async fn error_in_an_answer_of_success_can_be_reached() {
    let told = Told::default();
    let (client, token, _) = told.writer().await;
    let body = r#"{"error":{"code":"limit_exceeded","message":"secret"},"left":0}"#;
    told.says(200, &[], body);
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert!(error.is_decode() && error.problem().is_none(), "{error}");
    let answer = error.unreadable_answer().unwrap();
    assert_eq!(
        (answer.code(), answer.detail()),
        (Some("limit_exceeded"), Some("secret"))
    );
    assert_eq!(answer.field("left"), Some(json!(0)));
    assert_eq!(answer.raw(), body.as_bytes());
    let shown = format!("{error} {error:?} {answer:?} {}", causes(&error));
    assert!(
        !shown.contains("secret") && !shown.contains("limit_exceeded"),
        "{shown}"
    );

    // A status that the spec does not describe, and a body that is no text.
    told.says(206, &[], r#"{"error":"partial"}"#);
    let error = client.exports().start(&token).await.unwrap_err();
    assert_eq!(error.unreadable_answer().unwrap().code(), Some("partial"));
    told.says(200, &[("content-type", "text/plain")], b"\xff");
    let error = client.exports().table(&token, "all").await.unwrap_err();
    assert_eq!(error.unreadable_answer().unwrap().raw(), b"\xff");
    // A refusal is none.
    told.says(404, &[], body);
    let error = client.projects().get(&token, "P").await.unwrap_err();
    assert!(error.problem().is_some() && error.unreadable_answer().is_none());
}
