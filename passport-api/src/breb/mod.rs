//! Passport Fintech: instant payments over Bre-B, Colombia (the newer node, short paths).
//!
//! A pay-out in full: a customer and its account exist; who is paid is looked up, which gives a
//! resolution of 30 minutes' life; the payment names the resolution, and at most one payment is made
//! of it.
//!
//! ```
//! use passport_api::breb::model::{CreatePayment, KeyType, Money, ResolveKey, BrebKey};
//! use passport_api::{Error, breb};
//!
//! breb::scope_set! {
//!     /// What the payouts worker may do.
//!     pub struct Payouts = "paas.core.breb_payments.post", "paas.core.breb_payments.get";
//! }
//!
//! async fn pay(client: &breb::Client, payer: &str, account: &str) -> Result<(), Error> {
//!     let token = client.token::<Payouts>().await?;
//!     let key = BrebKey::new(KeyType::Phone, "3000000001");
//!     let payee = client.keys().resolve(&token, &ResolveKey::new(payer, key)).await?;
//!     let amount = Money::cop(25_000);
//!     let payment = CreatePayment::new(account, payee.id, amount);
//!     let payment = client.payments().create(&token, &payment).await?;
//!     let status = client.payments().get(&token, &payment.id).await?.status;
//!     println!("{status:?}");
//!     Ok(())
//! }
//! ```

mod made_of;
pub mod model;
pub mod webhook;

pub use made_of::MadeOf;

crate::api! {
    spec = "scopes.toml",
    api = "breb",
    module = crate::breb,
}
