//! The older generation: its names, its shapes, its flow.

use passport_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::{Caller, got, text};

pub(crate) const BASE: &str = "/v1/paas/entities/customers";

/// A sandbox with a customer, an account, a key and a payee of the older generation.
pub(crate) struct Node {
    pub(crate) caller: Caller,
    pub(crate) customer_id: String,
    pub(crate) account_id: String,
    pub(crate) key_id: String,
    pub(crate) recipient_id: String,
    _sandbox: Sandbox,
}

impl Node {
    pub(crate) async fn open() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let caller = Caller::with_every_scope(&sandbox, "visionamos").await;
        let made = async |path: &str, body: Value| {
            let made = caller.made(&format!("{BASE}{path}"), &body).await;
            text(&made, "/id").to_owned()
        };
        let customer_id = made("", customer()).await;
        let account = account(&customer_id, "880000001");
        let account_id = made("/accounts", account).await;
        let key = json!({
            "account_id": account_id, "key_type": "B", "key_value": "0000000001",
        });
        let key_id = made("/accounts/keys", key).await;
        let recipient = json!({
            "entity_customer_id": customer_id, "key_type": "M", "key_value": "3000000001",
        });
        let recipient_id = made("/recipients/breb", recipient).await;
        Self {
            customer_id,
            account_id,
            key_id,
            recipient_id,
            caller,
            _sandbox: sandbox,
        }
    }
}

pub(crate) fn customer() -> Value {
    json!({
        "type": "BUSINESS",
        "business_name": "Tienda Ejemplo SAS",
        "email": "pagos@ejemplo.test",
        "mobile_phone_number": "573000000001",
        "identification_type": "NIT",
        "identification_number": "900000001",
    })
}

pub(crate) fn account(customer_id: &str, number: &str) -> Value {
    json!({
        "entity_customer_id": customer_id, "type": "ORDINARY", "account_number": number,
    })
}

#[tokio::test]
async fn the_older_flow_in_its_own_words() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "visionamos").await;
    let customer = caller.made(BASE, &customer()).await;
    assert_eq!(customer.as_object().unwrap().len(), 7);
    let path = format!("{BASE}/{}", text(&customer, "/id"));
    assert_eq!(caller.get(&path).await.body, customer);

    let account = account(text(&customer, "/id"), "880000001");
    let account = caller.made(&format!("{BASE}/accounts"), &account).await;
    assert_eq!(account["number"], "880000001");
    assert!(account.get("status").is_none());
    let list = caller
        .get(&format!("{BASE}/accounts?page_size=5"))
        .await
        .body;
    assert_eq!(list, json!({ "accounts": [account] }));

    let recipient = json!({
        "entity_customer_id": customer["id"],
        "key_type": "E",
        "key_value": "alguien@ejemplo.test",
    });
    let recipient = caller
        .made(&format!("{BASE}/recipients/breb"), &recipient)
        .await;
    let path = format!("{BASE}/recipients/breb/{}", text(&recipient, "/id"));
    assert_eq!(caller.get(&path).await.body, recipient);

    let order = json!({
        "account_id": account["id"],
        "breb_recipient_id": recipient["id"],
        "amount": { "value": "1000", "currency": "COP" },
        "reference": "Factura 12",
    });
    let payments = format!("{BASE}/payments/breb");
    let made = caller.made(&payments, &order).await;
    assert_eq!(made["payment"]["status"], "PENDING");
    assert!(made["payment"].get("direction").is_none());
    assert_eq!(made["breb_resolved_key"]["business_name"], "Ana Demo");
    let again = caller.made(&payments, &order).await;
    assert_ne!(again["payment"]["id"], made["payment"]["id"]);

    let path = format!("{payments}/{}", text(&made, "/payment/id"));
    let pending = caller.get(&path).await.body;
    assert_eq!(
        (&pending["status"], &pending["direction"]),
        (&json!("PENDING"), &json!("OUTGOING"))
    );
    assert_eq!(caller.get(&path).await.body["status"], "SETTLED");
}

#[tokio::test]
async fn keys_in_letters() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "visionamos").await;
    let customer = caller.made(BASE, &customer()).await;
    let account = account(text(&customer, "/id"), "1");
    let account = caller.made(&format!("{BASE}/accounts"), &account).await;
    let keys = format!("{BASE}/accounts/keys");
    let word =
        json!({ "account_id": account["id"], "key_type": "PHONE", "key_value": "3000000001" });
    assert_eq!(caller.post(&keys, &word).await.status, 400);
    let letter = json!({ "account_id": account["id"], "key_type": "M", "key_value": "3000000001" });
    let key = caller.made(&keys, &letter).await;
    assert_eq!(key.as_object().unwrap().len(), 4);

    let id = json!({ "id": key["id"] });
    let suspended = caller.patch(&format!("{keys}/suspend"), &id).await;
    assert_eq!(suspended.body, json!({ "key_status": "SUSP" }));
    let activated = caller.patch(&format!("{keys}/activate"), &id).await;
    assert_eq!(activated.body, json!({ "key_status": "ACTV" }));

    let code = json!({
        "key_id": key["id"],
        "customer_id": customer["id"],
        "type": "STATIC",
        "channel": "MPS",
        "additional_info": { "transaction_purpose": "SHOPPING" },
    });
    let code = caller.made(&format!("{BASE}/qrcodes"), &code).await;
    assert_eq!(code["account_key_id"], key["id"]);
    assert_eq!(code["merchant"]["country"], "CO");

    let path = format!("{keys}/{}", text(&key, "/id"));
    assert_eq!(caller.delete(&path).await.status, 400, "without a body");
    for body in [json!({}), json!({ "id": "another" })] {
        let refused = got(caller.request("DELETE", &path).json(&body)).await;
        assert_eq!(refused.status, 400, "{body}");
    }
    let cancelled = got(caller.request("DELETE", &path).json(&id)).await;
    assert_eq!((cancelled.status, cancelled.text.as_str()), (200, ""));
    assert_eq!(
        got(caller.request("DELETE", &path).json(&id)).await.status,
        404
    );
}
