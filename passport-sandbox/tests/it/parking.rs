//! Parking: from a zone to a running session.

use std::time::Duration;

use passport_sandbox::{ManualClock, Sandbox};
use serde_json::{Value, json};

use crate::support::{Caller, text};

pub(crate) const ZONES: &str = "/v3/shared/zones";
pub(crate) const RATES: &str = "/v3/parking/rates";
pub(crate) const QUOTES: &str = "/v3/parking/quotes";
pub(crate) const SESSIONS: &str = "/v3/parking/sessions";
pub(crate) const EVENTS: &str = "/v3/shared/events";
pub(crate) const RIGHTS: &str = "/v4/enforcement/parking-rights";

/// A sandbox, a caller and its two zones.
pub(crate) struct City {
    pub(crate) clock: ManualClock,
    pub(crate) caller: Caller,
    pub(crate) vehicles: Value,
    pub(crate) spaces: Value,
    _sandbox: Sandbox,
}

impl City {
    pub(crate) async fn open() -> Self {
        let clock = ManualClock::new();
        let builder = Sandbox::builder().clock(clock.clone());
        let sandbox = builder.start().await.unwrap();
        let caller = Caller::with_every_scope(&sandbox, "parking").await;
        let zones = caller.get(ZONES).await.body;
        Self {
            clock,
            vehicles: zones["data"][0].clone(),
            spaces: zones["data"][1].clone(),
            caller,
            _sandbox: sandbox,
        }
    }

    pub(crate) fn quote(&self) -> Value {
        json!({
            "zone_id": self.vehicles["id"],
            "duration": 60,
            "vehicle": car(),
            "account_id": "driver-1",
        })
    }

