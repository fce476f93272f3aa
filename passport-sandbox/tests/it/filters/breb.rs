//! Two of everything in the newer generation.

use std::time::Duration;

use passport_sandbox::{ManualClock, Sandbox};
use serde_json::{Value, json};

use super::{List, START, World, clock};
use crate::breb::customer;
use crate::support::{Caller, text};

/// Makes one thing after the other; each kind has a first and, 1.5 seconds later, a second.
struct Maker {
    caller: Caller,
    clock: ManualClock,
    /// The moment since when the present kind is made, in milliseconds since the clock's start.
    since: u64,
}

impl Maker {
    async fn made(&self, path: &str, body: Value) -> Value {
        let made = self.caller.made(path, &body).await;
        self.clock.advance(STEP);
        made
    }

    fn now(&self) -> u64 {
        let now = passport_sandbox::Clock::now(&self.clock);
        let since = now.duration_since(std::time::UNIX_EPOCH).unwrap();
        u64::try_from(since.as_millis()).unwrap() - START * 1000
    }

    /// A list whose items were made one after the other since the last mark, the parameters of pages
    /// and order among its cases.
    fn list(&self, endpoint: &'static str, path: &str, items: &'static str, ids: &[&str]) -> List {
        // The second was made half a second after a whole one.
        let before = START + self.since / 1000 + 1;
        let seconds = "page_params.first_request_timestamp.seconds";
        let context = format!("{seconds}={before}");
        let all: Vec<usize> = (0..ids.len()).collect();
        let falling: Vec<usize> = all.iter().rev().copied().collect();
        let id = if items == "tokens" { "token_id" } else { "id" };
        let mut by_id = all.clone();
        by_id.sort_by_key(|place| ids[*place]);
        let list = List::new(endpoint, path, items, ids)
            .case("page_params.page_size", "1", &[0])
            .case_with(
                "page_params.page_size=1",
                "page_params.page_number",
                "2",
                &[1],
            )
            .case(
                "page_params.first_request_timestamp.seconds",
                &before.to_string(),
                &[0],
            )
            .case_with(
                &context,
                "page_params.first_request_timestamp.nanos",
                "499999999",
                &[0],
            )
            .case_with(
                &context,
                "page_params.first_request_timestamp.nanos",
                "500000000",
                &[0, 1],
            )
            .case("order_params.order_key", id, &by_id)
            .case("order_params.order_key", "created_at", &all)
            .case_with(
                "order_params.order_direction=DESC",
                "order_params.order_key",
                "created_at",
                &falling,
            )
            .case_with(
                "order_params.order_key=created_at",
                "order_params.order_direction",
                "ASC",
                &all,
            )
            .case("order_params.order_direction", "DESC", &falling)
            .case(
                "order_params.order_direction",
                "ORDER_DIRECTION_ENUM_UNSPECIFIED",
                &all,
            );
        List {
            fields: (items, id),
            ..list
        }
    }

    /// Begins another kind, at a whole second.
    fn mark(&mut self) {
        self.clock
            .advance(Duration::from_millis(1000 - self.now() % 1000));
        self.since = self.now();
    }
}

pub(super) async fn world() -> World {
    let clock = clock();
    let builder = Sandbox::builder().clock(clock.clone());
    let sandbox = builder.start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "breb").await;
    clock.advance(STEP);
    Caller::with_every_scope(&sandbox, "breb").await;
    let mut maker = Maker {
        caller,
        clock,
        since: 0,
    };
    let mut lists = vec![tokens(&maker).await];
    let parties = parties(&mut maker, &mut lists).await;
    let codes = qr_codes(&mut maker, &parties).await;
    lists.push(codes);
    let recipients = recipients(&mut maker, &parties).await;
    let ach = recipients.ids[1].clone();
    lists.push(recipients);
    lists.push(payments(&mut maker, &parties, &ach).await);
    World {
        caller: maker.caller,
        lists,
        _sandbox: sandbox,
    }
}

async fn tokens(maker: &Maker) -> List {
    let path = "/v1/iam/oauth/tokens";
    let tokens = maker.caller.get(path).await.body;
    let ids = [0, 1].map(|place| text(&tokens, &format!("/tokens/{place}/token_id")).to_owned());
    maker
        .list("tokens.list", path, "tokens", &[&ids[0], &ids[1]])
        .case("account_id", text(&tokens, "/tokens/0/account_id"), &[0, 1])
        .case("account_id", "another", &[])
        // No user signed in.
        .case("user_id", "a user", &[])
        .case("grant_flow", "GRANT_FLOW_CLIENT_CREDENTIALS", &[0, 1])
        .case("grant_flow", "GRANT_FLOW_PASSWORD", &[])
        .case("role", "entity.client_credentials", &[0, 1])
        .case("role", "another", &[])
}

