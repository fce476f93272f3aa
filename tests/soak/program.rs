//! A worker of the program: it does what a sensible user does with what the client says.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use fastrand::Rng;
use passport_api::breb::model::{
    BrebKey, CreateAchPayment, CreatePayment, KeyType, Money, Payment, ResolveKey, UpdateCustomer,
};
use passport_api::parking::model::{
    CreateQuote, CreateSession, SessionPayment, Timestamp, Vehicle,
};
use passport_api::types::Sensitive;
use passport_api::{Call, Clock, Error};

use crate::book::{Book, Order, View};
use crate::merchant::{Clients, Merchant, Tokens};
use crate::phase::Phase;

/// What the workers of a rotation share.
pub(crate) struct Shared {
    pub(crate) clients: Arc<Clients>,
    pub(crate) phase: Phase,
    pub(crate) zone: String,
    pub(crate) book: Mutex<Book>,
    pub(crate) counts: Counts,
    /// How many calls the workers may make in all.
    pub(crate) most_calls: u64,
    pub(crate) next_order: AtomicU64,
}

/// What became of the calls.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) calls: AtomicU64,
    pub(crate) unknown: AtomicU64,
    pub(crate) looked_up: AtomicU64,
    /// By the kind of their error.
    pub(crate) failed: Mutex<BTreeMap<&'static str, u64>>,
}

/// A worker with its own customer.
pub(crate) struct Worker {
    pub(crate) shared: Arc<Shared>,
    pub(crate) tokens: Tokens,
    pub(crate) merchant: Merchant,
    pub(crate) rng: Rng,
    /// The customer's names that a read may find: the last that was set for certain, and every one
    /// that may have been set, because the request may still be on its way.
    names: HashSet<String>,
    set_name: Option<String>,
    payments: Vec<Payment>,
}

impl Worker {
    pub(crate) fn new(shared: Arc<Shared>, tokens: Tokens, merchant: Merchant, rng: Rng) -> Self {
        Self {
            shared,
            tokens,
            merchant,
            rng,
            names: HashSet::new(),
            set_name: None,
            payments: Vec::new(),
        }
    }

    /// Works until enough calls were made.
    pub(crate) async fn run(mut self) {
        while self.shared.counts.calls.load(Ordering::Relaxed) < self.shared.most_calls {
            let done = match self.rng.u32(0..100) {
                0..12 => self.look_at_account().await,
                12..22 => self.look_at_payment().await,
                22..30 => self.list_payments().await,
                30..38 => self.rename().await,
                38..44 => self.look_at_customer().await,
                44..68 => self.pay().await,
                68..82 => self.pay_by_ach().await,
                82..92 => self.park().await,
                92..97 => self.ask_for_tokens().await,
                _ => self.replace_payee().await,
            };
            match done {
                Ok(()) => self.pause(self.shared.phase.pause).await,
                Err(error) => self.recover(&error).await,
            }
        }
    }

    async fn look_at_account(&mut self) -> Result<(), Error> {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let id = self.merchant.account.id.clone();
        let call = shared.clients.breb.accounts().get(&tokens.keeper, &id);
        let account = self.call(call).await?;
        self.expect(account.id == id, || {
            format!("asked for account {id}: {account:?}")
        });
        Ok(())
    }

    async fn look_at_payment(&mut self) -> Result<(), Error> {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let Some(known) = self.rng.choice(&self.payments).cloned() else {
            return Ok(());
        };
        let call = shared.clients.breb.payments().get(&tokens.payer, &known.id);
        let seen = self.call(call).await?;
        let is_same = seen.id == known.id && seen.amount == known.amount;
        self.expect(is_same, || format!("{known:?} has become {seen:?}"));
        Ok(())
    }

    async fn list_payments(&mut self) -> Result<(), Error> {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let list = shared.clients.breb.payments().list(&tokens.payer);
        let list = list.account_id(&self.merchant.account.id);
        let mut stream = list.stream().page_size(self.rng.u64(3..30));
        if self.rng.bool() {
            stream = stream.prefetch();
        }
        let mut ids = HashSet::new();
        self.shared.counts.calls.fetch_add(1, Ordering::Relaxed);
        // Some programs stop in the middle.
        for _ in 0..self.rng.usize(1..60) {
            match stream.next().await {
                Some(Ok(payment)) => {
                    let is_new = ids.insert(payment.id.clone());
                    self.expect(is_new, || format!("listed twice: {payment:?}"));
                }
                Some(Err(error)) => return Err(self.failed(error)),
                None => break,
            }
        }
        Ok(())
    }

