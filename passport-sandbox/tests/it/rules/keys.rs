//! The rules of keys and recipients.

use serde_json::{Value, json};

use super::{check, long};
use crate::breb::Shop;
use crate::support::text;
use crate::visionamos::{BASE, Node};

/// A word for each kind of key, with values on both sides of its rule.
fn key_values() -> Vec<(&'static str, &'static str, &'static str, bool)> {
    vec![
        ("ID", "NRIC", "A1B2C3", true),
        ("ID", "NRIC", "123456789012345678", true),
        ("ID", "NRIC", "1234567890123456789", false),
        ("ID", "NRIC", "900-001", false),
        ("PHONE", "M", "3000000009", true),
        ("PHONE", "M", "2000000009", false),
        ("PHONE", "M", "+573000000009", false),
        ("EMAIL", "E", "otro@ejemplo.test", true),
        ("EMAIL", "E", "otro", false),
        (
            "EMAIL",
            "E",
            "abcdefghijabcdefghijabcdefghijk@ejemplo.test",
            false,
        ),
        ("ALPHA", "O", "@tienda", true),
        ("ALPHA", "O", "@abc", false),
        ("ALPHA", "O", "tienda1", false),
        ("BCODE", "B", "0000000009", true),
        ("BCODE", "B", "1000000009", false),
    ]
}

#[tokio::test]
async fn keys() {
    let shop = Shop::open().await;
    let node = Node::open().await;
    let old = format!("{BASE}/accounts/keys");
    for (word, letter, value, fits) in key_values() {
        let key = json!({ "key_type": word, "key_value": value });
        let nested = json!({ "account_id": shop.account_id, "key": key });
        let expect = if fits { 200 } else { 400 };
        let got = shop.caller.post("/v1/keys", &nested).await;
        assert_eq!(got.status, expect, "{word} {value}: {}", got.text);
        let flat = json!({
            "account_id": node.account_id, "key_type": letter, "key_value": value,
        });
        let got = node.caller.post(&old, &flat).await;
        assert_eq!(got.status, expect, "{letter} {value}: {}", got.text);
    }
    // The tables have the key flat and say MOBILE; the vocabularies are not mixed.
    let mut flat = json!({
        "account_id": shop.account_id, "key_type": "MOBILE", "key_value": "3000000008",
    });
    assert_eq!(shop.caller.post("/v1/keys", &flat).await.status, 200);
    let rules = [
        ("/account_id", Value::Null, false),
        ("/key_type", json!("M"), false),
        ("/key_value", Value::Null, false),
    ];
    check(&shop.caller, ("POST", "/v1/keys"), &flat, &rules).await;
    flat["account_id"] = json!(node.account_id);
    let rules = [("/key_type", json!("PHONE"), false)];
    check(&node.caller, ("POST", &old), &flat, &rules).await;

    // But a sample of resolving a key has an old letter.
    let resolve = json!({
        "customer_id": shop.customer_id, "key": { "key_type": "M", "key_value": "3000000001" },
    });
    let resolution = shop.caller.made("/v1/resolve-key", &resolve).await;
    assert_eq!(resolution["key"]["key_type"], "PHONE");
    let rules = [
        ("/customer_id", Value::Null, false),
        ("/key/key_type", json!("X"), false),
        ("/key/key_value", json!("1"), false),
    ];
    let call = ("POST", "/v1/resolve-key");
    check(&shop.caller, call, &resolve, &rules).await;
    let validate = json!({ "key": { "key_type": "PHONE", "key_value": "3000000001" } });
    let rules = [
        ("/owner", json!({ "first_name": "Ana" }), true),
        ("/owner", json!("Ana"), false),
        ("/account", json!([]), false),
        ("/participant", json!(1), false),
        ("/key/key_type", json!("M"), false),
    ];
    let call = ("POST", "/v1/validate-key");
    check(&shop.caller, call, &validate, &rules).await;
    for path in ["suspend", "activate"] {
        let path = format!("{old}/{path}");
        let rules = [
            ("/id", json!(node.key_id), true),
            ("/id", Value::Null, false),
        ];
        check(&node.caller, ("PATCH", &path), &json!({}), &rules).await;
    }
}

