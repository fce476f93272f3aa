//! A Bre-B pay-out: customer, account, key, recipient, resolution, payment, settled.

use std::time::{Duration, SystemTime};

use passport_api::breb::model::{
    Address, BrebKey, CreateKey, CreatePayment, CreateRecipient, KeyType, LinkAccount,
    LinkCustomer, Money, Payment, PaymentStatus,
};
use passport_api::breb::{self, CATALOG};
use passport_api::{Clock, Error, ScopedToken};

use crate::narrate::{Narrator, chapter};

breb::scope_set! {
    /// What the payouts worker may do.
    pub(crate) struct Payouts =
        "paas.core.entity_customers.post",
        "paas.core.accounts.post",
        "paas.core.account_keys.post",
        "paas.core.breb_recipients.post",
        "paas.core.breb_payments.post",
        "paas.core.breb_payments.get",
        "paas.core.breb_payments.list.get";
}

breb::scope_set! {
    /// What whoever waits for the payment may do.
    pub(crate) struct Watch = "paas.core.breb_payments.get", "paas.core.breb_payments.list.get";
}

pub(crate) async fn run(
    client: &breb::Client,
    clock: &impl Clock,
    narrator: &mut Narrator,
) -> Result<(), Error> {
    chapter("A Bre-B pay-out", client.base_url());
    let token = narrator.token(client.token::<Payouts>()).await?;

    let address = Address::new("Calle 1 2-3", "Bogota", "Cundinamarca", "110111", "CO");
    let merchant = LinkCustomer::new(
        "Tienda Ejemplo SAS",
        "pagos@ejemplo.test",
        "+573000000001",
        "900000001",
        address,
        "0001",
    );
    let call = client.customers().link(&token, &merchant).send();
    let shown = |customer: &breb::model::Customer| format!("customer {}", customer.id);
    let customer = narrator
        .call(&CATALOG, "customers.link", call, shown)
        .await?;

    let account = LinkAccount::new(&customer.id, "880000001");
    let call = client.accounts().link(&token, &account).send();
    let shown = |account: &breb::model::Account| format!("account {}", account.id);
    let account = narrator
        .call(&CATALOG, "accounts.link", call, shown)
        .await?;

    // A key exists once in the whole system, so each run makes another.
    let since_1970 = clock
        .now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let commerce_code = format!("00{:08}", since_1970.as_millis() % 100_000_000);
    let key = CreateKey::new(&account.id, BrebKey::new(KeyType::Bcode, commerce_code));
    let call = client.keys().create(&token, &key).send();
    let shown = |key: &breb::model::Key| {
        let status = key.status.as_ref().map(ToString::to_string);
        format!(
            "key {}, {}",
            key.id,
            status.as_deref().unwrap_or("without a status")
        )
    };
    narrator.call(&CATALOG, "keys.create", call, shown).await?;

    let payee = BrebKey::new(KeyType::Phone, "3000000001");
    let recipient = CreateRecipient::new(&customer.id, payee).with_alias("Proveedor 1");
    let call = client.recipients().create(&token, &recipient).send();
    let shown = |recipient: &breb::model::Recipient| format!("recipient {}", recipient.id);
    let recipient = narrator
        .call(&CATALOG, "recipients.create", call, shown)
        .await?;

    let call = client.recipients().resolve(&token, &recipient.id).send();
    let shown = |found: &breb::model::Resolution| format!("resolution {}", found.id);
    let resolution = narrator
        .call(&CATALOG, "recipients.resolve", call, shown)
        .await?;

    let payment = CreatePayment::new(&account.id, &resolution.id, Money::cop(25_000));
    let call = client.payments().create(&token, &payment).send();
    let payment = narrator
        .call(&CATALOG, "payments.create", call, describe)
        .await?;

    // Checked by the compiler: `Payouts` holds every scope of `Watch`.
    let token = token.narrow::<Watch>();
    wait(client, &token, clock, narrator, &payment).await?;

    let call = client.payments().list(&token).page_size(20).send();
    let shown = |page: &passport_api::Page<Payment>| {
        let shown = page.items.len();
        match page.total_items {
            Some(total) => format!("{shown} on this page, {total} in all"),
            None => format!("{shown} on this page"),
        }
    };
    narrator
        .call(&CATALOG, "payments.list", call, shown)
        .await?;
    Ok(())
}

/// Asks until the payment is settled or rejected.
async fn wait(
    client: &breb::Client,
    token: &ScopedToken<Watch>,
    clock: &impl Clock,
    narrator: &mut Narrator,
    payment: &Payment,
) -> Result<(), Error> {
    for _ in 0..TRIES {
        let call = client.payments().get(token, &payment.id).send();
        let seen = narrator
            .call(&CATALOG, "payments.get", call, describe)
            .await?;
        if matches!(
            seen.status,
            Some(PaymentStatus::Settled | PaymentStatus::Rejected)
        ) {
            return Ok(());
        }
        clock.sleep(PAUSE).await;
    }
    println!("      it is not final yet; look again later");
    Ok(())
}

fn describe(payment: &Payment) -> String {
    let status = payment
        .status
        .as_ref()
        .map_or("without a status", PaymentStatus::as_str);
    format!("payment {} is {status}", payment.id)
}

const TRIES: usize = 10;
const PAUSE: Duration = Duration::from_millis(300);