    async fn rename(&mut self) -> Result<(), Error> {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let name = format!("Tienda {}", self.next_order());
        let body = UpdateCustomer::new().with_business_name(name.as_str());
        let id = self.merchant.customer.id.clone();
        let call = shared.clients.breb.customers();
        match self.call(call.update(&tokens.keeper, &id, &body)).await {
            Ok(customer) => {
                let set = customer.business_name.as_ref().map(Sensitive::expose);
                let is_set = set == Some(&name);
                self.expect(is_set, || format!("renamed to {name}: {customer:?}"));
                self.set_name = Some(name);
                Ok(())
            }
            Err(error) => {
                if error.is_outcome_unknown() {
                    self.names.insert(name);
                }
                Err(error)
            }
        }
    }

    async fn look_at_customer(&mut self) -> Result<(), Error> {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let id = self.merchant.customer.id.clone();
        let call = shared.clients.breb.customers().get(&tokens.keeper, &id);
        let customer = self.call(call).await?;
        let name = customer.business_name.unwrap_or_default().into_exposed();
        let set = self.set_name.as_deref().unwrap_or("Tienda");
        let is_possible = name == set || self.names.contains(&name);
        self.expect(is_possible, || {
            format!("the customer was renamed to {set} and is called {name}")
        });
        Ok(())
    }

    /// Pays by a resolution, of which at most one payment is made: where the outcome is unknown, it
    /// is looked up or sent again.
    async fn pay(&mut self) -> Result<(), Error> {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let key = BrebKey::new(KeyType::Phone, "3000000001");
        let body = ResolveKey::new(&self.merchant.customer.id, key);
        let resolve = shared.clients.breb.keys().resolve(&tokens.payer, &body);
        let resolution = self.call(resolve).await?.id;
        let amount = self.next_order();
        let body = CreatePayment::new(&self.merchant.account.id, &resolution, Money::cop(amount));
        let (view, result) = self.insist_on_payment(&body).await;
        self.note(resolution.as_str(), Some(amount), view);
        let Some(payment) = result? else {
            return Ok(());
        };
        let fits = payment.resolution_id.as_ref() == Some(&resolution)
            && payment.amount.as_ref() == Some(&body.amount);
        self.expect(fits, || {
            format!("{body:?} is said to have made {payment:?}")
        });
        self.payments.push(payment);
        Ok(())
    }

    async fn insist_on_payment(
        &mut self,
        body: &CreatePayment,
    ) -> (View, Result<Option<Payment>, Error>) {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let payments = shared.clients.breb.payments();
        let mut view = View::NotMade;
        let mut last = Ok(None);
        for _ in 0..self.rng.u32(1..5) {
            let error = match self.call(payments.create(&tokens.payer, body)).await {
                Ok(payment) => return (View::Made, Ok(Some(payment))),
                Err(error) => error,
            };
            if error.is_outcome_unknown() {
                view = View::Unknown;
                if self.rng.bool() {
                    self.shared.counts.calls.fetch_add(1, Ordering::Relaxed);
                    match payments.made_of(&tokens.payer, body).await {
                        Ok(Some(payment)) => {
                            self.shared.counts.looked_up.fetch_add(1, Ordering::Relaxed);
                            return (View::Made, Ok(Some(payment)));
                        }
                        // There is none so far; the request may still be on its way.
                        Ok(None) => {}
                        Err(error) => drop(self.failed(error)),
                    }
                }
            }
            last = Err(error);
            self.pause(Duration::from_secs(4)).await;
        }
        (view, last)
    }

    /// Pays by what may be processed twice: never sent again where the outcome is unknown.
    async fn pay_by_ach(&mut self) -> Result<(), Error> {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let amount = self.next_order();
        let payee = self.merchant.payee.id.clone();
        let account = &self.merchant.account.id;
        let body = CreateAchPayment::new(account, &payee, Money::cop(amount));
        let mut result = Ok(());
        let mut view = View::NotMade;
        for _ in 0..self.rng.u32(1..4) {
            let call = shared.clients.breb.payments();
            match self.call(call.create_ach(&tokens.payer, &body)).await {
                Ok(payment) => {
                    view = View::Made;
                    result = Ok(());
                    self.payments.push(payment);
                    break;
                }
                Err(error) if error.is_outcome_unknown() => {
                    view = View::Unknown;
                    result = Err(error);
                    break;
                }
                // Certainly not made, so that another try cannot double it.
                Err(error) => result = Err(error),
            }
            self.pause(Duration::from_secs(4)).await;
        }
        self.note(payee.as_str(), Some(amount), view);
        result
    }

