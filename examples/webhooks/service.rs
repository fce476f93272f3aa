//! The service: its state, its two routes, and what they do.

use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::post;
use passport_api::breb::model::{PaymentId, PaymentStatus};
use passport_api::breb::webhook::{AuthorizationRequest, Decision, PaymentEvent};
use passport_api::types::Amount;
use passport_api::webhook::{Authorizer, Reserved, Seen, Verified, Verifier, Webhook};
use passport_api::{Clock, ScopedToken, breb};

breb::scope_set! {
    /// What the service may do: look at a payment, and nothing else.
    pub(crate) struct Watch = "paas.core.breb_payments.get";
}

/// What every request needs.
#[derive(Clone)]
pub(crate) struct Shop {
    /// Tells genuine deliveries from others.
    pub(crate) verifier: Verifier,
    /// Remembers what was handled; several processes share one by `Seen::with_store`.
    pub(crate) seen: Seen,
    /// Asks the bank.
    pub(crate) client: breb::Client,
    /// May look.
    pub(crate) token: ScopedToken<Watch>,
    /// What was booked.
    pub(crate) book: Book,
}

/// The two routes; the clock is the one by which a question is answered in time.
pub(crate) fn router(shop: Shop, clock: impl Clock) -> Router {
    let authorizer = Authorizer::decided_by(decide)
        .otherwise(Decision::Deny)
        .verifier(shop.verifier.clone())
        .clock(clock)
        .observer(|answered| println!("  the question: {}", answered.outcome()));
    Router::new()
        .route("/payments", post(receive))
        .route("/authorize", post(authorizer))
        .with_state(shop)
}

/// An event; the extractor has verified its signature and refused it otherwise.
async fn receive(
    State(shop): State<Shop>,
    Webhook(event): Webhook<PaymentEvent>,
) -> Result<StatusCode, StatusCode> {
    // Whatever fails, the sender delivers it again.
    let again = |error: &dyn std::error::Error| {
        eprintln!("  not handled: {error}");
        StatusCode::SERVICE_UNAVAILABLE
    };
    let reserved = shop.seen.reserve(event.key()).await;
    match reserved.map_err(|error| again(&error))? {
        Reserved::First(guard) => {
            // An error on the way drops the guard, which forgets the event.
            handle(&shop, &event).await.map_err(|error| again(&error))?;
            guard.commit().await.map_err(|error| again(&error))?;
            Ok(StatusCode::OK)
        }
        Reserved::InProgress => Err(StatusCode::SERVICE_UNAVAILABLE),
        Reserved::Done => Ok(StatusCode::OK),
    }
}

/// Events overtake each other, so the bank is asked how the payment is now.
async fn handle(shop: &Shop, event: &Verified<PaymentEvent>) -> Result<(), passport_api::Error> {
    let Some(id) = event.payment_id() else {
        return Ok(());
    };
    let payment = shop.client.payments().get(&shop.token, id).await?;
    shop.book.enter(payment.id, payment.status);
    Ok(())
}

/// Small payments are taken; about others somebody else decides, who may take too long.
async fn decide(request: AuthorizationRequest) -> Result<Decision, io::Error> {
    match request.payment.amount {
        Some(amount) if amount.value < Amount::from(1_000_000) => Ok(Decision::Accept),
        _ => ask_the_risk_department().await,
    }
}

/// Nobody answers the telephone there.
async fn ask_the_risk_department() -> Result<Decision, io::Error> {
    pending().await
}

/// Where the service writes to; in production a database.
#[derive(Clone, Default)]
pub(crate) struct Book(Arc<Mutex<Vec<Entry>>>);

/// A payment and how far it is.
pub(crate) type Entry = (PaymentId, Option<PaymentStatus>);

impl Book {
    fn enter(&self, id: PaymentId, status: Option<PaymentStatus>) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.push((id, status));
    }

    /// All of them.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.clone()
    }
}

impl FromRef<Shop> for Verifier {
    fn from_ref(shop: &Shop) -> Self {
        shop.verifier.clone()
    }
}