/// The ids of two customers, and of an account and a key of each.
struct Parties {
    customers: [String; 2],
    accounts: [String; 2],
    keys: [String; 2],
}

async fn parties(maker: &mut Maker, lists: &mut Vec<List>) -> Parties {
    let id = |made: &Value| text(made, "/id").to_owned();
    maker.mark();
    let mut second = customer();
    second["business_name"] = json!("Otra SAS");
    second["identification_number"] = json!("900000002");
    let link = "/v1/customers/business/link";
    let customers = [
        id(&maker.made(link, customer()).await),
        id(&maker.made(link, second).await),
    ];
    let [first, second] = [&*customers[0], &*customers[1]];
    lists.push(
        maker
            .list(
                "customers.list",
                "/v1/customers",
                "customers",
                &[first, second],
            )
            .case("customer_id", second, &[1])
            .case("identification_number", "900000001", &[0])
            .case("identification_type", "NIT", &[0, 1])
            .case("identification_type", "CC", &[]),
    );

    maker.mark();
    let mut accounts = Vec::new();
    for (customer, number) in customers.iter().zip(["880000001", "880000002"]) {
        let body = json!({
            "customer_id": customer, "account_type": "ORDINARY", "account_number": number,
        });
        accounts.push(id(&maker.made("/v1/accounts/link", body).await));
    }
    let accounts: [String; 2] = accounts.try_into().unwrap();
    let ids = [&*accounts[0], &*accounts[1]];
    lists.push(
        maker
            .list("accounts.list", "/v1/accounts", "accounts", &ids)
            .case("customer_id", first, &[0])
            .case("account_id", ids[1], &[1])
            .case("account_number", "880000002", &[1])
            // All accounts of the sandbox are of one type, and active.
            .case("account_type", "ORDINARY", &[0, 1])
            .case("account_type", "LOW_VALUE", &[])
            .case("status", "ACTIVE", &[0, 1])
            .case("status", "INACTIVE", &[]),
    );

    maker.mark();
    let mut keys = Vec::new();
    for (account, (kind, value)) in accounts.iter().zip(KEYS) {
        let body = json!({
            "account_id": account, "key": { "key_type": kind, "key_value": value },
        });
        keys.push(id(&maker.made("/v1/keys", body).await));
    }
    let keys: [String; 2] = keys.try_into().unwrap();
    let suspend = format!("/v1/keys/{}/suspend", keys[0]);
    maker.caller.patch(&suspend, &json!({})).await;
    let ids = [&*keys[0], &*keys[1]];
    lists.push(
        maker
            .list("keys.list", "/v1/keys", "keys", &ids)
            .case("customer_id", first, &[0])
            .case("account_id", &accounts[1], &[1])
            .case("key_id", ids[0], &[0])
            .case("key_type", "PHONE", &[0])
            .case("key_type", "MOBILE", &[0])
            .case("key_type", "BCODE", &[1])
            .case("key_value", KEYS[1].1, &[1])
            .case("status", "SUSPENDED", &[0])
            .case("status", "ACTIVE", &[1]),
    );
    Parties {
        customers,
        accounts,
        keys,
    }
}

async fn qr_codes(maker: &mut Maker, parties: &Parties) -> List {
    maker.mark();
    let mut ids = Vec::new();
    for (place, kind) in ["STATIC", "DYNAMIC"].iter().enumerate() {
        let body = json!({
            "key_id": parties.keys[place],
            "customer_id": parties.customers[place],
            "type": kind,
            "channel": "POS",
            "qr_code_reference": "ABC1",
            "amount": { "value": QR_AMOUNT, "currency": "COP" },
            "additional_info": { "transaction_purpose": "00" },
        });
        let made = maker.made("/v1/qrcodes", body).await;
        ids.push(text(&made, "/id").to_owned());
    }
    let ids = [&*ids[0], &*ids[1]];
    maker
        .list("qr_codes.list", "/v1/qrcodes", "qr_codes", &ids)
        .case("qr_code_id", ids[1], &[1])
        .case("customer_id", &parties.customers[0], &[0])
        .case("key_id", &parties.keys[1], &[1])
        .case("type", "DYNAMIC", &[1])
        .case("key_value", KEYS[0].1, &[0])
        .case("key_type", "BCODE", &[1])
        // The sample of this list has old letters.
        .case("key_type", "M", &[0])
}

