//! The other side: a bank in a sandbox with a settled payment, and a sender of signed requests.

use std::error::Error;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, Request, StatusCode};
use passport_api::ManualClock;
use passport_api::breb;
use passport_api::breb::model::{
    Address, BrebKey, CreatePayment, KeyType, LinkAccount, LinkCustomer, Money, PaymentId,
    ResolveKey,
};
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::webhook::{Secret, Signer};
use passport_sandbox::Sandbox;
use tower::ServiceExt;

/// The header of the signature. No page names it: look at one of your own deliveries.
pub(crate) const SIGNATURE: HeaderName = HeaderName::from_static("x-signature");

/// A bank with one payment.
pub(crate) struct Bank {
    /// A client of it.
    pub(crate) client: breb::Client,
    /// The payment, which is settled.
    pub(crate) payment: PaymentId,
    _sandbox: Sandbox,
}

impl Bank {
    /// Starts a sandbox and pays in it.
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        let sandbox = Sandbox::start().await?;
        let client: breb::Client = sandbox.client()?;
        let token = client.token::<EntityClientCredentials>().await?;
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
        let payee = BrebKey::new(KeyType::Phone, "3000000001");
        let question = ResolveKey::new(&customer, payee);
        let resolution = client.keys().resolve(&token, &question).await?.id;
        let payment = CreatePayment::new(&account, &resolution, Money::cop(25_000));
        let payment = client.payments().create(&token, &payment).await?.id;
        // The sandbox settles a payment when it is looked at the second time.
        client.payments().get(&token, &payment).await?;
        Ok(Self {
            client,
            payment,
            _sandbox: sandbox,
        })
    }
}

/// What a request was answered with.
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its body.
    pub(crate) body: String,
}

/// Sends signed requests.
pub(crate) struct Sender {
    router: Router,
    signer: Signer,
}

impl Sender {
    /// Signs with this secret.
    pub(crate) fn new(router: Router, secret: Secret) -> Self {
        let signer = Signer::new(SIGNATURE, secret);
        Self { router, signer }
    }

    /// Sends a body.
    pub(crate) async fn send(&self, path: &str, body: &str) -> Result<Answer, Box<dyn Error>> {
        let mut request = Request::post(path).body(Body::from(body.to_owned()))?;
        request
            .headers_mut()
            .extend(self.signer.headers(body.as_bytes()));
        let response = self.router.clone().oneshot(request).await?;
        let status = response.status();
        let body = to_bytes(response.into_body(), MOST_BYTES).await?;
        let body = String::from_utf8(body.to_vec())?;
        Ok(Answer { status, body })
    }

    /// The same, and lets the time pass that nobody answers.
    pub(crate) async fn send_and_wait(
        &self,
        path: &str,
        body: &str,
        clock: &ManualClock,
    ) -> Result<Answer, Box<dyn Error>> {
        let time_passes = async {
            while clock.waiting() == 0 {
                tokio::task::yield_now().await;
            }
            clock.advance(Duration::from_secs(3));
        };
        let (answer, ()) = tokio::join!(self.send(path, body), time_passes);
        answer
    }
}

const MOST_BYTES: usize = 1024;