    async fn rights(&self, query: &str) -> Vec<Value> {
        let operator = text(&self.vehicles, "/operator_id");
        let path = format!("{RIGHTS}?operator_id={operator}{query}");
        let got = self.caller.get(&path).await;
        assert_eq!(got.status, 200, "{}", got.text);
        got.body["data"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_quote_becomes_a_session() {
    let city = City::open().await;
    let path = format!(
        "{RATES}?zone_id={}&vehicle_plate=ABC123&vehicle_state=NC&vehicle_country=US",
        text(&city.vehicles, "/id")
    );
    let rates = city.caller.get(&path).await.body;
    assert_eq!(rates["min_billing_increment"], 15);
    assert_eq!(rates["rates"][3]["increment"], 60);
    let quote = city.caller.made(QUOTES, &city.quote()).await;
    assert_eq!(quote["total_fees"], rates["rates"][3]["total_fees"]);

    let order = json!({ "quote_id": quote["id"], "payment": { "token": "tok" } });
    let session = city.caller.made(SESSIONS, &order).await;
    assert_eq!(session["status"], "active");
    assert_eq!(session["account_id"], "driver-1");
    assert_eq!(session["total_fees"]["amount"], "2.00");
    let path = format!("{SESSIONS}/{}", text(&session, "/id"));
    assert_eq!(city.caller.get(&path).await.body, session);

    let again = city.caller.post(SESSIONS, &order).await;
    assert_eq!(again.status, 400);
    assert_eq!(
        again.body["type"],
        "io.passportlabs:error:quote_already_used"
    );

    let rights = city.rights("&vehicle_plate=ABC123").await;
    assert_eq!(rights.len(), 1);
    assert_eq!(rights[0]["reference_id"], session["reference_id"]);
    assert!(city.rights("&vehicle_plate=XYZ").await.is_empty());
    // The token lives as long as the session, so the clock stops just before both end.
    city.clock.advance(Duration::from_secs(3599));
    assert_eq!(city.rights("").await.len(), 1);
}

#[tokio::test]
async fn sessions_end() {
    let city = City::open().await;
    let mut quote = city.quote();
    quote["duration"] = json!(15);
    let quote = city.caller.made(QUOTES, &quote).await;
    let order = json!({ "quote_id": quote["id"] });
    let session = city.caller.made(SESSIONS, &order).await;
    city.clock.advance(Duration::from_secs(15 * 60));
    let path = format!("{SESSIONS}/{}", text(&session, "/id"));
    assert_eq!(city.caller.get(&path).await.body["status"], "ended");
    assert!(city.rights("").await.is_empty());
}

#[tokio::test]
async fn spaces_are_parked_on() {
    let city = City::open().await;
    let zone_id = text(&city.spaces, "/id");
    let without = city.caller.get(&format!("{RATES}?zone_id={zone_id}")).await;
    assert_eq!(without.status, 400);
    let wrong = format!("{RATES}?zone_id={zone_id}&space_number=99");
    assert_eq!(city.caller.get(&wrong).await.status, 400);
    let rates = format!("{RATES}?zone_id={zone_id}&space_number=2&time_period=30");
    assert_eq!(
        city.caller.get(&rates).await.body["rates"]
            .as_array()
            .unwrap()
            .len(),
        2
    );

    let quote = json!({ "zone_id": zone_id, "space_number": "2", "duration": 20 });
    let quote = city.caller.made(QUOTES, &quote).await;
    assert_eq!(quote["total_fees"]["amount"], "1.00");
    let session = json!({ "quote_id": quote["id"] });
    let session = city.caller.made(SESSIONS, &session).await;
    assert_eq!(session["space_number"], "2");
    let query = format!("&zone_id={zone_id}&space_number=2");
    assert_eq!(city.rights(&query).await.len(), 1);
}

#[tokio::test]
async fn zones_are_found() {
    let city = City::open().await;
    for (query, expect) in [
        ("zone_number=1001", 1),
        ("zone_number=9", 0),
        ("latitude=35.2271&longitude=-80.8431", 2),
        ("latitude=35.2271&longitude=-80.8431&radius=10", 1),
        ("latitude=0&longitude=0", 0),
        ("limit=1", 1),
    ] {
        let got = city.caller.get(&format!("{ZONES}?{query}")).await;
        assert_eq!(
            got.body["data"].as_array().unwrap().len(),
            expect,
            "{query}"
        );
    }
    assert_eq!(
        city.caller.get(&format!("{ZONES}?latitude=1")).await.status,
        400
    );
}

#[tokio::test]
async fn problems_have_types() {
    let city = City::open().await;
    let quote = city.caller.made(QUOTES, &city.quote()).await;
    let with = |field: &str, value: Value| {
        let mut quote = city.quote();
        quote[field] = value;
        quote
    };
    let pay = |payment: Value| json!({ "quote_id": quote["id"], "payment": payment });
    for (path, body, status, code) in [
        (
            QUOTES,
            with("zone_id", json!("none")),
            404,
            "zone_not_found",
        ),
        (QUOTES, with("zone_id", Value::Null), 400, "missing_field"),
        (QUOTES, with("vehicle", json!({})), 400, "missing_field"),
        (
            QUOTES,
            with("duration", json!(1000)),
            400,
            "period_not_sold",
        ),
        (QUOTES, with("duration", json!(0)), 400, "invalid_field"),
        (
            SESSIONS,
            json!({ "quote_id": "none" }),
            404,
            "quote_not_found",
        ),
        (SESSIONS, json!({}), 400, "missing_field"),
        (SESSIONS, pay(json!({})), 400, "missing_field"),
        (
            SESSIONS,
            pay(json!({ "network_token": {} })),
            400,
            "missing_field",
        ),
        (
            SESSIONS,
            pay(json!({ "token": "declined" })),
            400,
            "payment_declined",
        ),
        (EVENTS, event(&["vehicle"]), 400, "missing_field"),
        (EVENTS, json!({ "type": "other" }), 400, "invalid_field"),
    ] {
        let got = city.caller.post(path, &body).await;
        let expect = format!("io.passportlabs:error:{code}");
        assert_eq!(
            (got.status, &got.body["type"]),
            (status, &json!(expect)),
            "{body}"
        );
        assert_eq!(got.content_type, "application/problem+json");
        assert!(got.body["title"].is_string() && got.body["detail"].is_string());
    }
    assert_eq!(city.caller.get(RIGHTS).await.status, 400);
    assert_eq!(
        city.caller.get(&format!("{SESSIONS}/none")).await.status,
        404
    );

    city.clock.advance(Duration::from_secs(600));
    let late = city
        .caller
        .post(SESSIONS, &json!({ "quote_id": quote["id"] }))
        .await;
    assert_eq!(late.body["type"], "io.passportlabs:error:quote_expired");
}

#[tokio::test]
async fn events_become_rights() {
    let city = City::open().await;
    let mut started = event(&[]);
    let now = jiff::Timestamp::try_from(passport_sandbox::Clock::now(&city.clock)).unwrap();
    let end = now + jiff::SignedDuration::from_mins(30);
    for (field, value) in [
        ("operator_id", city.vehicles["operator_id"].clone()),
        ("start_time", json!(now.to_string())),
        ("end_time", json!(end.to_string())),
    ] {
        started["data"][0][field] = value;
    }
    let got = city.caller.post(EVENTS, &started).await;
    assert_eq!((got.status, got.text.as_str()), (202, ""));
    city.clock.advance(Duration::from_millis(1));
    let rights = city.rights("&vehicle_plate=XYZ987").await;
    assert_eq!(rights[0]["zone_id"], "ours-7");

    let mut stopped = started.clone();
    stopped["type"] = json!("parking_session_stopped");
    stopped["data"][0]["end_time"] = json!((now + Duration::from_secs(60)).to_string());
    let refused = city.caller.post(EVENTS, &stopped).await;
    assert_eq!(refused.status, 400, "the totals are missing");
    stopped["data"][0]["total_session_fees"] = fees("-0.50");
    assert_eq!(city.caller.post(EVENTS, &stopped).await.status, 202);
    city.clock.advance(Duration::from_secs(60));
    assert!(city.rights("").await.is_empty());
}

fn car() -> Value {
    json!({ "vehicle_plate": "ABC123", "vehicle_state": "NC", "vehicle_country": "US" })
}

fn fees(parking: &str) -> Value {
    json!({ "parking_fee": parking, "convenience_fee": "0", "tax": "0", "currency_code": "USD" })
}

pub(crate) fn event(without: &[&str]) -> Value {
    let mut event = json!({
        "occurred_at": "2025-01-02T03:04:05Z",
        "session_id": "s-1",
        "operator_id": "o-1",
        "external_zone_id": "ours-7",
        "start_time": "2025-01-02T03:04:05Z",
        "end_time": "2025-01-02T04:04:05.5Z",
        "vehicle": { "vehicle_plate": "XYZ987", "vehicle_state": "OR" },
        "event_fees": fees("1.00"),
    });
    for name in without {
        event.as_object_mut().unwrap().remove(*name);
    }
    json!({ "type": "parking_session_started", "version": "3.0.0", "data": [event] })
}
