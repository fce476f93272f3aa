//! A sandbox in which cells are played one after the other, with a merchant who can pay.

use passport_api::breb::Client;
use passport_api::breb::model::{
    AccountId, AccountType, Address, BankAccount, BrebKey, CreateAchRecipient, CustomerId, KeyType,
    LinkAccount, LinkCustomer, Owner, RecipientId, ResolutionId, ResolveKey,
};
use passport_api::{ClientBuilder, ManualClock};
use passport_sandbox::Sandbox;

use crate::kind::{Kind, Token};

/// Over which a lane's connections speak; a reset, say, is another thing in each.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Protocol {
    Http1,
    Http2,
}

/// A sandbox and its merchant.
pub(crate) struct Lane {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: ManualClock,
    customer: CustomerId,
    account: AccountId,
}

/// What a call is made with; the names and numbers must not leak.
pub(crate) struct Target {
    pub(crate) account: AccountId,
    pub(crate) customer: CustomerId,
    pub(crate) payee: RecipientId,
    pub(crate) resolution: ResolutionId,
    pub(crate) number: String,
    pub(crate) name: String,
}

impl Lane {
    pub(crate) async fn start(over: Protocol) -> Self {
        let clock = ManualClock::new().skip_sleeps();
        let builder = Sandbox::builder().clock(clock.clone());
        let builder = match over {
            Protocol::Http1 => builder.http1_only(),
            Protocol::Http2 => builder,
        };
        let sandbox = builder.token_lifetime(LIFETIME).start().await.unwrap();
        let (client, token) = helper(&sandbox).await;
        let address = Address::new("Calle 1 2-3", "Bogota", "Cundinamarca", "110111", "CO");
        let mail = "a@b.test";
        let body = LinkCustomer::new("Tienda", mail, "+573000000001", NIT, address, "0001");
        let customer = client.customers().link(&token, &body).await.unwrap().id;
        let body = LinkAccount::new(&customer, NUMBER);
        let account = client.accounts().link(&token, &body).await.unwrap().id;
        Self {
            sandbox,
            clock,
            customer,
            account,
        }
    }

    /// A client of this sandbox for a cell, with connections of its own.
    pub(crate) fn builder(&self) -> ClientBuilder<Client> {
        builder(&self.sandbox)
    }

    /// What a call of this kind needs, made anew: a payee to pay or delete, or a resolution.
    pub(crate) async fn target(&self, kind: Kind) -> Target {
        let mut target = Target {
            account: self.account.clone(),
            customer: self.customer.clone(),
            payee: RecipientId::from("no payee"),
            resolution: ResolutionId::from("no resolution"),
            number: NUMBER.to_owned(),
            name: "Tienda Canaria".to_owned(),
        };
        match kind {
            Kind::Post | Kind::Delete => {
                let (client, token) = helper(&self.sandbox).await;
                let owner = Owner::individual("Ana", "Demo", "CC", "1000000001");
                let bank = BankAccount::new(AccountType::Savings, "123456");
                let bank = bank.with_bank_name("BANCO DEMO");
                let body = CreateAchRecipient::new(&self.customer, owner, bank);
                let payee = client.recipients().create_ach(&token, &body);
                target.payee = payee.await.unwrap().id;
            }
            Kind::KeyedPost => {
                let (client, token) = helper(&self.sandbox).await;
                let key = BrebKey::new(KeyType::Phone, "3000000001");
                let body = ResolveKey::new(&self.customer, key);
                target.resolution = client.keys().resolve(&token, &body).await.unwrap().id;
            }
            Kind::Get | Kind::List | Kind::Patch | Kind::Token => {}
        }
        target
    }
}

impl Target {
    /// What of it must not be shown.
    pub(crate) fn secrets(&self) -> Vec<String> {
        vec![
            self.account.to_string(),
            self.customer.to_string(),
            self.payee.to_string(),
            self.resolution.to_string(),
            self.number.clone(),
            self.name.clone(),
        ]
    }
}

/// A client for what a cell needs beforehand; it is new each time, so that it needs nothing of what
/// the cells are about.
async fn helper(sandbox: &Sandbox) -> (Client, Token) {
    let client = builder(sandbox).build().unwrap();
    let token = client.token().await.unwrap();
    (client, token)
}

/// Trusts the sandbox and nothing else, so that it need not read the machine's certificates.
fn builder(sandbox: &Sandbox) -> ClientBuilder<Client> {
    let builder = sandbox.client_builder::<Client>();
    builder.only_root_certificate(sandbox.certificate_pem())
}

/// How long a token lives.
pub(crate) const LIFETIME: std::time::Duration = std::time::Duration::from_secs(3600);
const NUMBER: &str = "880000001";
const NIT: &str = "900000001";
