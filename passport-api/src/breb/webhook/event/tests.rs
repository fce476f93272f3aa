use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::breb::model::Money;

fn read(body: Value) -> PaymentEvent {
    serde_json::from_value(body).unwrap()
}

#[test]
fn both_vocabularies_are_one() {
    let inbound = Some(PaymentDirection::Inbound);
    let outbound = Some(PaymentDirection::Outbound);
    for (name, kind, direction) in [
        ("payment.inbound", EventKind::Received, &inbound),
        ("payment.inbound.received", EventKind::Received, &inbound),
        ("payment.confirmed", EventKind::Confirmed, &None),
        ("payment.inbound.confirmed", EventKind::Confirmed, &inbound),
        (
            "payment.outbound.confirmed",
            EventKind::Confirmed,
            &outbound,
        ),
        ("payment.settled", EventKind::Settled, &None),
        ("payment.inbound.settled", EventKind::Settled, &inbound),
        ("payment.outbound.settled", EventKind::Settled, &outbound),
        ("payment.rejected", EventKind::Rejected, &None),
        ("payment.inbound.rejected", EventKind::Rejected, &inbound),
        ("Payment.Outbound.Rejected", EventKind::Rejected, &outbound),
    ] {
        let event = read(json!({"event": name, "payment": {"id": "p-1"}}));
        assert_eq!(
            (&event.kind, &event.direction),
            (&kind, direction),
            "{name}"
        );
        assert_eq!(event.name(), name);
        let is_end = matches!(kind, EventKind::Settled | EventKind::Rejected);
        assert_eq!(event.is_final(), is_end, "{name}");
    }
}

#[test]
fn an_event_that_is_not_known_is_kept() {
    let body = json!({"event": "payment.inbound.returned", "payment": {"id": "p-1",
                      "direction": "INCOMING"}, "why": ["x", 1]});
    let event = read(body.clone());
    assert_eq!(
        event.kind,
        EventKind::Other("payment.inbound.returned".to_owned())
    );
    assert_eq!(event.direction, Some(PaymentDirection::Inbound));
    assert!(!event.is_final());
    assert_eq!(Value::Object(event.raw().expose().clone()), body);

    let nameless = read(json!({}));
    assert_eq!(nameless.kind, EventKind::Other(String::new()));
    assert!(nameless.payment.is_none() && nameless.id().is_none());
}

#[test]
fn the_payment_is_found_wherever_it_stands() {
    let payment = json!({"id": "p-1", "status": "SETTLED", "type": "BREB", "breb_recipient_id": "d-1",
                         "amount": {"value": "25000.50", "currency": "COP"}, "new": {"field": 1}});
    let mut flat = payment.clone();
    flat["event"] = json!("payment.settled");
    let mut with_both_ids = flat.clone();
    with_both_ids["id"] = json!("evt-1");
    with_both_ids["payment_id"] = json!("p-1");
    for body in [
        flat,
        with_both_ids,
        json!({"event": "payment.settled", "payment": payment}),
        json!({"event_type": "payment.settled", "id": "evt-1", "data": payment}),
        json!({"type": "payment.settled", "data": {"payment": payment, "id": "x"}}),
        json!({"topic": "payment.settled", "payload": {"object": payment}}),
        json!({"event": {"type": "payment.settled", "data": payment}}),
        json!({"name": "payment.settled", "body": {"resource": {"payment": payment}}}),
    ] {
        let event = read(body.clone());
        assert_eq!(event.kind, EventKind::Settled, "{body}");
        assert_eq!(event.payment_id(), Some(&"p-1".into()), "{body}");
        let payment = event.payment.as_ref().unwrap();
        let amount: crate::types::Amount = "25000.50".parse().unwrap();
        assert_eq!(payment.amount, Some(Money::cop(amount)), "{body}");
        assert_eq!(event.status(), Some(PaymentStatus::Settled), "{body}");
    }
}

#[test]
fn an_event_without_a_payment_makes_none_up() {
    for body in [
        json!({"id": "evt-1", "event": "payment.settled"}),
        json!({"event": "payment.settled", "payment": "p-1"}),
        json!({"event": "payment.settled", "data": [{"id": "p-1"}]}),
        json!({"event": "payment.settled", "payment": {"status": "SETTLED"}}),
        json!({"event": "payment.settled", "payment": {"id": "p-1", "amount": "many"}}),
    ] {
        let event = read(body.clone());
        assert_eq!(event.kind, EventKind::Settled, "{body}");
        assert!(event.payment.is_none() && event.id().is_none(), "{body}");
        assert_eq!(event.status(), Some(PaymentStatus::Settled), "{body}");
    }
}

