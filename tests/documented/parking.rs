//! Passport Inc's parking API.

use std::time::SystemTime;

use passport_api::parking::model::{
    Amount, CreateQuote, CreateSession, Currency, EventBatch, EventFees, EventPayment, EventZone,
    Location, NetworkToken, Period, SessionExtended, SessionPayment, SessionStarted,
    SessionStopped, Timestamp, Vehicle,
};
use passport_api::parking::scopes::{read, write};
use passport_api::parking::{self, Client};
use passport_api::{ManualClock, ScopedToken};
use serde_json::{Value, json};

use crate::case::{Case, System, cases};
use crate::data;
use crate::leaves::compare;
use crate::mock::Mock;
use crate::token;

parking::scope_set! {
    struct Everything =
        "read:zones", "read:rates", "write:quotes", "write:sessions", "read:sessions",
        "write:events", "read:parking-rights";
}

type Token = ScopedToken<Everything>;

/// A client of the mock, at a time when the example's token is good.
async fn start() -> System<Client, Token> {
    let mock = Mock::start().await;
    let now: SystemTime = Timestamp::from("2021-01-25T14:13:21Z")
        .to_system_time()
        .unwrap();
    let builder = mock.builder::<Client>(ManualClock::starting_at(now));
    // The page prints two scopes and no real name; they stand for those that are inferred.
    let client: Client = builder
        .credentials("<your_client_id>", "<your_client_secret>")
        .map_scope(read::Zones, "read:resource")
        .map_scope(read::Rates, "read:resource")
        .map_scope(read::Sessions, "read:resource")
        .map_scope(read::ParkingRights, "read:resource")
        .map_scope(write::Quotes, "write:resource")
        .map_scope(write::Sessions, "write:resource")
        .map_scope(write::Events, "write:resource")
        .build()
        .unwrap();
    let example = data::example("parking", "token");
    let request = client.token::<Everything>();
    let (token, access_token) =
        token::fetch(&mock, "parking", &example, request, token_field).await;
    System {
        catalog: &parking::CATALOG,
        mock,
        client,
        token,
        access_token,
    }
}

/// A field of the token response, by its accessor.
fn token_field(token: &ScopedToken<Everything>, wire: &str) -> Option<Value> {
    use parking::token_fields;
    match wire {
        "token_type" => Some(json!(token.field(token_fields::TOKEN_TYPE).unwrap())),
        "expires_at" => {
            let expires_at = token.field(token_fields::EXPIRES_AT).unwrap();
            assert_eq!(expires_at, token::expiry(token));
            Some(json!(expires_at))
        }
        _ => None,
    }
}

#[tokio::test]
async fn every_call_is_the_documented_one_and_every_leaf_of_its_answer_is_read() {
    let mut cases = of_zones_and_sessions();
    cases.extend(of_events_and_rights());
    start().await.hold(cases).await;
}

#[tokio::test]
async fn every_leaf_of_a_problem_is_read() {
    let system = start().await;
    let example = data::example("parking", "problem");
    system.mock.answers(404, &example.text);
    let call = system.client.zones().list(&system.token);
    let error = call.await.unwrap_err();
    let problem = error.problem().unwrap().clone();
    assert_eq!(compare(&problem, &example.json()), [""; 0]);
}

