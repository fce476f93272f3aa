use std::sync::Mutex;

use http::{HeaderName, StatusCode};
use serde_json::{Value, json};

use super::*;
use crate::clock::ManualClock;
use crate::webhook::error::Reason;
use crate::webhook::secret::Secret;
use crate::webhook::signer::Signer;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Verdict {
    Yes,
    No,
}

impl Answer for Verdict {
    const DEADLINE: Duration = Duration::from_secs(2);

    fn to_json(&self) -> Value {
        json!({"yes": *self == Verdict::Yes})
    }
}

type Asked = Authorizer<Value, Verdict>;

/// Does what the question tells it to.
async fn decide(question: Value) -> Result<Verdict, String> {
    match question["do"].as_str() {
        Some("hang") => std::future::pending().await,
        Some("panic later") => {
            tokio::task::yield_now().await;
            panic!("canary");
        }
        Some("fail") => Err("no database".to_owned()),
        _ => Ok(Verdict::Yes),
    }
}

fn authorizer() -> (Asked, ManualClock) {
    let clock = ManualClock::new();
    let authorizer = Authorizer::decided_by(decide).otherwise(Verdict::No);
    (authorizer.clock(clock.clone()), clock)
}

async fn ask(authorizer: &Asked, body: &'static str) -> Answered<Verdict> {
    authorizer.answer(&HeaderMap::new(), body).await
}

fn assert_fallback(answered: &Answered<Verdict>) {
    assert_eq!(answered.status(), StatusCode::OK);
    assert_eq!(&answered.body()[..], br#"{"yes":false}"#);
}

#[tokio::test]
async fn a_decision_is_the_answer() {
    let (authorizer, clock) = authorizer();
    let answered = ask(&authorizer, "{}").await;
    assert_eq!(answered.status(), StatusCode::OK);
    assert_eq!(&answered.body()[..], br#"{"yes":true}"#);
    assert!(matches!(answered.outcome(), Outcome::Decided(Verdict::Yes)));
    assert_eq!(clock.waiting(), 0);
}

#[tokio::test]
async fn the_fallback_comes_when_the_time_is_up_and_not_before() {
    let (authorizer, clock) = authorizer();
    let asking = tokio::spawn(async move { ask(&authorizer, r#"{"do":"hang"}"#).await });
    while clock.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    clock.advance(Verdict::DEADLINE - Duration::from_millis(1));
    tokio::task::yield_now().await;
    assert!(!asking.is_finished());
    clock.advance(Duration::from_millis(1));
    let answered = asking.await.unwrap();
    assert_fallback(&answered);
    assert!(matches!(answered.outcome(), Outcome::TimedOut));
}

#[tokio::test]
async fn the_deadline_can_be_set() {
    let (authorizer, clock) = authorizer();
    let authorizer = authorizer.deadline(Duration::from_secs(1));
    let asking = tokio::spawn(async move { ask(&authorizer, r#"{"do":"hang"}"#).await });
    while clock.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    clock.advance(Duration::from_secs(1));
    assert_fallback(&asking.await.unwrap());
}

#[tokio::test]
async fn a_body_that_is_slow_takes_from_the_same_time() {
    let (authorizer, clock) = authorizer();
    let asking = tokio::spawn(async move {
        let headers = HeaderMap::new();
        let body = std::future::pending();
        authorizer.answer_when_read(&headers, body).await
    });
    while clock.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    clock.advance(Verdict::DEADLINE);
    let answered = asking.await.unwrap();
    assert_fallback(&answered);
    assert!(matches!(answered.outcome(), Outcome::TimedOut));
}

#[tokio::test]
async fn failures_and_panics_lead_to_the_fallback() {
    let (authorizer, _clock) = authorizer();
    let failed = ask(&authorizer, r#"{"do":"fail"}"#).await;
    assert_fallback(&failed);
    assert!(
        matches!(failed.outcome(), Outcome::Failed(error) if error.to_string() == "no database")
    );

    let panicked = ask(&authorizer, r#"{"do":"panic later"}"#).await;
    assert_fallback(&panicked);
    assert!(matches!(panicked.outcome(), Outcome::Panicked));
    assert!(!format!("{panicked:?}").contains("canary"));

    let unreadable = ask(&authorizer, "canary").await;
    assert_fallback(&unreadable);
    assert!(matches!(unreadable.outcome(), Outcome::Unreadable(error)
        if error.reason() == Reason::NotJson));
}

#[tokio::test]
async fn so_does_a_function_that_panics_before_it_waits_or_when_it_is_dropped() {
    fn at_once(_question: Value) -> std::future::Ready<Result<Verdict, BoxError>> {
        panic!("at once");
    }
    let authorizer = Authorizer::decided_by(at_once).otherwise(Verdict::No);
    let answered = ask(&authorizer, "{}").await;
    assert_fallback(&answered);
    assert!(matches!(answered.outcome(), Outcome::Panicked));

    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("when dropped");
        }
    }
    let clock = ManualClock::new();
    let authorizer = Authorizer::decided_by(|_question| async {
        let _bomb = Bomb;
        std::future::pending::<Result<Verdict, BoxError>>().await
    });
    let authorizer: Asked = authorizer.otherwise(Verdict::No).clock(clock.clone());
    let asking = tokio::spawn(async move { ask(&authorizer, "{}").await });
    while clock.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    clock.advance(Verdict::DEADLINE);
    assert_fallback(&asking.await.unwrap());
}

#[tokio::test]
async fn with_a_verifier_strangers_get_no_answer() {
    let name = HeaderName::from_static("x-signature");
    let secret = Secret::new("s").unwrap();
    let signer = Signer::new(name.clone(), secret.clone());
    let (authorizer, _clock) = authorizer();
    let authorizer = authorizer.verifier(Verifier::new(name, secret).max_body(10));

    let genuine = authorizer.answer(&signer.headers(b"{}"), "{}").await;
    assert!(matches!(genuine.outcome(), Outcome::Decided(Verdict::Yes)));
    for (headers, body, status) in [
        (HeaderMap::new(), "{}", StatusCode::UNAUTHORIZED),
        (signer.headers(b"[]"), "{}", StatusCode::UNAUTHORIZED),
        (
            signer.headers(b"[1,2,3,4,5,6]"),
            "[1,2,3,4,5,6]",
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ] {
        let refused = authorizer.answer(&headers, body).await;
        assert_eq!((refused.status(), refused.body().len()), (status, 0));
        assert!(matches!(refused.outcome(), Outcome::Refused(_)));
    }
}

#[tokio::test]
async fn an_observer_sees_each_answer_and_breaks_none() {
    let (authorizer, _clock) = authorizer();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let authorizer = authorizer.observer(move |answered| {
        noted
            .lock()
            .unwrap()
            .push(format!("{:?}", answered.outcome()));
        if matches!(answered.outcome(), Outcome::Failed(_)) {
            panic!("the observer fails");
        }
    });
    ask(&authorizer, "{}").await;
    assert_fallback(&ask(&authorizer, r#"{"do":"panic later"}"#).await);
    assert_fallback(&ask(&authorizer, r#"{"do":"fail"}"#).await);
    let seen = seen
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    assert_eq!(
        *seen,
        ["Decided(Yes)", "Panicked", "Failed(\"no database\")"]
    );
}
