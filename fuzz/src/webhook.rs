//! Webhooks: no signature holds but the right one, and an event keeps what its body says.
//!
//! The input is the value of the signature's header, a line break, and the body.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue};
use passport_api::ManualClock;
use passport_api::breb::webhook::{AuthorizationRequest, EventKind, PaymentEvent};
use passport_api::webhook::{Encoding, Event, Reason, Scheme, Secret, Signer, Verifier};
use serde_json::Value;

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n');
    let (signature, body) = data.split_at(end.unwrap_or(0));
    let body = body.strip_prefix(b"\n").unwrap_or(body);
    for (signer, verifier) in SENDERS.iter() {
        check_stranger(verifier, signature, body);
        check_sender(signer, verifier, body);
    }
    check_event(body);
}

/// Whatever a stranger writes into the header, it is refused, and the refusal repeats none of it.
fn check_stranger(verifier: &Verifier, signature: &[u8], body: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(signature) else {
        return;
    };
    let headers = HeaderMap::from_iter([(HEADER, value)]);
    let refusal = verifier
        .verify(&headers, body.to_vec())
        .expect_err("nobody knows the secret");
    let reasons = [Reason::MalformedSignature, Reason::WrongSignature];
    assert!(reasons.contains(&refusal.reason()), "{refusal}");
    assert_eq!(refusal.status(), 401);
    let empty = verifier.verify(&HeaderMap::new(), body.to_vec());
    assert_eq!(
        empty.map_err(|refusal| refusal.reason()).err(),
        Some(Reason::MissingSignature)
    );
}

/// What the sender signs is accepted, and no other body for the same signature.
fn check_sender(signer: &Signer, verifier: &Verifier, body: &[u8]) {
    let headers = signer.headers(body);
    let delivery = verifier
        .verify(&headers, body.to_vec())
        .expect("the signature is right");
    assert_eq!(delivery.body(), body);
    let mut longer = body.to_vec();
    longer.push(b' ');
    let mut other = body.to_vec();
    if let Some(byte) = other.first_mut() {
        *byte ^= 1;
    }
    for changed in [longer, other] {
        let refusal = verifier.verify(&headers, changed.clone()).err();
        let expected = (changed != body).then_some(Reason::WrongSignature);
        assert_eq!(refusal.map(|refusal| refusal.reason()), expected);
    }
    let event = delivery.parse::<PaymentEvent>();
    assert_eq!(
        event.is_ok(),
        serde_json::from_slice::<PaymentEvent>(body).is_ok()
    );
}

/// Any JSON object is an event, and all of it is kept; what is known of it is told from what is not.
fn check_event(body: &[u8]) {
    let whole: Option<Value> = serde_json::from_slice(body).ok();
    let event: Option<PaymentEvent> = serde_json::from_slice(body).ok();
    assert_eq!(
        event.is_some(),
        whole.as_ref().is_some_and(Value::is_object)
    );
    let (Some(whole), Some(event)) = (whole, event) else {
        return;
    };
    assert_eq!(Some(event.raw().expose()), whole.as_object());
    match &event.kind {
        EventKind::Other(name) => assert_eq!(name, event.name()),
        _ => assert!(event.name().to_ascii_lowercase().starts_with("payment.")),
    }
    assert!(!event.is_final() || event.status().is_some_and(|status| status.is_final()));
    // What stands in a model is what the body says, word by word.
    if let Some(id) = event.payment_id() {
        assert!(
            whole
                .to_string()
                .contains(&Value::from(id.as_str()).to_string())
        );
    }
    let again: PaymentEvent = serde_json::from_value(whole.clone()).expect("it is an object");
    let facts = |event: &PaymentEvent| format!("{event:?}");
    assert_eq!(facts(&again), facts(&event));
    assert_eq!(again.id(), event.id());
    if let Ok(request) = serde_json::from_value::<AuthorizationRequest>(whole) {
        assert_eq!(request.raw().expose(), event.raw().expose());
    }
}

/// A sender of each scheme, and the receiver that knows its secret.
static SENDERS: LazyLock<Vec<(Signer, Verifier)>> = LazyLock::new(|| {
    let schemes = [
        Scheme::new(HEADER),
        Scheme::new(HEADER)
            .encoding(Encoding::Base64)
            .prefix(HeaderValue::from_static("sha256=")),
        Scheme::new(HEADER)
            .encoding(Encoding::Hex)
            .timestamped(Duration::from_mins(5)),
    ];
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_770_000_000);
    let sender = |scheme: Scheme| {
        let secret = Secret::new("nobody guesses this one").expect("it is not empty");
        let other = Secret::new("the next one").expect("it is not empty");
        let clock = ManualClock::starting_at(now);
        let signer = Signer::new(scheme.clone(), secret.clone()).clock(clock.clone());
        let verifier = Verifier::new(scheme, other)
            .also_accept(secret)
            .clock(clock);
        (signer, verifier)
    };
    schemes.into_iter().map(sender).collect()
});

const HEADER: HeaderName = HeaderName::from_static("x-signature");