fn of_zones_and_sessions() -> Vec<Case<Client, Token>> {
    fn network_token() -> SessionPayment {
        let parts = json!({"cryptogram": "AAA="}).as_object().unwrap().clone();
        SessionPayment::NetworkToken {
            provider: "wallet".to_owned(),
            network_token: NetworkToken::new(parts),
        }
    }
    cases! {
        |client: Client, token: Token|
        "zones.list" => client.zones().list(token)
            .zone_number("2109")
            .latitude(35.25)
            .longitude(-80.75)
            .radius(500.0)
            .operator_id(OPERATOR)
            .limit(25)
            .trace_id("trace 1"),
        "rates.get" => client.rates().get(token, ZONE)
            .space_number("1")
            .vehicle_plate("ABC123")
            .vehicle_state("NC")
            .vehicle_country("US")
            .start_time(START)
            .time_period(220)
            .trace_id("trace 1"),
        "quotes.create" => client.quotes().create(token, &CreateQuote::new(ZONE, START, 60_u32)
            .with_vehicle(vehicle())
            .with_space_number("1")
            .with_account_id("user-1"))
            .trace_id("trace 1"),
        "quotes.create.part_of_a_minute" => client.quotes().create(token,
            &CreateQuote::new(ZONE, START, 7.5).with_space_number("1"))
            .trace_id("trace 1"),
        "sessions.create" => client.sessions().create(token, &CreateSession::new(QUOTE)
            .with_payment(SessionPayment::Token("tok-1".into()))
            .with_receipt_email("ana@ejemplo.test")
            .with_location(place()))
            .trace_id("trace 1"),
        "sessions.create.network_token" => client.sessions().create(token,
            &CreateSession::new(QUOTE).with_payment(network_token()))
            .trace_id("trace 1"),
        "sessions.get" => client.sessions().get(token, SESSION).trace_id("trace 1"),
    }
}

/// The fields that may stand in every event.
macro_rules! detailed {
    ($event:expr) => {
        $event
            .with_space_number("1")
            .with_account_id("user-1")
            .with_rate_name("Standard")
            .with_location_details(place())
            .with_payment(
                EventPayment::new()
                    .with_gateway_transaction_id("g-1")
                    .with_payment_type("card"),
            )
    };
}

fn of_events_and_rights() -> Vec<Case<Client, Token>> {
    fn period() -> Period {
        Period::new(START, "2018-04-13T00:20:50Z")
    }
    fn started() -> EventBatch {
        let zone = EventZone::Passport(ZONE.into());
        let fees = fees("2.50");
        EventBatch::started([detailed!(SessionStarted::new(
            START,
            "our-session-1",
            OPERATOR,
            zone,
            period(),
            vehicle(),
            fees,
        ))])
    }
    fn extended() -> EventBatch {
        let zone = EventZone::External("our-zone-1".to_owned());
        let (step, total) = (fees("1.25"), fees("3.75"));
        let event = SessionExtended::new(
            "2018-04-12T23:50:50Z",
            "our-session-1",
            OPERATOR,
            zone,
            period(),
            step,
            total,
        );
        EventBatch::extended([detailed!(event).with_vehicle(vehicle())])
    }
    fn stopped() -> EventBatch {
        let zone = EventZone::Passport(ZONE.into());
        let (refund, total) = (fees("-1.25"), fees("2.50"));
        let event = SessionStopped::new(
            "2018-04-13T00:05:50Z",
            "our-session-1",
            OPERATOR,
            zone,
            period(),
            refund,
            total,
        );
        EventBatch::stopped([detailed!(event).with_vehicle(vehicle())])
    }
    cases! {
        |client: Client, token: Token|
        "events.send" => client.events().send(token, &started()).trace_id("trace 1"),
        "events.send.extended" => client.events().send(token, &extended()).trace_id("trace 1"),
        "events.send.stopped" => client.events().send(token, &stopped()).trace_id("trace 1"),
        "parking_rights.list" => client.parking_rights().list(token, OPERATOR)
            .zone_id(ZONE)
            .space_number("1")
            .vehicle_plate("ABC123")
            .vehicle_state("NC")
            .trace_id("trace 1"),
    }
}

fn vehicle() -> Vehicle {
    Vehicle::new("ABC123", "NC").with_country("US")
}

fn place() -> Location {
    Location::new(35.25, -80.75).with_accuracy(4.5)
}

fn fees(parking_fee: &str) -> EventFees {
    let sum = |text: &str| text.parse::<Amount>().unwrap();
    EventFees::new(sum(parking_fee), sum("0.75"), sum("1.00"), Currency::Usd)
}

const ZONE: &str = "0a0a0a0a-0000-4000-8000-000000000001";
const OPERATOR: &str = "0b0b0b0b-0000-4000-8000-000000000002";
const QUOTE: &str = "0c0c0c0c-0000-4000-8000-000000000004";
const SESSION: &str = "0d0d0d0d-0000-4000-8000-000000000005";
const START: &str = "2018-04-12T23:20:50Z";
