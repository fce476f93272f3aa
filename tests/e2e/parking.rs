//! Every call of the parking system.

use std::time::{Duration, SystemTime};

use passport_api::parking::model::{
    Amount, CreateQuote, CreateSession, Currency, EventBatch, EventFees, EventZone, Period,
    SessionPayment, SessionStarted, Timestamp, Vehicle,
};
use passport_api::parking::sets::Unscoped;
use passport_api::parking::{self, Client};
use passport_api::{Clock, ScopedToken};

use crate::support::World;

parking::scope_set! {
    struct Everything =
        "read:zones", "read:rates", "write:quotes", "write:sessions", "read:sessions",
        "write:events", "read:parking-rights";
}

async fn start() -> (World, Client, ScopedToken<Everything>) {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token().await.unwrap();
    (world, client, token)
}

fn vehicle() -> Vehicle {
    Vehicle::new("ABC123", "NC").with_country("US")
}

fn in_a_minute(world: &World) -> SystemTime {
    world.clock.now() + Duration::from_secs(60)
}

#[tokio::test]
async fn a_session_from_zone_to_right() {
    let (world, client, token) = start().await;
    let zones = client
        .zones()
        .list(&token)
        .zone_number("1001")
        .limit(5)
        .await
        .unwrap();
    let zone = &zones.items[0];
    assert!(
        client
            .zones()
            .list(&token)
            .zone_number("7")
            .await
            .unwrap()
            .items
            .is_empty()
    );

    let start = Timestamp::from(in_a_minute(&world));
    let rates = client.rates().get(&token, &zone.id);
    let rates = rates
        .vehicle_plate("ABC123")
        .vehicle_state("NC")
        .vehicle_country("US");
    assert!(rates.trace_id("trace 1").await.unwrap().is_parkable());

    let body = CreateQuote::new(&zone.id, start, 60_u32).with_vehicle(vehicle());
    let quote = client.quotes().create(&token, &body).await.unwrap();
    let body = CreateSession::new(quote.id.unwrap())
        .with_payment(SessionPayment::Token("a payment token".into()));
    let session = client.sessions().create(&token, &body).await.unwrap();
    assert_eq!(
        client.sessions().get(&token, &session.id).await.unwrap().id,
        session.id
    );

    // A quote is good once, and the refusal is a typed problem.
    let error = client.sessions().create(&token, &body).await.unwrap_err();
    assert!(
        error
            .problem()
            .unwrap()
            .kind()
            .unwrap()
            .starts_with("io.passportlabs:error:")
    );
    assert!(error.problem().unwrap().title().is_some());

    world.clock.advance(Duration::from_secs(120));
    let operator = zone.operator_id.clone().unwrap();
    let rights = client
        .parking_rights()
        .list(&token, operator)
        .zone_id(&zone.id);
    assert_eq!(rights.await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn events_are_sent() {
    let (world, client, token) = start().await;
    let zones = client
        .zones()
        .list(&token)
        .zone_number("1001")
        .await
        .unwrap();
    let zone = &zones.items[0];
    let now = world.clock.now();
    let period = Period::new(now, in_a_minute(&world));
    let amount = |text: &str| text.parse::<Amount>().unwrap();
    let fees = EventFees::new(
        amount("2.50"),
        amount("0.35"),
        amount("0"),
        Currency::from("USD"),
    );
    let zone_id = EventZone::Passport(zone.id.clone());
    let operator = zone.operator_id.clone().unwrap();
    let event = SessionStarted::new(
        now,
        "our-session-1",
        operator,
        zone_id,
        period,
        vehicle(),
        fees,
    );
    let answer = client
        .events()
        .send(&token, &EventBatch::started([event]))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 202);
    assert!(answer.body().is_null(), "an empty body is null");
}

#[tokio::test]
async fn a_set_without_scopes_gets_a_token_too() {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token::<Unscoped>().await.unwrap();
    assert_eq!(token.granted().len(), 7);
}
