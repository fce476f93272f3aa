//! Passport Fintech's newer node.

use passport_api::breb::model::{
    AccountStatus, AccountType, Address, Amount, BankAccount, BrebKey, ConfirmPayment,
    CreateAchPayment, CreateAchRecipient, CreateKey, CreatePayment, CreateQrCode, CreateRecipient,
    DecodeQrCode, GrantFlow, IdentificationType, Inc, KeyStatus, KeyType, LinkAccount,
    LinkCustomer, Money, OrderDirection, Owner, Participant, PartyType, PaymentDirection,
    PaymentStatus, QrChannel, QrCodeType, QrInfo, QrValueType, RecipientType, ResolveKey, Tip,
    TransactionPurpose, UpdateCustomer, ValidateKey, Vat,
};
use passport_api::breb::sets::EntityClientCredentials;
use passport_api::breb::{self, Client};
use passport_api::{ManualClock, ScopedToken};
use serde_json::Value;

use crate::case::{Case, System, cases};
use crate::data;
use crate::mock::Mock;
use crate::token;

type Token = ScopedToken<EntityClientCredentials>;

/// A field of the token response, by its accessor.
fn token_field(token: &Token, wire: &str) -> Option<Value> {
    use breb::token_fields::{EXPIRES_IN, TOKEN_TYPE};
    token::fintech_field(token, wire, EXPIRES_IN, TOKEN_TYPE)
}

#[tokio::test]
async fn every_call_is_the_documented_one_and_every_leaf_of_its_answer_is_read() {
    let mock = Mock::start().await;
    let builder = mock.builder::<Client>(ManualClock::new());
    let client = builder.credentials("YOUR_API_KEY", "YOUR_API_SECRET");
    let client: Client = client.build().unwrap();
    // The seed's token has the scopes of every call.
    let example = data::example("visionamos", "token");
    let request = client.token::<EntityClientCredentials>();
    let (token, access_token) = token::fetch(&mock, "breb", &example, request, token_field).await;
    let system = System {
        catalog: &breb::CATALOG,
        mock,
        client,
        token,
        access_token,
    };
    system.hold(all()).await;
}

fn all() -> Vec<Case<Client, Token>> {
    let mut cases = of_tokens_and_customers();
    cases.extend(of_accounts_and_keys());
    cases.extend(of_recipients());
    cases.extend(of_payments());
    cases.extend(of_qr_codes());
    cases
}

/// The parameters that every list takes.
macro_rules! paged {
    ($list:expr) => {
        $list
            .page_number(2)
            .page_size(20)
            .snapshot_seconds(1_735_787_045)
            .snapshot_nanos(678_000_000)
            .order_key("created_at")
            .order_direction(OrderDirection::Descending)
    };
}

fn of_tokens_and_customers() -> Vec<Case<Client, Token>> {
    fn address() -> Address {
        Address::new("Calle 1 2-3", "Bogota", "Cundinamarca", "110111", "CO")
            .with_line_2("Local 4")
            .with_line_3("Piso 2")
    }
    cases! {
        |client: Client, token: Token|
        "tokens.list" => paged!(client.tokens().list(token))
            .account_id(IAM_ACCOUNT)
            .user_id("user-1")
            .grant_flow(GrantFlow::ClientCredentials)
            .role("entity.client_credentials"),
        "tokens.get" => client.tokens().get(token, TOKEN),
        "tokens.delete" => client.tokens().delete(token, TOKEN),
        "customers.link" => client.customers().link(token, &LinkCustomer::new(
            "Tienda Ejemplo SAS", "pagos@ejemplo.test", "+573000000001", "900000001",
            address(), "0001",
        )),
        "customers.get" => client.customers().get(token, CUSTOMER),
        "customers.list" => paged!(client.customers().list(token))
            .identification_number("900000001")
            .customer_id(CUSTOMER)
            .identification_type(IdentificationType::Nit),
        "customers.update" => client.customers().update(token, CUSTOMER, &UpdateCustomer::new()
            .with_id(CUSTOMER)
            .with_business_name("Tienda Nueva SAS")
            .with_email("pagos@ejemplo.test")
            .with_mobile_phone_number("+573000000001")
            .with_identification_number("900000001")
            .with_merchant_category_code("0001")),
    }
}

