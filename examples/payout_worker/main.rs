//! A payout worker: takes payouts from a queue and pays each of them exactly once over Bre-B,
//! although answers are lost on the way.
//!
//! ```text
//! cargo run --example payout_worker
//! ```
//!
//! It needs no credentials: it starts a sandbox, lets it lose every answer to one payment, and
//! compares the sandbox's ledger with its own book at the end.

mod book;
#[cfg(test)]
#[path = "../../passport-api/examples/quickstart/printed.rs"]
mod printed;
mod world;

use std::error::Error;

use book::{Payout, State};
use passport_api::breb::model::{PaymentId, ResolveKey};
use passport_api::{Clock, ScopedToken, SystemClock, breb};
use passport_sandbox::Fault;
use world::World;

breb::scope_set! {
    /// All that the worker may do. Whoever steals its token cannot register payees or keys.
    pub(crate) struct Payouts = "paas.core.breb_payments.post", "paas.core.breb_payments.list.get";
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await
}

async fn run() -> Result<(), Box<dyn Error>> {
    let world = World::start().await?;
    let mut book = world.three_payouts();
    // All four attempts at the first payment reach the bank; no answer to them comes back.
    let lost = Fault::reset().on("payments.create").after_processing();
    world.sandbox.inject(lost.times(4))?;

    let token = world.client.token::<Payouts>().await?;
    for round in 1..=MOST_ROUNDS {
        println!("Round {round}, to pay: {}", book.open().count());
        for payout in book.open() {
            let before = payout.state.name();
            match advance(&world.client, &token, payout).await {
                Ok(()) => println!("  {}: {before} -> {}", payout.invoice, payout.state.name()),
                // The state says from where to go on, also where the outcome is unknown.
                Err(error) => println!("  {}: {error}", payout.invoice),
            }
        }
        if book.open().next().is_none() {
            break;
        }
    }

    let made = world.sandbox.ledger("breb");
    println!("The bank has made {} payments:", made.len());
    for payment in &made {
        println!("  {} of {} pesos", payment.id, payment.amount);
    }
    let made = made.iter().map(|payment| payment.id.as_str());
    let booked = book.paid().map(PaymentId::as_str);
    if !made.eq(booked) {
        return Err("the book and the bank do not agree".into());
    }
    Ok(())
}

/// Takes a payout as far as it goes now. Each step leaves it in a state from which the next can be
/// taken, also by another process after this one was killed.
async fn advance(
    client: &breb::Client,
    token: &ScopedToken<Payouts>,
    payout: &mut Payout,
) -> Result<(), passport_api::Error> {
    loop {
        payout.state = match payout.state.clone() {
            // Before anything is paid, the book says by which resolution: at most one payment is
            // made of it, however often it is sent.
            State::New => {
                let question = ResolveKey::new(&payout.customer, payout.key.clone());
                let resolution = client.keys().resolve(token, &question).await?;
                State::Sending(payout.by(&resolution))
            }
            // From here on, whatever happens, this payment may exist.
            State::Sending(attempt) => {
                payout.state = State::Sent(attempt.clone());
                State::Paid(client.payments().create(token, &attempt.payment).await?.id)
            }
            // It was left without an answer. Was it paid?
            State::Sent(attempt) => {
                let made = client.payments().made_of(token, &attempt.payment).await?;
                match made {
                    Some(payment) => State::Paid(payment.id),
                    // Nothing can be made of this resolution any more, so another one is safe.
                    None if attempt.is_expired(SystemClock.now()) => State::New,
                    None => State::Sending(attempt),
                }
            }
            State::Paid(_) => return Ok(()),
        };
    }
}

const MOST_ROUNDS: usize = 5;

#[cfg(test)]
mod tests {
    use crate::printed::{assert_no_debug_output, printed_by};
    #[tokio::test]
    async fn each_is_paid_once() {
        super::run().await.unwrap();
    }
    #[test]
    fn the_output_is_for_people() {
        let printed = printed_by("tests::each_is_paid_once");
        assert_no_debug_output(&printed);
    }
}
