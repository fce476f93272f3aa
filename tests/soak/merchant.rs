//! What a program has before it begins: clients, and a customer with an account for each worker.

use std::sync::Arc;
use std::time::Duration;

use passport_api::breb::model::{
    Account, AccountType, Address, BankAccount, CreateAchRecipient, Customer, LinkAccount,
    LinkCustomer, Owner, Recipient,
};
use passport_api::{ClientBuilder, Clock, Counters, Error, Limits, ScopedToken, breb, parking};

use crate::in_process::{Network, SimulatedClock};

breb::scope_set! {
    pub(crate) struct Payer =
        "paas.core.breb_payments.post", "paas.core.breb_payments.get",
        "paas.core.breb_payments.list.get", "paas.core.breb_recipients.post";
}
breb::scope_set! {
    pub(crate) struct Keeper =
        "paas.core.entity_customers.post", "paas.core.entity_customers.get",
        "paas.core.entity_customers.patch", "paas.core.accounts.post", "paas.core.accounts.get";
}
parking::scope_set! {
    pub(crate) struct Parker =
        "read:zones", "write:quotes", "write:sessions", "read:sessions";
}

/// The clients, which live through the whole soak.
pub(crate) struct Clients {
    pub(crate) breb: breb::Client,
    pub(crate) parking: parking::Client,
    pub(crate) counters: Arc<Counters>,
    pub(crate) clock: SimulatedClock,
}

/// The handles of a worker, which renew themselves.
#[derive(Clone)]
pub(crate) struct Tokens {
    pub(crate) payer: ScopedToken<Payer>,
    pub(crate) keeper: ScopedToken<Keeper>,
    pub(crate) parker: ScopedToken<Parker>,
}

/// What a worker pays from and to.
pub(crate) struct Merchant {
    pub(crate) customer: Customer,
    pub(crate) account: Account,
    pub(crate) payee: Recipient,
}

impl Clients {
    pub(crate) fn new(network: &Network, clock: SimulatedClock, seed: u64) -> Self {
        let counters = Arc::new(Counters::default());
        let breb = ClientBuilder::<breb::Client>::new()
            .base_url("https://sandbox.test/breb")
            .credentials("id", "s3cret")
            .transport(network.clone())
            .observer(Arc::clone(&counters))
            .clock(clock)
            .random_seed(seed)
            .body_limit(BODY_LIMIT)
            .limits(Limits::new().per_day(50_000))
            .build()
            .unwrap();
        let parking = ClientBuilder::<parking::Client>::new()
            .base_url("https://sandbox.test/parking")
            .credentials("id", "s3cret")
            .transport(network.clone())
            .observer(Arc::clone(&counters))
            .clock(clock)
            .random_seed(seed + 1)
            .body_limit(BODY_LIMIT)
            .limits(Limits::new().per_second(4).burst(4))
            .build()
            .unwrap();
        Self {
            breb,
            parking,
            counters,
            clock,
        }
    }

    pub(crate) async fn tokens(&self) -> Tokens {
        Tokens {
            payer: insist(async || self.breb.token().await).await,
            keeper: insist(async || self.breb.token().await).await,
            parker: insist(async || self.parking.token().await).await,
        }
    }

    /// Nothing goes wrong meanwhile but what the limits refuse.
    pub(crate) async fn merchant(&self, tokens: &Tokens, number: u64) -> Merchant {
        let token = &tokens.keeper;
        let address = Address::new("Calle 1 2-3", "Bogota", "Cundinamarca", "110111", "CO");
        let body = LinkCustomer::new(
            "Tienda",
            "a@b.test",
            "+573000000001",
            format!("9{number:08}"),
            address,
            "0001",
        );
        let customer = insist(async || self.breb.customers().link(token, &body).await).await;
        let body = LinkAccount::new(&customer.id, format!("88{number:07}"));
        let account = insist(async || self.breb.accounts().link(token, &body).await).await;
        let owner = Owner::individual("Ana", "Demo", "CC", "1000000001");
        let bank = BankAccount::new(AccountType::Savings, "123456").with_bank_name("BANCO DEMO");
        let body = CreateAchRecipient::new(&customer.id, owner, bank);
        let payee = insist(async || self.breb.recipients().create_ach(token, &body).await).await;
        Merchant {
            customer,
            account,
            payee,
        }
    }

    pub(crate) async fn zone(&self, tokens: &Tokens) -> String {
        let zones = async || self.parking.zones().list(&tokens.parker).await;
        insist(zones).await.items[0].id.to_string()
    }

    pub(crate) async fn sleep(&self, duration: Duration) {
        self.clock.sleep(duration).await;
    }
}

/// Tries until it goes well.
async fn insist<T>(work: impl AsyncFn() -> Result<T, Error>) -> T {
    let mut last = None;
    for _ in 0..50 {
        match work().await {
            Ok(done) => return done,
            Err(error) => {
                let wait = error.retry_after().unwrap_or(Duration::from_secs(60));
                tokio::time::sleep(wait).await;
                last = Some(error);
            }
        }
    }
    panic!("without any fault it does not go well: {last:?}");
}

const BODY_LIMIT: usize = 256 * 1024;