#[tokio::test]
async fn recipients() {
    let shop = Shop::open().await;
    let good = json!({
        "customer_id": shop.customer_id,
        "key": { "key_type": "PHONE", "key_value": "3000000001" },
    });
    let rules = [
        ("/customer_id", Value::Null, false),
        ("/alias", json!("Proveedor 1"), true),
        ("/key/key_type", json!("MOBILE"), true),
        ("/key/key_type", json!("M"), false),
        ("/key/key_value", json!("1"), false),
    ];
    let call = ("POST", "/v1/recipients/breb");
    check(&shop.caller, call, &good, &rules).await;

    let ach = json!({
        "customer_id": shop.customer_id,
        "owner": {
            "type": "INDIVIDUAL",
            "first_name": "Ana",
            "first_last_name": "Demo",
            "identification_type": "CC",
            "identification_number": "1",
        },
        "account": {
            "account_type": "SAVINGS", "account_number": "123", "bank_name": "BANCO DEMO",
        },
    });
    let rules = [
        ("/customer_id", Value::Null, false),
        ("/alias", long(128), true),
        ("/alias", long(129), false),
        ("/owner/type", json!("OTHER"), false),
        ("/owner/first_name", Value::Null, false),
        ("/owner/first_last_name", Value::Null, false),
        ("/owner/second_name", json!("Maria"), true),
        ("/owner/identification_type", json!("NUIP"), true),
        ("/owner/identification_type", json!("XX"), false),
        ("/owner/identification_number", long(30), true),
        ("/owner/identification_number", long(31), false),
        ("/account/account_type", json!("INCLUSIVE_LOW_VALUE"), true),
        ("/account/account_type", json!("OTHER"), false),
        ("/account/account_number", long(18), true),
        ("/account/account_number", long(19), false),
        ("/account/bank_name", Value::Null, false),
        ("/account/bank_name", json!("Banco Demo"), false),
    ];
    let call = ("POST", "/v1/recipients/ach");
    check(&shop.caller, call, &ach, &rules).await;
    let mut business = ach.clone();
    business["owner"]["type"] = json!("BUSINESS");
    let rules = [
        ("/owner/business_name", json!("Proveedor SAS"), true),
        ("/owner/business_name", Value::Null, false),
    ];
    check(&shop.caller, call, &business, &rules).await;
    // The earlier revision of the page has it flat.
    let flat = json!({
        "customer_id": shop.customer_id,
        "recipient_type": "INDIVIDUAL",
        "first_name": "Ana",
        "first_last_name": "Demo",
        "identification_type": "CC",
        "identification_number": "1",
        "account_type": "SAVINGS",
        "account_number": "123",
        "bank_name": "BANCO DEMO",
    });
    let flat = shop.caller.made("/v1/recipients/ach", &flat).await;
    // It has no key, so it is none of the recipients by key, and a payment by key cannot go to it.
    let path = format!("/v1/recipients/breb/{}", text(&flat, "/id"));
    assert_eq!(shop.caller.get(&path).await.status, 404);
    let path = format!("/v1/recipients/{}/resolve", text(&flat, "/id"));
    let refused = shop.caller.post(&path, &json!({})).await;
    assert_eq!(refused.status, 400);

    // A key that leads nowhere leaves the rail as what is known of a recipient.
    let lost = json!({
        "customer_id": shop.customer_id,
        "key": { "key_type": "PHONE", "key_value": "3000000404" },
    });
    let lost = shop.caller.made("/v1/recipients/breb", &lost).await;
    for (kind, expect) in [("BREB", true), ("INDIVIDUAL", false)] {
        let path = format!(
            "/v1/recipients?type={kind}&recipient_id={}",
            text(&lost, "/id")
        );
        let found = shop.caller.get(&path).await.body;
        assert_eq!(found["recipients"] == json!([lost]), expect, "{kind}");
    }

    let node = Node::open().await;
    let good = json!({
        "entity_customer_id": node.customer_id, "key_type": "M", "key_value": "3000000001",
    });
    let rules = [
        ("/entity_customer_id", Value::Null, false),
        ("/key_type", json!("PHONE"), false),
        ("/key_value", json!("1"), false),
    ];
    let path = format!("{BASE}/recipients/breb");
    check(&node.caller, ("POST", &path), &good, &rules).await;
}
