//! The newer generation: from a customer to a settled payment.

use std::time::Duration;

use passport_sandbox::{ManualClock, Sandbox};
use serde_json::{Value, json};

use crate::support::{Caller, text};

/// A sandbox with a customer, an account and a key.
pub(crate) struct Shop {
    pub(crate) clock: ManualClock,
    pub(crate) caller: Caller,
    pub(crate) customer_id: String,
    pub(crate) account_id: String,
    pub(crate) key_id: String,
    pub(crate) sandbox: Sandbox,
}

impl Shop {
    /// A request for a QR code with all that every code needs, and nothing more.
    pub(crate) fn static_code(&self) -> Value {
        json!({
            "key_id": self.key_id,
            "customer_id": self.customer_id,
            "type": "STATIC",
            "channel": "POS",
            "additional_info": { "transaction_purpose": "00" },
        })
    }

    pub(crate) async fn open() -> Self {
        let clock = ManualClock::new();
        let builder = Sandbox::builder().clock(clock.clone());
        let sandbox = builder.start().await.unwrap();
        let caller = Caller::with_every_scope(&sandbox, "breb").await;
        let customer = caller
            .made("/v1/customers/business/link", &customer())
            .await;
        let account = json!({
            "customer_id": customer["id"],
            "account_type": "ORDINARY",
            "account_number": "880000001",
        });
        let account = caller.made("/v1/accounts/link", &account).await;
        let key = json!({
            "account_id": account["id"],
            "key": { "key_type": "BCODE", "key_value": "0000000001" },
            "display_name": "Tienda",
        });
        let key = caller.made("/v1/keys", &key).await;
        Self {
            clock,
            customer_id: text(&customer, "/id").to_owned(),
            account_id: text(&account, "/id").to_owned(),
            key_id: text(&key, "/id").to_owned(),
            caller,
            sandbox,
        }
    }

    pub(crate) async fn resolve(&self, kind: &str, value: &str) -> Value {
        let body = json!({
            "customer_id": self.customer_id,
            "key": { "key_type": kind, "key_value": value },
        });
        self.caller.made("/v1/resolve-key", &body).await
    }

    /// Pays somebody at another bank.
    async fn pay(&self, amount: &str) -> Value {
        let resolution = self.resolve("PHONE", "3000000001").await;
        let body = self.order(text(&resolution, "/id"), amount);
        self.caller.made("/v1/payments/breb", &body).await
    }

    pub(crate) fn order(&self, resolution_id: &str, amount: &str) -> Value {
        json!({
            "account_id": self.account_id,
            "resolution_id": resolution_id,
            "amount": { "value": amount, "currency": "COP" },
        })
    }

    pub(crate) async fn payment(&self, id: &str) -> Value {
        self.caller.get(&format!("/v1/payments/{id}")).await.body
    }

    async fn balances(&self, account_id: &str) -> (String, String) {
        let path = format!("/v1/accounts/{account_id}");
        let account = self.caller.get(&path).await.body;
        let balance = |name: &str| text(&account, &format!("/{name}/value")).to_owned();
        (balance("available_balance"), balance("pending_balance"))
    }
}

#[tokio::test]
async fn a_pay_out_settles() {
    let shop = Shop::open().await;
    let body = json!({
        "customer_id": shop.customer_id,
        "key": { "key_type": "EMAIL", "key_value": "alguien@ejemplo.test" },
        "alias": "Proveedor 1",
    });
    let recipient = shop.caller.made("/v1/recipients/breb", &body).await;
    assert_eq!(recipient["type"], "BREB");
    let path = format!("/v1/recipients/{}/resolve", text(&recipient, "/id"));
    let resolution = shop.caller.made(&path, &json!({})).await;
    assert_eq!(resolution["owner"]["type"], "INDIVIDUAL");
    assert_eq!(resolution["owner"]["business_name"], "");

    let order = shop.order(text(&resolution, "/id"), "25000");
    let payment = shop.caller.made("/v1/payments/breb", &order).await;
    assert_eq!(payment["status"], "PENDING");
    assert_eq!(payment["direction"], "OUTBOUND");
    assert_eq!(
        payment["amount"],
        json!({ "value": "25000", "currency": "COP" })
    );
    let pending = ("10000000.00".to_owned(), "25000.00".to_owned());
    assert_eq!(shop.balances(&shop.account_id).await, pending);

    let id = text(&payment, "/id");
    assert_eq!(shop.payment(id).await["status"], "PENDING");
    let settled = shop.payment(id).await;
    assert_eq!(settled["status"], "SETTLED");
    assert!(settled.get("error").is_none());
    let booked = ("9975000.00".to_owned(), "0".to_owned());
    assert_eq!(shop.balances(&shop.account_id).await, booked);
}