fn of_accounts_and_keys() -> Vec<Case<Client, Token>> {
    fn create(key_type: KeyType, value: &str) -> CreateKey {
        CreateKey::new(ACCOUNT, BrebKey::new(key_type, value))
    }
    cases! {
        |client: Client, token: Token|
        "accounts.link" => client.accounts().link(token, &LinkAccount::new(CUSTOMER, "880000001")),
        "accounts.get" => client.accounts().get(token, ACCOUNT),
        "accounts.list" => paged!(client.accounts().list(token))
            .customer_id(CUSTOMER)
            .account_id(ACCOUNT)
            .status(AccountStatus::Active)
            .account_type(AccountType::Ordinary)
            .account_number("880000001"),
        "keys.create" => client.keys().create(token,
            &create(KeyType::Bcode, "0000000001").with_display_name("Tienda Ejemplo")),
        "keys.create.identity_document" => client.keys().create(token,
            &create(KeyType::Id, "1000000001")),
        "keys.create.mobile" => client.keys().create(token, &create(KeyType::Phone, "3000000001")),
        "keys.create.email" => client.keys().create(token,
            &create(KeyType::Email, "alguien@ejemplo.test")),
        "keys.create.alphanumeric" => client.keys().create(token,
            &create(KeyType::Alpha, "@tienda1")),
        "keys.get" => client.keys().get(token, KEY),
        "keys.list" => paged!(client.keys().list(token))
            .customer_id(CUSTOMER)
            .account_id(ACCOUNT)
            .key_type(KeyType::Bcode)
            .key_id(KEY)
            .status(KeyStatus::Suspended)
            .key_value("0000000001"),
        "keys.suspend" => client.keys().suspend(token, KEY),
        "keys.activate" => client.keys().activate(token, KEY),
        "keys.delete" => client.keys().delete(token, KEY),
        "keys.resolve" => client.keys().resolve(token, &ResolveKey::new(CUSTOMER, phone())),
        "keys.validate" => client.keys().validate(token, &ValidateKey::new(phone())
            .with_participant(Participant::default()
                .with_identification_number("800000009")
                .with_name("BANCO UNO"))
            .with_account(BankAccount::new(AccountType::LowValue, "00880000002"))
            .with_owner(ana(IdentificationType::Cc))),
    }
}

fn of_recipients() -> Vec<Case<Client, Token>> {
    fn ach_account(account_type: AccountType, bank: &str) -> BankAccount {
        BankAccount::new(account_type, "880000002").with_bank_name(bank)
    }
    cases! {
        |client: Client, token: Token|
        "recipients.create" => client.recipients().create(token,
            &CreateRecipient::new(CUSTOMER, phone()).with_alias("Proveedor 1")),
        "recipients.create_ach" => client.recipients().create_ach(token, &CreateAchRecipient::new(
            CUSTOMER,
            ana(IdentificationType::Ce),
            ach_account(AccountType::Savings, "BANCO AGRARIO"),
        ).with_alias("Proveedor 2")),
        "recipients.create_ach.business" => client.recipients().create_ach(token,
            &CreateAchRecipient::new(
                CUSTOMER,
                Owner::business("Comercio Demo", IdentificationType::Nit, "900000001"),
                ach_account(AccountType::InclusiveLowValue, "BANCO AV VILLAS"),
            )),
        "recipients.get" => client.recipients().get(token, RECIPIENT),
        "recipients.list" => paged!(client.recipients().list(token))
            .customer_id(CUSTOMER)
            .recipient_type(RecipientType::Individual)
            .recipient_id(RECIPIENT)
            .identification_number("1000000001")
            .account_number("880000002")
            .account_type(AccountType::Savings),
        "recipients.delete" => client.recipients().delete(token, RECIPIENT),
        "recipients.resolve" => client.recipients().resolve(token, RECIPIENT),
    }
}