async fn recipients(maker: &mut Maker, parties: &Parties) -> List {
    maker.mark();
    let by_key = json!({
        "customer_id": parties.customers[0],
        "key": { "key_type": "PHONE", "key_value": "3000000077" },
    });
    let by_key = maker.made("/v1/recipients/breb", by_key).await;
    let ach = json!({
        "customer_id": parties.customers[1],
        "owner": {
            "type": "BUSINESS",
            "business_name": "Proveedor SAS",
            "identification_type": "NIT",
            "identification_number": "800000003",
        },
        "account": {
            "account_type": "SAVINGS", "account_number": "123456", "bank_name": "BANCO DEMO",
        },
    });
    let ach = maker.made("/v1/recipients/ach", ach).await;
    // A key leads to its owner's account when it is resolved.
    let path = format!("/v1/recipients/{}/resolve", text(&by_key, "/id"));
    let resolved = maker.caller.made(&path, &json!({})).await;
    let ids = [text(&by_key, "/id"), text(&ach, "/id")];
    maker
        .list("recipients.list", "/v1/recipients", "recipients", &ids)
        .case("customer_id", &parties.customers[0], &[0])
        .case("recipient_id", ids[1], &[1])
        .case("type", "INDIVIDUAL", &[0])
        .case("type", "BUSINESS", &[1])
        .case("type", "BREB", &[0])
        .case("identification_number", "800000003", &[1])
        .case(
            "identification_number",
            text(&resolved, "/owner/identification_number"),
            &[0],
        )
        .case("account_number", "123456", &[1])
        .case(
            "account_number",
            text(&resolved, "/account/account_number"),
            &[0],
        )
        .case("account_type", "SAVINGS", &[1])
        .case("account_type", "LOW_VALUE", &[0])
}

/// Two by key, of which the second pays a QR code, and one over ACH.
async fn payments(maker: &mut Maker, parties: &Parties, ach: &str) -> List {
    let resolution = async |kind: &str, value: &str| {
        let body = json!({
            "customer_id": parties.customers[0],
            "key": { "key_type": kind, "key_value": value },
        });
        let resolution = maker.caller.made("/v1/resolve-key", &body).await;
        text(&resolution, "/id").to_owned()
    };
    let to_person = resolution("PHONE", "3000000077").await;
    let to_code = resolution(KEYS[1].0, KEYS[1].1).await;
    maker.mark();
    let by_key = |account: &str, resolution: &str, amount: &str| {
        json!({
            "account_id": account,
            "resolution_id": resolution,
            "amount": { "value": amount, "currency": "COP" },
        })
    };
    let path = "/v1/payments/breb";
    let first = by_key(&parties.accounts[0], &to_person, "2000");
    let first = maker.made(path, first).await;
    let second = by_key(&parties.accounts[1], &to_code, QR_AMOUNT);
    let second = maker.made(path, second).await;
    // From the second look at it on, a payment is final.
    for _ in 0..2 {
        let path = format!("/v1/payments/{}", text(&first, "/id"));
        maker.caller.get(&path).await;
    }
    let third = json!({
        "account_id": parties.accounts[0],
        "recipient_id": ach,
        "amount": { "value": "900", "currency": "COP" },
    });
    let third = maker.made("/v1/payments/ach", third).await;
    let ids = [
        text(&first, "/id"),
        text(&second, "/id"),
        text(&third, "/id"),
    ];
    maker
        .list("payments.list", "/v1/payments", "payments", &ids)
        .case("payment_id", ids[1], &[1])
        .case("customer_id", &parties.customers[0], &[0, 2])
        .case("account_id", &parties.accounts[1], &[1])
        // Amounts are sorted as numbers.
        .case("order_params.order_key", "amount", &[2, 1, 0])
        // All payments of the sandbox go out; the page has two words for it.
        .case("direction", "OUTBOUND", &[0, 1, 2])
        .case("direction", "OUTGOING", &[0, 1, 2])
        .case("direction", "INBOUND", &[])
        .case("direction", "INCOMING", &[])
        .case("key_value", "3000000077", &[0])
        .case("status", "SETTLED", &[0])
        .case("status", "PENDING", &[1, 2])
        .case("qr_code_reference", "VISIABC1", &[1])
        .case("type", "ACH", &[2])
        .case(
            "end_to_end_identification",
            text(&second, "/end_to_end_identification"),
            &[1],
        )
        .case("sender_name", "Otra SAS", &[1])
        .case("sender_identification_number", "900000001", &[0, 2])
        .case("sender_account_number", "880000002", &[1])
        // All senders are businesses with ordinary accounts at the sandbox's bank.
        .case("sender_type", "BUSINESS", &[0, 1, 2])
        .case("sender_type", "INDIVIDUAL", &[])
        .case("sender_identification_type", "NIT", &[0, 1, 2])
        .case("sender_identification_type", "CC", &[])
        .case("sender_account_type", "ORDINARY", &[0, 1, 2])
        .case("sender_account_type", "SAVINGS", &[])
        .case("sender_participant_name", "Banco Sandbox", &[0, 1, 2])
        .case("sender_participant_name", "Otro Banco", &[])
}

/// The keys of the two accounts.
const KEYS: [(&str, &str); 2] = [("PHONE", "3000000055"), ("BCODE", "0000000055")];

const QR_AMOUNT: &str = "1500.50";

/// The time from one thing to the next.
const STEP: Duration = Duration::from_millis(1500);
