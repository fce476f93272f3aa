//! A service for webhooks with axum: events about payments are verified, typed, and handled once;
//! the question whether to accept a payment is answered in time, whatever happens.
//!
//! ```text
//! cargo run --example webhooks
//! cargo run --example webhooks -- 127.0.0.1:8080
//! ```
//!
//! The first needs no credentials: it is its own sender, and hands the requests to the router. The
//! second listens, behind a proxy that speaks TLS, and needs `WEBHOOK_SECRET` and what
//! `breb::Client::from_env` reads.

#[cfg(test)]
#[path = "../../passport-api/examples/quickstart/printed.rs"]
mod printed;
mod sender;
mod service;

use std::error::Error;

use axum::http::StatusCode;
use passport_api::breb::model::PaymentStatus;
use passport_api::webhook::{Secret, Seen, Verifier};
use passport_api::{ManualClock, SystemClock, breb};
use tokio::net::TcpListener;

use sender::Sender;
use service::{Shop, router};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1) {
        Some(address) => serve(&address).await,
        None => demonstrate().await,
    }
}

async fn serve(address: &str) -> Result<(), Box<dyn Error>> {
    let client = breb::Client::from_env()?;
    let secret = std::env::var("WEBHOOK_SECRET").map_err(|_| "set WEBHOOK_SECRET")?;
    let shop = Shop {
        verifier: Verifier::new(sender::SIGNATURE, Secret::new(secret)?),
        seen: Seen::in_memory(),
        token: client.token().await?,
        client,
        book: service::Book::default(),
    };
    let listener = TcpListener::bind(address).await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, router(shop, SystemClock)).await?;
    Ok(())
}

/// Sends what a bank would send, and shows what it is answered.
async fn demonstrate() -> Result<(), Box<dyn Error>> {
    let bank = sender::Bank::start().await?;
    let secret = Secret::new("a secret for this demonstration")?;
    let book = service::Book::default();
    let shop = Shop {
        verifier: Verifier::new(sender::SIGNATURE, secret.clone()),
        seen: Seen::in_memory(),
        token: bank.client.token().await?,
        client: bank.client.clone(),
        book: book.clone(),
    };
    let clock = ManualClock::new();
    let router = router(shop, clock.clone());
    let sender = Sender::new(router.clone(), secret);

    let event = format!(
        r#"{{"event": "payment.outbound.settled", "payment": {{"id": "{}", "status": "SETTLED"}}}}"#,
        bank.payment
    );
    let forged = Sender::new(router, Secret::new("somebody else's")?);
    let answer = forged.send("/payments", &event).await?;
    expect("a forged event", &answer, StatusCode::UNAUTHORIZED, "")?;
    for delivery in ["an event", "the same event once more"] {
        let answer = sender.send("/payments", &event).await?;
        expect(delivery, &answer, StatusCode::OK, "")?;
    }
    let booked = book.entries();
    for (payment, status) in &booked {
        let status = status
            .as_ref()
            .map_or("of unknown status", PaymentStatus::as_str);
        println!("booked: payment {payment} is {status}");
    }
    if booked != [(bank.payment.clone(), Some(PaymentStatus::Settled))] {
        return Err("the event was not booked once".into());
    }

    let small = r#"{"payment": {"amount": {"value": "25000", "currency": "COP"}}}"#;
    let answer = sender.send("/authorize", small).await?;
    expect(
        "a small payment",
        &answer,
        StatusCode::OK,
        r#"{"accept":true}"#,
    )?;
    let large = r#"{"payment": {"amount": {"value": "9000000", "currency": "COP"}}}"#;
    let answer = sender.send_and_wait("/authorize", large, &clock).await?;
    expect(
        "a large one",
        &answer,
        StatusCode::OK,
        r#"{"accept":false}"#,
    )
}

/// Shows an answer, and fails where it is another than it should be.
fn expect(
    what: &str,
    answer: &sender::Answer,
    status: StatusCode,
    body: &str,
) -> Result<(), Box<dyn Error>> {
    println!("{what}: {} {}", answer.status, answer.body);
    if answer.status != status || answer.body != body {
        return Err(format!("{what} should be answered with {status} {body}").into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::printed::{assert_no_debug_output, printed_by};
    #[tokio::test]
    async fn events_are_booked_once_and_questions_answered() {
        super::demonstrate().await.unwrap();
    }
    #[test]
    fn the_output_is_for_people() {
        let printed = printed_by("tests::events_are_booked_once_and_questions_answered");
        assert_no_debug_output(&printed);
    }
}
