//! The sandbox that the worker pays in, with a merchant who has an account.

use std::error::Error;

use passport_api::breb::model::{
    AccountId, Address, BrebKey, CustomerId, KeyType, LinkAccount, LinkCustomer, Money,
};
use passport_api::{ManualClock, breb};
use passport_sandbox::Sandbox;

use crate::book::{Book, Payout, State};

breb::scope_set! {
    /// What the office may do that sets up merchants; the worker may not.
    struct Office = "paas.core.entity_customers.post", "paas.core.accounts.post";
}

/// The sandbox, a client of it, and a merchant who pays.
pub(crate) struct World {
    /// The server.
    pub(crate) sandbox: Sandbox,
    /// The worker's client. In production: `breb::Client::from_env()`.
    pub(crate) client: breb::Client,
    customer: CustomerId,
    account: AccountId,
}

impl World {
    /// Starts a sandbox whose clock skips the pauses between attempts.
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        let clock = ManualClock::new().skip_sleeps();
        let sandbox = Sandbox::builder().clock(clock).start().await?;
        let client: breb::Client = sandbox.client()?;
        let token = client.token::<Office>().await?;
        let address = Address::new("Calle 1 2-3", "Bogota", "Cundinamarca", "110111", "CO");
        let merchant = LinkCustomer::new(
            "Tienda Ejemplo SAS",
            "pagos@ejemplo.test",
            "+573000000001",
            "900000001",
            address,
            "0001",
        );
        let customer = client.customers().link(&token, &merchant).await?.id;
        let account = LinkAccount::new(&customer, "880000001");
        let account = client.accounts().link(&token, &account).await?.id;
        Ok(Self {
            sandbox,
            client,
            customer,
            account,
        })
    }

    /// What the worker has to do.
    pub(crate) fn three_payouts(&self) -> Book {
        let payouts = [
            ("F-001", "3000000001", 25_000),
            ("F-002", "3000000002", 8_500),
            ("F-003", "3000000003", 120_000),
        ];
        let payouts = payouts.map(|(invoice, phone, pesos)| Payout {
            invoice,
            customer: self.customer.clone(),
            account: self.account.clone(),
            key: BrebKey::new(KeyType::Phone, phone),
            amount: Money::cop(pesos),
            state: State::New,
        });
        Book(payouts.into())
    }
}