#[tokio::test]
async fn a_payment_settles_by_itself() {
    let shop = Shop::open().await;
    let payment = shop.pay("1000").await;
    shop.clock.advance(Duration::from_secs(10));
    assert_eq!(
        shop.payment(text(&payment, "/id")).await["status"],
        "SETTLED"
    );
}

#[tokio::test]
async fn one_resolution_makes_one_payment() {
    let shop = Shop::open().await;
    let resolution = shop.resolve("PHONE", "3000000001").await;
    let order = shop.order(text(&resolution, "/id"), "1000");
    let first = shop.caller.made("/v1/payments/breb", &order).await;
    let second = shop.caller.made("/v1/payments/breb", &order).await;
    assert_eq!(first["id"], second["id"]);
    let list = shop.caller.get("/v1/payments").await;
    assert_eq!(list.body["pagination_info"]["total_elements"], 1);
}

#[tokio::test]
async fn a_resolution_lives_half_an_hour() {
    let shop = Shop::open().await;
    let resolution = shop.resolve("PHONE", "3000000001").await;
    shop.clock.advance(Duration::from_secs(30 * 60));
    let order = shop.order(text(&resolution, "/id"), "1000");
    let got = shop.caller.post("/v1/payments/breb", &order).await;
    assert_eq!(
        (got.status, &got.body["code"]),
        (400, &json!("resolution_expired"))
    );
}

#[tokio::test]
async fn amounts_choose_a_rejection() {
    let shop = Shop::open().await;
    for (amount, code) in [
        ("0.5", "U111"),
        ("10000001", "B107"),
        ("1000.01", "B101"),
        ("1000.09", "B109"),
    ] {
        let payment = shop.pay(amount).await;
        assert_eq!(payment["status"], "PENDING");
        shop.clock.advance(Duration::from_secs(10));
        let rejected = shop.payment(text(&payment, "/id")).await;
        assert_eq!(rejected["status"], "REJECTED");
        assert_eq!(rejected["error"]["error_code"], code);
    }
    let untouched = ("10000000.00".to_owned(), "0".to_owned());
    assert_eq!(shop.balances(&shop.account_id).await, untouched);
}

#[tokio::test]
async fn a_payee_of_the_sandbox_is_credited() {
    let shop = Shop::open().await;
    let resolution = shop.resolve("BCODE", "0000000001").await;
    assert_eq!(resolution["owner"]["business_name"], "Tienda Ejemplo SAS");
    let order = shop.order(text(&resolution, "/id"), "1000");
    shop.caller.made("/v1/payments/breb", &order).await;
    shop.clock.advance(Duration::from_secs(10));
    let even = ("10000000.00".to_owned(), "0".to_owned());
    assert_eq!(shop.balances(&shop.account_id).await, even);
}

#[tokio::test]
async fn lists_have_pages_that_stay_stable() {
    let shop = Shop::open().await;
    for _ in 0..5 {
        shop.pay("1000").await;
        shop.clock.advance(Duration::from_millis(1));
    }
    let first = shop
        .caller
        .get("/v1/payments?page_params.page_size=2")
        .await
        .body;
    let info = &first["pagination_info"];
    assert_eq!(first["payments"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&info["total_elements"], &info["total_pages"]),
        (&json!(5), &json!(3))
    );
    assert_eq!(info["current_page"], 1);
    let stamp: jiff::Timestamp = text(info, "/first_request_timestamp").parse().unwrap();

    shop.clock.advance(Duration::from_secs(1));
    shop.pay("1000").await;
    let path = format!(
        "/v1/payments?page_params.page_size=2&page_params.page_number=3\
         &page_params.first_request_timestamp.seconds={}\
         &page_params.first_request_timestamp.nanos={}",
        stamp.as_second(),
        stamp.subsec_nanosecond()
    );
    let last = shop.caller.get(&path).await.body;
    assert_eq!(last["payments"].as_array().unwrap().len(), 1);
    assert_eq!(last["pagination_info"]["total_elements"], 5);

    let falling =
        "/v1/payments?order_params.order_key=created_at&order_params.order_direction=DESC";
    let falling = shop.caller.get(falling).await.body;
    assert_eq!(falling["payments"][5]["id"], first["payments"][0]["id"]);
    let wrong = shop
        .caller
        .get("/v1/payments?page_params.page_number=0")
        .await;
    assert_eq!(wrong.status, 400);
    let none = shop.caller.get("/v1/payments?status=REJECTED").await;
    assert_eq!(none.status, 404);
}