#[test]
fn where_name_and_payment_contradict_each_other_nothing_is_final() {
    for (name, status, expected) in [
        ("payment.settled", "PENDING", Some(PaymentStatus::Settled)),
        ("payment.settled", "", Some(PaymentStatus::Settled)),
        ("payment.settled", "REJECTED", None),
        ("payment.rejected", "SETTLED", None),
        ("payment.confirmed", "SETTLED", Some(PaymentStatus::Settled)),
        ("payment.confirmed", "", None),
    ] {
        let event = read(json!({"event": name, "payment": {"id": "p-1", "status": status}}));
        assert_eq!(event.status(), expected, "{name} {status}");
    }
    let unreadable = json!({"event": "payment.settled", "payment": {"status": "REJECTED"}});
    assert_eq!(read(unreadable).status(), None);
    let payment = json!({"id": "p-1", "direction": "OUTBOUND"});
    let event = read(json!({"event": "payment.inbound", "payment": payment}));
    assert_eq!(event.direction, None);
}

#[test]
fn the_error_is_found_in_the_payment_and_beside_it() {
    let error = json!({"error_code": "B105", "error_description": "B105"});
    for body in [
        json!({"event": "payment.rejected", "payment": {"id": "p-1", "error": error}}),
        json!({"event": "payment.rejected", "payment": {"id": "p-1"}, "error": error}),
        json!({"event": "payment.rejected", "data": {"payment": {"id": "p-1"}, "error": error}}),
    ] {
        let found = read(body.clone()).error.and_then(|error| error.error_code);
        assert_eq!(found.as_deref(), Some("B105"), "{body}");
    }
}

#[test]
fn a_payment_has_several_events_and_each_is_one() {
    let id = |name: &str, status: &str, sent_at: u32| {
        let payment = json!({"id": "p-1", "status": status});
        let event = read(json!({"event": name, "payment": payment, "sent_at": sent_at}));
        event.id().unwrap().into_owned()
    };
    let confirmed = id("payment.confirmed", "PENDING", 1);
    assert_eq!(confirmed, id("payment.confirmed", "PENDING", 2));
    assert_ne!(confirmed, id("payment.settled", "PENDING", 1));
    assert_ne!(confirmed, id("payment.confirmed", "SETTLED", 1));
}

#[test]
fn an_event_that_does_not_say_what_it_is_has_no_id() {
    for body in [
        json!({"payment": {"id": "p-1", "status": "SETTLED"}}),
        json!({"event": "", "payment": {"id": "p-1", "status": "SETTLED"}}),
        json!({"event": "payment.settled", "payment": {"id": "p-1"}}),
        json!({"event": "payment.settled", "payment": {"id": "p-1", "status": ""}}),
        json!({"event": "payment.settled", "payment": {"id": "p-1", "status": null}}),
        json!({"event": "payment.settled", "payment": {"id": "", "status": "SETTLED"}}),
    ] {
        assert_eq!(read(body.clone()).id(), None, "{body}");
    }
}

#[test]
fn nothing_personal_is_shown() {
    let event = read(
        json!({"event": "payment.inbound", "name": "canary", "note": "canary",
        "payment": {"id": "p-1", "sender": {"owner": {"name": "canary"},
                    "key": {"key_value": "canary"}, "account": {"account_number": "canary"}}}}),
    );
    assert!(event.payment.is_some());
    assert!(!format!("{event:?} {event:#?}").contains("canary"));
    let error = serde_json::from_str::<PaymentEvent>("[]").unwrap_err();
    assert!(error.is_data());
}

/// JSON made of the words that the reader looks for.
fn bodies() -> impl Strategy<Value = Value> {
    let words = [
        "event",
        "event_type",
        "type",
        "name",
        "data",
        "payload",
        "payment",
        "payment_id",
        "id",
        "status",
        "amount",
        "error",
        "payment.settled",
        "SETTLED",
        "direction",
        "INBOUND",
    ];
    let word = proptest::sample::select(words.to_vec());
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        let fields = proptest::collection::vec((word.clone(), inner.clone()), 0..6);
        let object = fields.prop_map(|fields| {
            let fields = fields
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value));
            Value::Object(fields.collect())
        });
        prop_oneof![
            object,
            proptest::collection::vec(inner, 0..3).prop_map(Value::from)
        ]
    })
}

proptest! {
    #[test]
    fn every_object_is_an_event_and_none_panics(body in bodies()) {
        let event = serde_json::from_value::<PaymentEvent>(body.clone());
        prop_assert_eq!(event.is_ok(), body.is_object());
        if let Ok(event) = event {
            let _ = (event.id(), event.is_final(), format!("{event:?}"));
            prop_assert_eq!(Value::Object(event.raw().expose().clone()), body);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        let _ = serde_json::from_slice::<PaymentEvent>(&bytes);
    }
}
