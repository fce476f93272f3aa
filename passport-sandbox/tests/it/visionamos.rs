//! The older generation: its names, its shapes, its flow.

use passport_sandbox::Sandbox;
use serde_json::json;

use crate::support::{Caller, got, text};

const BASE: &str = "/v1/paas/entities/customers";

#[tokio::test]
async fn the_older_flow_in_its_own_words() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "visionamos").await;
    let customer = json!({
        "type": "BUSINESS",
        "business_name": "Tienda Ejemplo SAS",
        "email": "pagos@ejemplo.test",
        "mobile_phone_number": "573000000001",
        "identification_type": "NIT",
        "identification_number": "900000001",
    });
    let customer = caller.made(BASE, &customer).await;
    assert_eq!(customer.as_object().unwrap().len(), 7);
    let path = format!("{BASE}/{}", text(&customer, "/id"));
    assert_eq!(caller.get(&path).await.body, customer);

    let account = json!({
        "entity_customer_id": customer["id"],
        "type": "ORDINARY",
        "account_number": "880000001",
    });
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
    let customer = json!({
        "type": "BUSINESS",
        "business_name": "Tienda",
        "email": "a@b.test",
        "mobile_phone_number": "573000000001",
        "identification_type": "NIT",
        "identification_number": "900000001",
    });
    let customer = caller.made(BASE, &customer).await;
    let account = json!({
        "entity_customer_id": customer["id"],
        "type": "ORDINARY",
        "account_number": "1",
    });
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