    /// Buys a session: two requests that may not be sent twice.
    async fn park(&mut self) -> Result<(), Error> {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let start = shared.clients.clock.now() + Duration::from_secs(60);
        let quote = CreateQuote::new(&*shared.zone, Timestamp::from(start), 60_u32);
        let quote = quote.with_vehicle(Vehicle::new("ABC123", "NC").with_country("US"));
        let parking = &shared.clients.parking;
        let quote = parking.quotes().create(&tokens.parker, &quote);
        let quote = self.call(quote.into_call()).await?;
        let Some(quote) = quote.id else {
            self.expect(false, || "a quote without an id".to_owned());
            return Ok(());
        };
        let payment = match self.rng.u32(0..20) {
            0 => "declined",
            _ => "a payment token",
        };
        let body = CreateSession::new(quote.clone());
        let body = body.with_payment(SessionPayment::Token(payment.into()));
        let made = parking.sessions().create(&tokens.parker, &body);
        let made = self.call(made.into_call()).await;
        let view = match &made {
            Ok(_) => View::Made,
            Err(error) if error.is_outcome_unknown() => View::Unknown,
            Err(_) => View::NotMade,
        };
        self.note(quote.as_str(), None, view);
        let session = made?;
        let seen = parking.sessions().get(&tokens.parker, &session.id);
        let seen = self.call(seen.into_call()).await?;
        self.expect(seen.id == session.id, || {
            format!("{session:?} has become {seen:?}")
        });
        Ok(())
    }

    async fn ask_for_tokens(&mut self) -> Result<(), Error> {
        let shared = Arc::clone(&self.shared);
        shared.counts.calls.fetch_add(1, Ordering::Relaxed);
        let payer = shared.clients.breb.token().await;
        self.tokens.payer = payer.map_err(|error| self.failed(error))?;
        Ok(())
    }

    async fn replace_payee(&mut self) -> Result<(), Error> {
        let (shared, tokens) = (Arc::clone(&self.shared), self.tokens.clone());
        let recipients = shared.clients.breb.recipients();
        let key = BrebKey::new(KeyType::Phone, "3000000001");
        let customer = self.merchant.customer.id.clone();
        let body = passport_api::breb::model::CreateRecipient::new(&customer, key);
        let payee = self.call(recipients.create(&tokens.payer, &body)).await?;
        self.call(recipients.delete(&tokens.payer, &payee.id)).await
    }

    /// Makes a call with a time limit as programs have them, and counts it.
    async fn call<T>(&mut self, call: Call<'_, T>) -> Result<T, Error> {
        let call = match self.rng.u32(0..10) {
            0 => call.timeout(Duration::from_secs(1)),
            1 | 2 => call.timeout(Duration::from_secs(10)),
            _ => call,
        };
        self.shared.counts.calls.fetch_add(1, Ordering::Relaxed);
        call.await.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: Error) -> Error {
        let counts = &self.shared.counts;
        *counts
            .failed
            .lock()
            .unwrap()
            .entry(kind(&error))
            .or_default() += 1;
        let unknown = u64::from(error.is_outcome_unknown());
        counts.unknown.fetch_add(unknown, Ordering::Relaxed);
        error
    }

    /// Waits as long as the error asks for.
    async fn recover(&mut self, error: &Error) {
        let wait = error.retry_after().unwrap_or(Duration::from_secs(5));
        self.pause(self.shared.phase.pause.max(wait)).await;
        if error.is_limit() || error.is_rate_limited() {
            self.shared.clients.sleep(wait).await;
        }
    }

    /// A pause of this length, give or take as much.
    async fn pause(&mut self, length: Duration) {
        let length = length.mul_f64(2.0 * self.rng.f64());
        self.shared.clients.sleep(length).await;
    }

    fn next_order(&self) -> u64 {
        self.shared.next_order.fetch_add(1, Ordering::Relaxed)
    }

    fn note(&self, origin: &str, amount: Option<u64>, view: View) {
        self.book().note(Order {
            origin: origin.to_owned(),
            amount: amount.map(|amount| format!("{amount}.00")),
            view,
        });
    }

    fn expect(&self, fits: bool, otherwise: impl FnOnce() -> String) {
        if !fits {
            self.book().violate(otherwise());
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.shared.book.lock().unwrap()
    }
}

/// The kind of an error, by the questions that it answers.
fn kind(error: &Error) -> &'static str {
    match error {
        error if error.is_limit() => "the client's own limit",
        error if error.is_token() => "no token",
        error if error.is_missing_scope() => "a smaller grant",
        error if error.is_unauthorized() => "401",
        error if error.is_forbidden() => "403",
        error if error.is_rate_limited() => "429",
        error if error.is_timeout() => "the time was up",
        error if error.is_connect() => "no connection",
        error if error.is_decode() => "an answer that is none",
        error
            if error
                .status()
                .is_some_and(|status| status.is_server_error()) =>
        {
            "5xx"
        }
        error if error.status().is_some() => "another status",
        _ => "a broken connection",
    }
}
