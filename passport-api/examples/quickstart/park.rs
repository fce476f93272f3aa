//! A parking session: zone, rates, quote, session.

use std::time::Duration;

use passport_api::parking::model::{
    CreateQuote, CreateSession, Quote, Rates, Session, SessionPayment, Timestamp, Vehicle, Zone,
};
use passport_api::parking::{self, CATALOG};
use passport_api::{Clock, Error, Page};

use crate::narrate::{Narrator, chapter};

parking::scope_set! {
    /// What the kiosk may do.
    pub(crate) struct Kiosk =
        "read:zones", "read:rates", "write:quotes", "write:sessions", "read:sessions";
}

pub(crate) async fn run(
    client: &parking::Client,
    clock: &impl Clock,
    narrator: &mut Narrator,
) -> Result<(), Error> {
    chapter("A parking session", client.base_url());
    let token = narrator.token(client.token::<Kiosk>()).await?;

    let call = client.zones().list(&token).zone_number(ZONE).send();
    let shown =
        |zones: &Page<Zone>| format!("{} zone(s) with the number {ZONE}", zones.items.len());
    let zones = narrator.call(&CATALOG, "zones.list", call, shown).await?;
    let Some(zone) = zones.into_iter().next() else {
        println!("      there is no such zone here, so nothing can be parked in it");
        return Ok(());
    };

    let rates = client.rates().get(&token, &zone.id);
    let rates = rates
        .vehicle_plate(PLATE)
        .vehicle_state(STATE)
        .vehicle_country(COUNTRY);
    let shown = |rates: &Rates| format!("{} periods are sold", rates.rates.len());
    narrator
        .call(&CATALOG, "rates.get", rates.send(), shown)
        .await?;

    let start = Timestamp::from(clock.now() + A_MINUTE);
    let vehicle = Vehicle::new(PLATE, STATE).with_country(COUNTRY);
    let quote = CreateQuote::new(&zone.id, start, 60_u32).with_vehicle(vehicle);
    let call = client.quotes().create(&token, &quote).send();
    let shown = |quote: &Quote| match &quote.id {
        Some(id) => format!("quote {id}"),
        None => "a quote without an id".to_owned(),
    };
    let quote = narrator
        .call(&CATALOG, "quotes.create", call, shown)
        .await?;
    let Some(quote_id) = quote.id else {
        println!("      the quote has no id, so no session can be made of it");
        return Ok(());
    };

    let session =
        CreateSession::new(quote_id).with_payment(SessionPayment::Token("a payment token".into()));
    let call = client.sessions().create(&token, &session).send();
    let session = narrator
        .call(&CATALOG, "sessions.create", call, describe)
        .await?;

    let call = client.sessions().get(&token, &session.id).send();
    narrator
        .call(&CATALOG, "sessions.get", call, describe)
        .await?;
    Ok(())
}

fn describe(session: &Session) -> String {
    let until = session
        .end_time
        .as_ref()
        .map_or("no end", Timestamp::as_str);
    format!("session {} until {until}", session.id)
}

const ZONE: &str = "1001";
const PLATE: &str = "ABC123";
const STATE: &str = "NC";
const COUNTRY: &str = "US";
const A_MINUTE: Duration = Duration::from_secs(60);
