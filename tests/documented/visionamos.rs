//! Passport Fintech's older node.

use passport_api::visionamos::model::{
    Amount, CreateCustomer, CreateKey, CreatePayment, CreateQrCode, CreateRecipient,
    CustomerStatus, Inc, KeyReference, KeyType, LinkAccount, Money, OrderDirection, QrChannel,
    QrCodeType, QrInfo, QrValueType, Tip, TransactionPurpose, Vat,
};
use passport_api::visionamos::sets::EntityClientCredentials;
use passport_api::visionamos::{self, Client};
use passport_api::{ManualClock, ScopedToken};
use serde_json::Value;

use crate::case::{Case, System, cases};
use crate::data;
use crate::mock::Mock;
use crate::token;

type Token = ScopedToken<EntityClientCredentials>;

/// A field of the token response, by its accessor.
fn token_field(token: &Token, wire: &str) -> Option<Value> {
    use visionamos::token_fields::{EXPIRES_IN, TOKEN_TYPE};
    token::fintech_field(token, wire, EXPIRES_IN, TOKEN_TYPE)
}

#[tokio::test]
async fn every_call_is_the_documented_one_and_every_leaf_of_its_answer_is_read() {
    let mock = Mock::start().await;
    let builder = mock.builder::<Client>(ManualClock::new());
    let client = builder.credentials("YOUR_API_KEY", "YOUR_API_SECRET");
    let client: Client = client.build().unwrap();
    let example = data::example("visionamos", "token");
    let request = client.token::<EntityClientCredentials>();
    let (token, access_token) =
        token::fetch(&mock, "visionamos", &example, request, token_field).await;
    let system = System {
        catalog: &visionamos::CATALOG,
        mock,
        client,
        token,
        access_token,
    };
    let mut cases = of_tokens_customers_and_accounts();
    cases.extend(of_keys_and_payees());
    cases.extend(of_qr_codes());
    system.hold(cases).await;
}

/// The parameters that every list takes.
macro_rules! paged {
    ($list:expr) => {
        $list
            .page_number(2)
            .page_size(20)
            .order_key("created_at")
            .order_direction(OrderDirection::Descending)
            .created_at("2025-01-02T03:04:05Z")
            .created_at_from("2025-01-01T00:00:00Z")
            .created_at_to("2025-01-03T00:00:00Z")
            .updated_at("2025-01-02T03:04:05Z")
            .updated_at_from("2025-01-01T00:00:00Z")
            .updated_at_to("2025-01-03T00:00:00Z")
    };
}

fn of_tokens_customers_and_accounts() -> Vec<Case<Client, Token>> {
    cases! {
        |client: Client, token: Token|
        "tokens.list" => paged!(client.tokens().list(token)),
        "tokens.get" => client.tokens().get(token, TOKEN),
        "tokens.delete" => client.tokens().delete(token, TOKEN),
        "customers.create" => client.customers().create(token, &CreateCustomer::new(
            "Tienda Ejemplo SAS", "pagos@ejemplo.test", "+573000000001", "900000001",
        )),
        "customers.get" => client.customers().get(token, CUSTOMER),
        "accounts.link" => client.accounts().link(token, &LinkAccount::new(CUSTOMER, "880000001")),
        "accounts.get" => client.accounts().get(token, ACCOUNT),
        "accounts.list" => paged!(client.accounts().list(token))
            .customer_id(CUSTOMER)
            .customer_status(CustomerStatus::Active)
            .email("pagos@ejemplo.test")
            .mobile("3000000001"),
    }
}

fn of_keys_and_payees() -> Vec<Case<Client, Token>> {
    fn create(key_type: KeyType, value: &str) -> CreateKey {
        CreateKey::new(ACCOUNT, key_type, value)
    }
    cases! {
        |client: Client, token: Token|
        "keys.create" => client.keys().create(token, &create(KeyType::Phone, "3000000001")),
        "keys.create.identity_document" => client.keys().create(token,
            &create(KeyType::Id, "1000000001")),
        "keys.create.email" => client.keys().create(token,
            &create(KeyType::Email, "alguien@ejemplo.test")),
        "keys.create.alphanumeric" => client.keys().create(token,
            &create(KeyType::Alpha, "@tienda1")),
        "keys.create.commerce_code" => client.keys().create(token,
            &create(KeyType::Bcode, "0000000001")),
        "keys.suspend" => client.keys().suspend(token, &KeyReference::new(KEY)),
        "keys.activate" => client.keys().activate(token, &KeyReference::new(KEY)),
        "keys.cancel" => client.keys().cancel(token, KEY),
        "recipients.create" => client.recipients().create(token,
            &CreateRecipient::new(CUSTOMER, KeyType::Email, "alguien@ejemplo.test")),
        "recipients.get" => client.recipients().get(token, RECIPIENT),
        "payments.create" => client.payments().create(token,
            &CreatePayment::new(ACCOUNT, RECIPIENT, Money::cop(25_000))
                .with_reference("Factura 12")),
        "payments.get" => client.payments().get(token, PAYMENT),
    }
}

fn of_qr_codes() -> Vec<Case<Client, Token>> {
    fn sum(text: &str) -> Amount {
        text.parse().unwrap()
    }
    fn info() -> QrInfo {
        QrInfo::new(TransactionPurpose::Purchase)
            .with_invoice_number("F-12")
            .with_mobile_phone_number("3000000001")
            .with_store_label("S1")
            .with_loyalty_label("L1")
            .with_reference_label("R1")
    }
    cases! {
        |client: Client, token: Token|
        "qr_codes.create" => client.qr_codes().create(token,
            &CreateQrCode::new(KEY, CUSTOMER, QrCodeType::Dynamic, QrChannel::Mpos, info())
                .with_amount(Money::cop(sum("1200.00")))
                .with_vat(Vat::new(QrValueType::Fixed, sum("190.00"), sum("1000.00")))
                .with_inc(Inc::new(QrValueType::Percentage, sum("8.00")))
                .with_tip(Tip::new(QrValueType::Fixed, sum("10.00")))),
        "qr_codes.create.plain" => client.qr_codes().create(token, &CreateQrCode::new(
            KEY,
            CUSTOMER,
            QrCodeType::Static,
            QrChannel::Man,
            QrInfo::new(TransactionPurpose::Collection),
        )),
    }
}

const CUSTOMER: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const ACCOUNT: &str = "bbbbbbbb-0000-4000-8000-000000000002";
const KEY: &str = "cccccccc-0000-4000-8000-000000000003";
const RECIPIENT: &str = "dddddddd-0000-4000-8000-000000000004";
const PAYMENT: &str = "eeeeeeee-0000-4000-8000-000000000005";
const TOKEN: &str = "11111111-2222-4333-8444-555555555555";
