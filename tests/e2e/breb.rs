//! Every call of Bre-B's newer node.

use passport_api::ScopedToken;
use passport_api::breb::model::{
    Account, AccountType, Address, BankAccount, BrebKey, ConfirmPayment, CreateAchPayment,
    CreateAchRecipient, CreateKey, CreatePayment, CreateQrCode, CreateRecipient, Customer,
    DecodeQrCode, Key, KeyStatus, KeyType, LinkAccount, LinkCustomer, Money, Owner, PaymentStatus,
    QrChannel, QrCodeType, QrInfo, ResolveKey, TransactionPurpose, UpdateCustomer, ValidateKey,
};
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::breb::{self, Client};

use crate::support::World;

type Token = ScopedToken<EntityClientCredentials>;

struct Merchant {
    customer: Customer,
    account: Account,
    key: Key,
}

async fn start() -> (World, Client, Token) {
    let world = World::start().await;
    let client: Client = world.client();
    let token = client.token().await.unwrap();
    (world, client, token)
}

async fn merchant(client: &Client, token: &Token) -> Merchant {
    let address = Address::new("Calle 1 2-3", "Bogota", "Cundinamarca", "110111", "CO");
    let body = LinkCustomer::new(
        "Tienda",
        "a@b.test",
        "+573000000001",
        "900000001",
        address,
        "0001",
    );
    let customer = client.customers().link(token, &body).await.unwrap();
    let body = LinkAccount::new(&customer.id, "880000001");
    let account = client.accounts().link(token, &body).await.unwrap();
    let body = CreateKey::new(&account.id, BrebKey::new(KeyType::Bcode, "0000000001"));
    let key = client.keys().create(token, &body).await.unwrap();
    Merchant {
        customer,
        account,
        key,
    }
}

fn payee() -> BrebKey {
    BrebKey::new(KeyType::Phone, "3000000001")
}

#[tokio::test]
async fn a_payout_from_customer_to_settled() {
    let (_world, client, token) = start().await;
    assert!(
        client
            .payments()
            .list(&token)
            .await
            .unwrap()
            .items
            .is_empty(),
        "404 means none"
    );
    let merchant = merchant(&client, &token).await;
    let balance = merchant.account.available_balance.unwrap();

    let body = CreateRecipient::new(&merchant.customer.id, payee()).with_alias("Proveedor 1");
    let recipient = client.recipients().create(&token, &body).await.unwrap();
    let resolution = client
        .recipients()
        .resolve(&token, &recipient.id)
        .await
        .unwrap();
    assert!(resolution.expires_at.is_some());
    let amount = Money::cop("25000.50".parse::<breb::model::Amount>().unwrap());
    let body = CreatePayment::new(&merchant.account.id, &resolution.id, amount.clone());
    let payment = client.payments().create(&token, &body).await.unwrap();
    assert_eq!(payment.status, Some(PaymentStatus::Pending));
    assert_eq!(
        payment
            .amount
            .as_ref()
            .map(|amount| amount.value.to_string())
            .unwrap(),
        "25000.50"
    );

    // The same resolution makes at most one payment.
    let again = client.payments().create(&token, &body).await.unwrap();
    assert_eq!(again.id, payment.id);

    let seen = client.payments().get(&token, &payment.id).await.unwrap();
    assert_eq!(seen.status, Some(PaymentStatus::Pending));
    let seen = client.payments().get(&token, &payment.id).await.unwrap();
    assert_eq!(seen.status, Some(PaymentStatus::Settled));

    let page = client
        .payments()
        .list(&token)
        .page_size(5)
        .page_number(1)
        .await
        .unwrap();
    assert_eq!(
        (page.items.len(), page.total_items, page.current_page),
        (1, Some(1), Some(1))
    );
    assert!(page.snapshot.is_some());
    let account = client
        .accounts()
        .get(&token, &merchant.account.id)
        .await
        .unwrap();
    let paid = balance
        .value
        .checked_sub(account.available_balance.unwrap().value);
    assert_eq!(paid, Some(amount.value));
}

#[tokio::test]
async fn a_rejected_payment_is_no_http_error() {
    let (_world, client, token) = start().await;
    let merchant = merchant(&client, &token).await;
    let body = ResolveKey::new(&merchant.customer.id, payee());
    let resolution = client.keys().resolve(&token, &body).await.unwrap();
    let amount = Money::cop("10.05".parse::<breb::model::Amount>().unwrap());
    let body = CreatePayment::new(&merchant.account.id, &resolution.id, amount);
    let payment = client.payments().create(&token, &body).await.unwrap();
    client.payments().get(&token, &payment.id).await.unwrap();
    let payment = client.payments().get(&token, &payment.id).await.unwrap();
    assert_eq!(payment.status, Some(PaymentStatus::Rejected));
    assert_eq!(payment.error.unwrap().error_code.as_deref(), Some("B105"));
}

#[tokio::test]
async fn customers_and_accounts() {
    let (_world, client, token) = start().await;
    assert!(
        client
            .customers()
            .list(&token)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let merchant = merchant(&client, &token).await;
    let id = &merchant.customer.id;
    let body = UpdateCustomer::new().with_business_name("Tienda Nueva");
    let updated = client.customers().update(&token, id, &body).await.unwrap();
    assert_eq!(updated.business_name, Some("Tienda Nueva".into()));
    let seen = client.customers().get(&token, id).await.unwrap();
    assert_eq!(seen.business_name, updated.business_name);
    let page = client
        .customers()
        .list(&token)
        .customer_id(id)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);

    let page = client
        .accounts()
        .list(&token)
        .customer_id(id)
        .await
        .unwrap();
    assert_eq!(page.items[0].id, merchant.account.id);
    let missing = client
        .accounts()
        .get(&token, "no-such-account")
        .await
        .unwrap_err();
    assert!(missing.is_not_found());
    assert_eq!(missing.call(), Some("accounts.get"));
}