#[tokio::test]
async fn empty_lists() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "breb").await;
    for (path, status) in [
        ("/v1/customers", 404),
        ("/v1/payments", 404),
        ("/v1/qrcodes", 404),
        ("/v1/accounts", 200),
        ("/v1/keys", 200),
        ("/v1/recipients", 200),
    ] {
        assert_eq!(caller.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn keys_are_suspended_activated_and_deleted() {
    let shop = Shop::open().await;
    let path = format!("/v1/keys/{}", shop.key_id);
    assert_eq!(shop.caller.get(&path).await.body["display_name"], "Tienda");
    let suspended = shop
        .caller
        .patch(&format!("{path}/suspend"), &json!({}))
        .await;
    assert_eq!(suspended.body["status"], "SUSPENDED");
    let body = json!({
        "customer_id": shop.customer_id,
        "key": { "key_type": "BCODE", "key_value": "0000000001" },
    });
    assert_eq!(shop.caller.post("/v1/resolve-key", &body).await.status, 404);
    let activated = shop
        .caller
        .patch(&format!("{path}/activate"), &json!({}))
        .await;
    assert_eq!(activated.body["status"], "ACTIVE");
    let got = shop.caller.delete(&path).await;
    assert_eq!((got.status, got.text.as_str()), (204, ""));
    assert_eq!(shop.caller.delete(&path).await.status, 404);
}

#[tokio::test]
async fn keys_are_validated() {
    let shop = Shop::open().await;
    let body = json!({
        "key": { "key_type": "BCODE", "key_value": "0000000001" },
        "account": { "account_number": "880000001" },
        "owner": { "identification_number": "900000001", "type": "INDIVIDUAL" },
    });
    let got = shop.caller.made("/v1/validate-key", &body).await;
    assert_eq!(got["account"], json!({ "account_number": "MATCH" }));
    let owner = json!({ "identification_number": "MATCH", "type": "NO_MATCH" });
    assert_eq!(got["owner"], owner);
    let body = json!({ "key": { "key_type": "PHONE", "key_value": "3000000404" } });
    assert_eq!(
        shop.caller.post("/v1/validate-key", &body).await.status,
        404
    );
}

#[tokio::test]
async fn bad_requests_name_the_field() {
    let shop = Shop::open().await;
    let mut missing = customer();
    missing["email"] = Value::Null;
    let mut too_long = customer();
    too_long["business_name"] = json!("x".repeat(141));
    let key = |account: &str, kind: &str, value: &str| json!({ "account_id": account, "key": { "key_type": kind, "key_value": value } });
    for (path, body, field) in [
        ("/v1/customers/business/link", missing, "email"),
        ("/v1/customers/business/link", too_long, "business_name"),
        (
            "/v1/keys",
            key(&shop.account_id, "M", "3000000001"),
            "key_type",
        ),
        (
            "/v1/keys",
            key(&shop.account_id, "PHONE", "123"),
            "key_value",
        ),
        (
            "/v1/keys",
            key("nothing", "PHONE", "3000000001"),
            "account_id",
        ),
        (
            "/v1/payments/breb",
            shop.order("nothing", "1000"),
            "resolution_id",
        ),
        (
            "/v1/payments/breb",
            shop.order("nothing", "-1"),
            "amount.value",
        ),
        (
            "/v1/payments/breb",
            shop.order("nothing", "1e3"),
            "amount.value",
        ),
        (
            "/v1/payments/breb",
            shop.order("nothing", MOST_DECIMAL),
            "value",
        ),
    ] {
        let got = shop.caller.post(path, &body).await;
        assert_eq!(got.status, 400, "{path} {field}");
        assert!(got.text.contains(field), "{}", got.text);
    }
    let twice = key(&shop.account_id, "BCODE", "0000000001");
    let twice = shop.caller.post("/v1/keys", &twice).await;
    assert_eq!(
        (twice.status, &twice.body["code"]),
        (400, &json!("duplicate"))
    );
    for path in [
        "customers",
        "accounts",
        "keys",
        "recipients/breb",
        "payments",
        "qrcodes",
    ] {
        assert_eq!(
            shop.caller.get(&format!("/v1/{path}/nothing")).await.status,
            404,
            "{path}"
        );
    }
}

#[tokio::test]
async fn customers_are_changed() {
    let shop = Shop::open().await;
    let path = format!("/v1/customers/{}", shop.customer_id);
    let changed = shop
        .caller
        .patch(&path, &json!({ "business_name": "Otra SAS" }))
        .await;
    assert_eq!(changed.body["business_name"], "Otra SAS");
    assert_eq!(changed.body["address"]["city"], "Bogota");
    let list = shop
        .caller
        .get("/v1/customers?identification_number=900000001")
        .await;
    assert_eq!(list.body["customers"][0], changed.body);
}

#[tokio::test]
async fn qr_codes_are_made_decoded_and_deleted() {
    let shop = Shop::open().await;
    let mut body = json!({
        "key_id": shop.key_id,
        "customer_id": shop.customer_id,
        "type": "DYNAMIC",
        "channel": "MPOS",
        "qr_code_reference": "ABC123",
        "additional_info": { "transaction_purpose": "00", "terminal_label": "T1" },
    });
    let got = shop.caller.post("/v1/qrcodes", &body).await;
    assert_eq!(got.status, 400, "a dynamic code has an amount");
    body["amount"] = json!({ "value": "1500.50", "currency": "COP" });
    let code = shop.caller.made("/v1/qrcodes", &body).await;
    assert!(text(&code, "/qr_code_image").starts_with("b'"));
    let data = json!({ "customer_id": shop.customer_id, "qr_code_data": code["qr_code_data"] });
    let decoded = shop.caller.made("/v1/qrcodes/decode", &data).await;
    assert!(decoded.get("id").is_none() && decoded.get("qr_code_image").is_none());
    assert_eq!(decoded["key"], code["key"]);

    let path = format!("/v1/qrcodes/{}", text(&code, "/id"));
    assert_eq!(shop.caller.get(&path).await.body, code);
    assert_eq!(shop.caller.delete(&path).await.status, 204);
    assert_eq!(shop.caller.delete(&path).await.status, 404);
    let foreign = shop.caller.made("/v1/qrcodes/decode", &data).await;
    assert_eq!(
        foreign["amount"],
        json!({ "value": "1500.50", "currency": "COP" })
    );
    let broken = json!({ "customer_id": shop.customer_id, "qr_code_data": "0002016304FFFF" });
    assert_eq!(
        shop.caller.post("/v1/qrcodes/decode", &broken).await.status,
        400
    );
}

#[tokio::test]
async fn ach_payees_are_paid() {
    let shop = Shop::open().await;
    let body = json!({
        "customer_id": shop.customer_id,
        "owner": {
            "type": "BUSINESS",
            "business_name": "Proveedor SAS",
            "identification_type": "NIT",
            "identification_number": "800000003",
        },
        "account": {
            "account_type": "SAVINGS",
            "account_number": "123456",
            "bank_name": "BANCO DEMO",
        },
    });
    let recipient = shop.caller.made("/v1/recipients/ach", &body).await;
    let order = json!({
        "account_id": shop.account_id,
        "recipient_id": recipient["id"],
        "amount": { "value": "7000", "currency": "COP" },
    });
    let payment = shop.caller.made("/v1/payments/ach", &order).await;
    assert_eq!(payment["receiver"]["owner"]["name"], "Proveedor SAS");
    shop.clock.advance(Duration::from_secs(10));
    assert_eq!(
        shop.payment(text(&payment, "/id")).await["status"],
        "SETTLED"
    );
    let path = format!("/v1/recipients/{}", text(&recipient, "/id"));
    assert_eq!(shop.caller.delete(&path).await.status, 204);
}

pub(crate) fn customer() -> Value {
    json!({
        "type": "BUSINESS",
        "business_name": "Tienda Ejemplo SAS",
        "email": "pagos@ejemplo.test",
        "mobile_phone_number": "+573000000001",
        "identification_type": "NIT",
        "identification_number": "900000001",
        "merchant_category_code": "0001",
        "address": {
            "line_1": "Calle 1 2-3",
            "city": "Bogota",
            "state": "Cundinamarca",
            "post_code": "110111",
            "country": "CO",
        },
    })
}

/// The largest number that the sandbox's decimals can hold.
const MOST_DECIMAL: &str = "79228162514264337593543950335";
