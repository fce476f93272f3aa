//! The rules of quotes, sessions and events.

use serde_json::{Value, json};

use crate::parking::{City, EVENTS, QUOTES, SESSIONS, event};

#[tokio::test]
async fn quotes_and_sessions() {
    let city = City::open().await;
    let rules = [
        ("/duration", json!(22.5), true),
        ("/duration", json!(0.25), true),
        ("/duration", json!(240), true),
        ("/duration", json!(240.001), false),
        ("/duration", json!(-1.5), false),
        ("/duration", json!("60"), false),
        ("/start_time", json!("2025-01-02T03:04:05Z"), true),
        ("/start_time", json!("2025-01-02T03:04:05.678Z"), true),
        ("/start_time", json!("2025-01-02"), false),
        ("/start_time", json!("2025-01-02 03:04:05Z"), false),
        ("/vehicle/vehicle_country", Value::Null, false),
    ];
    for (pointer, value, fits) in &rules {
        let mut body = city.quote();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value.clone();
        let got = city.caller.post(QUOTES, &body).await;
        let expect = if *fits { 201 } else { 400 };
        assert_eq!(got.status, expect, "{pointer} = {value}: {}", got.text);
    }
    let mut half = city.quote();
    half["duration"] = json!(22.5);
    half["start_time"] = json!("2025-01-02T03:00:00Z");
    let quote = city.caller.made(QUOTES, &half).await;
    assert_eq!(quote["duration"], json!(22.5));
    assert_eq!(quote["end_time"], "2025-01-02T03:22:30Z");
    assert_eq!(quote["total_fees"]["amount"], "1.00");

    let order = |location: Value| json!({ "quote_id": quote["id"], "location": location });
    for location in [
        json!([]),
        json!({ "latitude": 1 }),
        json!({ "latitude": "1", "longitude": 1 }),
    ] {
        let refused = city.caller.post(SESSIONS, &order(location)).await;
        assert_eq!(refused.status, 400, "{}", refused.text);
    }
    let place = json!({ "latitude": 35.2, "longitude": -80.8, "accuracy": 5 });
    let session = city.caller.made(SESSIONS, &order(place)).await;
    assert_eq!(session["duration"], json!(22.5));
}

#[tokio::test]
async fn events() {
    let city = City::open().await;
    let rules = [
        ("/version", Value::Null, false),
        ("/data", json!([]), false),
        ("/data/0/occurred_at", Value::Null, false),
        ("/data/0/session_id", Value::Null, false),
        ("/data/0/operator_id", Value::Null, false),
        ("/data/0/external_zone_id", Value::Null, false),
        ("/data/0/passport_zone_id", json!("z"), false),
        ("/data/0/end_time", json!("2025-01-02T03:04:05Z"), false),
        ("/data/0/vehicle", Value::Null, false),
        ("/data/0/event_fees", Value::Null, false),
        ("/data/0/event_fees/currency_code", json!("usd"), false),
        ("/data/0/event_fees/tax", json!(1), false),
        ("/data/0/event_fees/tax", json!("1e3"), false),
        ("/data/0/event_fees/tax", json!("-0.05"), true),
        ("/data/0/space_number", json!("1"), true),
        ("/data/0/account_id", json!(1), false),
        ("/data/0/rate_name", json!("day"), true),
        (
            "/data/0/location_details",
            json!({ "latitude": 1.5, "longitude": 2 }),
            true,
        ),
        ("/data/0/payment", json!({ "payment_type": "card" }), true),
        ("/data/0/payment", json!("card"), false),
    ];
    for (pointer, value, fits) in &rules {
        let mut body = event(&[]);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value.clone();
        let got = city.caller.post(EVENTS, &body).await;
        let expect = if *fits { 202 } else { 400 };
        assert_eq!(got.status, expect, "{pointer} = {value}: {}", got.text);
    }
}