fn of_payments() -> Vec<Case<Client, Token>> {
    cases! {
        |client: Client, token: Token|
        "payments.create" => client.payments().create(token,
            &CreatePayment::new(ACCOUNT, RESOLUTION, Money::cop(25_000))
                .with_display_name("Tienda Ejemplo")),
        "payments.create_ach" => client.payments().create_ach(token,
            &CreateAchPayment::new(ACCOUNT, RECIPIENT, Money::cop(25_000))
                .with_description("Nomina")
                .with_payment_type(1)),
        "payments.confirm" => client.payments().confirm(token, &ConfirmPayment::new(PAYMENT)),
        "payments.get" => client.payments().get(token, PAYMENT),
        "payments.list" => paged!(client.payments().list(token))
            .payment_id(PAYMENT)
            .customer_id(CUSTOMER)
            .account_id(ACCOUNT)
            .direction(PaymentDirection::Outbound)
            .key_value("3000000001")
            .status(PaymentStatus::Settled)
            .qr_code_reference("VISI0001A")
            .payment_type("BREB")
            .end_to_end_identification("20250102800000008VIS000000000001")
            .sender_type(PartyType::Business)
            .sender_name("Tienda Ejemplo SAS")
            .sender_identification_type(IdentificationType::Nit)
            .sender_identification_number("900000001")
            .sender_account_type(AccountType::Ordinary)
            .sender_account_number("880000001")
            .sender_participant_name("BANCO UNO"),
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
            .with_customer_label("C1")
            .with_terminal_label("T1")
            .with_customer_info("A")
            .with_channel_presentation("IMG")
    }
    cases! {
        |client: Client, token: Token|
        "qr_codes.create" => client.qr_codes().create(token,
            &CreateQrCode::new(KEY, CUSTOMER, QrCodeType::Dynamic, QrChannel::Mpos, info())
                .with_qr_code_reference("0001A")
                .with_amount(Money::cop(sum("1200.00")))
                .with_vat(Vat::new(QrValueType::Fixed, sum("190.00"), sum("1000.00")))
                .with_inc(Inc::new(QrValueType::Percentage, sum("8.00")))
                .with_tip(Tip::new(QrValueType::Fixed, sum("10.00")))),
        "qr_codes.create.plain" => client.qr_codes().create(token, &CreateQrCode::new(
            KEY,
            CUSTOMER,
            QrCodeType::Static,
            QrChannel::Pos,
            QrInfo::new(TransactionPurpose::Collection),
        )),
        "qr_codes.get" => client.qr_codes().get(token, QR_CODE),
        "qr_codes.list" => paged!(client.qr_codes().list(token))
            .qr_code_id(QR_CODE)
            .customer_id(CUSTOMER)
            .key_id(KEY)
            .qr_code_type(QrCodeType::Static)
            .key_value("@tienda1")
            .key_type(KeyType::Alpha),
        "qr_codes.decode" => client.qr_codes().decode(token, &DecodeQrCode::new(CUSTOMER, EMV)),
        "qr_codes.delete" => client.qr_codes().delete(token, QR_CODE),
    }
}

fn phone() -> BrebKey {
    BrebKey::new(KeyType::Phone, "3000000001")
}

fn ana(identification_type: IdentificationType) -> Owner {
    Owner::individual("Ana", "Rojas", identification_type, "1000000001")
        .with_second_name("Lucia")
        .with_second_last_name("Diaz")
}

const CUSTOMER: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const ACCOUNT: &str = "bbbbbbbb-0000-4000-8000-000000000002";
const KEY: &str = "cccccccc-0000-4000-8000-000000000003";
const RECIPIENT: &str = "dddddddd-0000-4000-8000-000000000004";
const PAYMENT: &str = "eeeeeeee-0000-4000-8000-000000000005";
const RESOLUTION: &str = "ffffffff-0000-4000-8000-000000000006";
const QR_CODE: &str = "99999999-0000-4000-8000-000000000007";
const TOKEN: &str = "11111111-2222-4333-8444-555555555555";
const IAM_ACCOUNT: &str = "66666666-7777-4888-8999-aaaaaaaaaaaa";
const EMV: &str = "00020101021126440014CO.COM.VISI.LLA0122@tienda15204000153031705802CO5914Tienda \
                   Ejemplo6006Bogota6304ABCD";