#[tokio::test]
async fn keys() {
    let (_world, client, token) = start().await;
    let merchant = merchant(&client, &token).await;
    let id = &merchant.key.id;
    let suspended = client.keys().suspend(&token, id).await.unwrap();
    assert_eq!(suspended.status.as_deref(), Some(&KeyStatus::Suspended));
    let activated = client.keys().activate(&token, id).await.unwrap();
    assert_eq!(activated.status.as_deref(), Some(&KeyStatus::Active));
    assert_eq!(client.keys().get(&token, id).await.unwrap().id, *id);
    let page = client
        .keys()
        .list(&token)
        .account_id(&merchant.account.id)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);

    let key = BrebKey::new(KeyType::Bcode, "0000000001");
    let body =
        ValidateKey::new(key).with_owner(Owner::individual("Nadie", "Otro", "CC", "1000000001"));
    let validation = client.keys().validate(&token, &body).await.unwrap();
    assert!(!validation.all_match());

    client.keys().delete(&token, id).await.unwrap();
    assert!(
        client
            .keys()
            .delete(&token, id)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn recipients_and_ach() {
    let (_world, client, token) = start().await;
    let merchant = merchant(&client, &token).await;
    let owner = Owner::individual("Ana", "Demo", "CC", "1000000001");
    let bank = BankAccount::new(AccountType::Savings, "123456").with_bank_name("BANCO DEMO");
    let body = CreateAchRecipient::new(&merchant.customer.id, owner, bank);
    let recipient = client.recipients().create_ach(&token, &body).await.unwrap();
    let body = CreateAchPayment::new(&merchant.account.id, &recipient.id, Money::cop(5_000));
    let payment = client.payments().create_ach(&token, &body).await.unwrap();
    assert_eq!(payment.status, Some(PaymentStatus::Pending));

    let body = CreateRecipient::new(&merchant.customer.id, payee());
    let breb = client.recipients().create(&token, &body).await.unwrap();
    assert_eq!(
        client.recipients().get(&token, &breb.id).await.unwrap().id,
        breb.id
    );
    assert_eq!(
        client.recipients().list(&token).await.unwrap().items.len(),
        2
    );
    client.recipients().delete(&token, &breb.id).await.unwrap();
    assert_eq!(
        client.recipients().list(&token).await.unwrap().items.len(),
        1
    );
}

#[tokio::test]
async fn a_payment_can_be_confirmed() {
    let (_world, client, token) = start().await;
    let merchant = merchant(&client, &token).await;
    let body = ResolveKey::new(&merchant.customer.id, payee());
    let resolution = client.keys().resolve(&token, &body).await.unwrap();
    let body = CreatePayment::new(&merchant.account.id, &resolution.id, Money::cop(1_000));
    let payment = client.payments().create(&token, &body).await.unwrap();
    let body = ConfirmPayment::new(&payment.id);
    let confirmed = client.payments().confirm(&token, &body).await.unwrap();
    assert_eq!(confirmed.id, payment.id);
}

#[tokio::test]
async fn qr_codes() {
    let (_world, client, token) = start().await;
    assert!(
        client
            .qr_codes()
            .list(&token)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let merchant = merchant(&client, &token).await;
    let info = QrInfo::new(TransactionPurpose::from("00"));
    let (key, customer) = (&merchant.key.id, &merchant.customer.id);
    let body = CreateQrCode::new(key, customer, QrCodeType::Static, QrChannel::Pos, info);
    let code = client.qr_codes().create(&token, &body).await.unwrap();
    let id = code.id.clone().unwrap();
    let image = code.qr_code_image.unwrap().png().unwrap();
    assert!(image.starts_with(b"\x89PNG"));
    assert_eq!(client.qr_codes().list(&token).await.unwrap().items.len(), 1);
    let seen = client.qr_codes().get(&token, &id).await.unwrap();
    assert_eq!(seen.qr_code_data, code.qr_code_data);

    let body = DecodeQrCode::new(customer, code.qr_code_data.unwrap());
    let decoded = client.qr_codes().decode(&token, &body).await.unwrap();
    assert_eq!(
        decoded.key.unwrap().key_type.as_deref(),
        Some(&KeyType::Bcode)
    );
    client.qr_codes().delete(&token, &id).await.unwrap();
    assert!(
        client
            .qr_codes()
            .get(&token, &id)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn tokens_are_listed_and_revoked() {
    let (world, client, token) = start().await;
    let page = client.tokens().list(&token).await.unwrap();
    let [info] = &page.items[..] else {
        panic!("one token, not {}", page.items.len())
    };
    let seen = client.tokens().get(&token, &info.token_id).await.unwrap();
    assert_eq!(seen.scopes.len(), breb::CATALOG.scopes.len());
    client
        .tokens()
        .delete(&token, &info.token_id)
        .await
        .unwrap();

    // The client knows that its token is gone, so the next call has another from the start.
    let before = (world.token_requests(), world.count("tokens.list"));
    client.tokens().list(&token).await.unwrap();
    let after = (world.token_requests(), world.count("tokens.list"));
    assert_eq!((after.0 - before.0, after.1 - before.1), (1, 1));
}
