//! A parking kiosk: a driver enters a plate and minutes, sees the price, pays, and gets a ticket.
//! Nothing makes it safe to send a purchase twice, so when its answer is lost, the kiosk looks
//! whether the vehicle may park now before anybody pays again.
//!
//! ```text
//! cargo run --example parking_kiosk
//! ```
//!
//! It needs no credentials: it starts a sandbox, and loses an answer there.

#[cfg(test)]
#[path = "../../passport-api/examples/quickstart/printed.rs"]
mod printed;

use std::error::Error;
use std::fmt;

use passport_api::parking::model::{
    CreateQuote, CreateSession, SessionPayment, Timestamp, Vehicle, Zone,
};
use passport_api::{Clock, ScopedToken, SystemClock, parking};
use passport_sandbox::{Fault, Sandbox};

parking::scope_set! {
    /// What a kiosk may do.
    struct Kiosk =
        "read:zones", "write:quotes", "write:sessions", "read:parking-rights";
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await.map(|_| ())
}

/// Three drivers come by; answers what the last one gets, and the sandbox that knows what was sold.
async fn run() -> Result<(Outcome, Sandbox), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    // In production: `parking::Client::from_env()`.
    let client: parking::Client = sandbox.client()?;
    let kiosk = Machine::set_up(&client, ZONE).await?;

    for (plate, card) in [("ABC123", "a card"), ("DEF456", "declined")] {
        println!("{plate}: {}", kiosk.sell(plate, 60, card).await?);
    }
    println!("The next answer is lost on its way.");
    sandbox.inject(Fault::reset().on("sessions.create").after_processing())?;
    let outcome = kiosk.sell("GHI789", 30, "a card").await?;
    println!("GHI789: {outcome}");
    println!("Sold: {}", sandbox.ledger("parking").len());
    Ok((outcome, sandbox))
}

/// A kiosk in its zone.
struct Machine<'c> {
    client: &'c parking::Client,
    token: ScopedToken<Kiosk>,
    zone: Zone,
}

/// What the driver sees in the end.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// The vehicle may park.
    Parked { until: String },
    /// The server refused, and says why.
    Refused(String),
    /// Whether it was paid is not known, and it must not be paid again before it is.
    AskSomebody,
}

impl<'c> Machine<'c> {
    async fn set_up(client: &'c parking::Client, number: &str) -> Result<Self, Box<dyn Error>> {
        let token = client.token::<Kiosk>().await?;
        let zones = client.zones().list(&token).zone_number(number).await?;
        let zone = zones.into_iter().next().ok_or("there is no such zone")?;
        Ok(Self {
            client,
            token,
            zone,
        })
    }

    async fn sell(
        &self,
        plate: &str,
        minutes: u32,
        card: &str,
    ) -> Result<Outcome, passport_api::Error> {
        let now = Timestamp::from(SystemClock.now());
        let vehicle = Vehicle::new(plate, STATE).with_country("US");
        let quote = CreateQuote::new(&self.zone.id, now, minutes).with_vehicle(vehicle);
        let quote = self.client.quotes().create(&self.token, &quote).await?;
        let Some(quote_id) = quote.id else {
            return Ok(Outcome::Refused("it cannot be bought now".to_owned()));
        };
        // A real kiosk shows the price here and waits for the driver.
        let payment = SessionPayment::Token(card.into());
        let session = CreateSession::new(quote_id).with_payment(payment);
        match self.client.sessions().create(&self.token, &session).await {
            Ok(session) => Ok(parked(session.end_time.as_ref())),
            Err(error) if error.is_outcome_unknown() => {
                println!("  {error}; is {plate} parked?");
                self.look_up(plate).await
            }
            Err(error) => match error.problem() {
                Some(problem) => Ok(Outcome::Refused(said(problem))),
                None => Err(error),
            },
        }
    }

    /// What became of a purchase without an answer.
    async fn look_up(&self, plate: &str) -> Result<Outcome, passport_api::Error> {
        let Some(operator) = &self.zone.operator_id else {
            return Ok(Outcome::AskSomebody);
        };
        let rights = self.client.parking_rights().list(&self.token, operator);
        let rights = rights
            .zone_id(&self.zone.id)
            .vehicle_plate(plate)
            .vehicle_state(STATE)
            .await?;
        // None *so far*: the purchase may still be on its way.
        Ok(match rights.into_iter().next() {
            Some(right) => parked(right.end_time.as_ref()),
            None => Outcome::AskSomebody,
        })
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parked { until } => write!(f, "parked until {until}"),
            Self::Refused(why) => write!(f, "not parked: {why}"),
            Self::AskSomebody => f.write_str("not clear yet; do not pay again, call the attendant"),
        }
    }
}

fn parked(end: Option<&Timestamp>) -> Outcome {
    let until = end.map_or("the end of the period", Timestamp::as_str);
    Outcome::Parked {
        until: until.to_owned(),
    }
}

fn said(problem: &passport_api::Problem) -> String {
    let said = problem.detail().or(problem.title());
    said.unwrap_or("the server gives no reason").to_owned()
}

const ZONE: &str = "1001";
const STATE: &str = "NC";

#[cfg(test)]
mod tests {
    use super::{Outcome, run};
    use crate::printed::{assert_no_debug_output, printed_by};

    #[tokio::test]
    async fn a_lost_answer_is_not_paid_twice() {
        let (outcome, sandbox) = run().await.unwrap();
        assert!(matches!(outcome, Outcome::Parked { .. }), "{outcome:?}");
        // One for the first driver, one for the third; the second one's card was declined.
        assert_eq!(sandbox.ledger("parking").len(), 2);
        assert_eq!(sandbox.count("sessions.create"), 3);
    }
    #[test]
    fn the_output_is_for_people() {
        let printed = printed_by("tests::a_lost_answer_is_not_paid_twice");
        assert_no_debug_output(&printed);
    }
}
