//! The pages' rules for each field of a request's body, each with values on both sides of it.

mod keys;
mod parking;
mod payments;

use serde_json::{Value, json};

use crate::breb::{Shop, customer};
use crate::support::{Caller, got};
use crate::visionamos::{self, BASE, Node};

/// Sends a good body with one value changed, and expects that it is taken or refused.
async fn check(caller: &Caller, call: (&str, &str), good: &Value, rules: &[(&str, Value, bool)]) {
    let (method, path) = call;
    for (pointer, value, fits) in rules {
        let mut body = good.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[name] = value.clone();
        let got = got(caller.request(method, path).json(&body)).await;
        let took = (200..300).contains(&got.status);
        assert!(took || got.status == 400, "{path} {pointer}: {}", got.text);
        assert_eq!(took, *fits, "{path} {pointer} = {value}: {}", got.text);
        assert!(took || got.text.contains(name), "{name}: {}", got.text);
    }
}

fn long(length: usize) -> Value {
    "x".repeat(length).into()
}

/// The fields that both generations ask for.
fn customer_rules() -> Vec<(&'static str, Value, bool)> {
    vec![
        ("/type", json!("INDIVIDUAL"), false),
        ("/type", Value::Null, false),
        ("/business_name", json!(""), false),
        ("/business_name", Value::Null, false),
        ("/business_name", long(140), true),
        ("/business_name", long(141), false),
        ("/email", Value::Null, false),
        ("/email", long(35), true),
        ("/email", long(36), false),
        ("/mobile_phone_number", Value::Null, false),
        ("/mobile_phone_number", json!("+573000000001"), true),
        ("/mobile_phone_number", json!("573000000001"), true),
        ("/mobile_phone_number", json!("300000000"), true),
        ("/mobile_phone_number", json!("+123456789012345"), true),
        ("/mobile_phone_number", json!("+1234567890123456"), false),
        ("/mobile_phone_number", json!("+57 300"), false),
        ("/identification_type", json!("CC"), false),
        ("/identification_number", Value::Null, false),
        ("/identification_number", json!("90000000"), false),
        ("/identification_number", json!("9000000011"), false),
    ]
}

#[tokio::test]
async fn customers() {
    let shop = Shop::open().await;
    let mut rules = customer_rules();
    for pointer in [
        "/address/line_1",
        "/address/city",
        "/address/state",
        "/address/post_code",
    ] {
        rules.push((pointer, Value::Null, false));
        rules.push((pointer, json!("x"), true));
    }
    rules.extend([
        ("/address", Value::Null, false),
        ("/address/line_2", json!("Local 4"), true),
        ("/address/country", json!("BR"), false),
        ("/merchant_category_code", Value::Null, false),
        ("/merchant_category_code", json!("001"), false),
        ("/merchant_category_code", json!("00001"), false),
    ]);
    let link = ("POST", "/v1/customers/business/link");
    check(&shop.caller, link, &customer(), &rules).await;

    let node = Node::open().await;
    let create = ("POST", BASE);
    let good = visionamos::customer();
    check(&node.caller, create, &good, &customer_rules()).await;
}

#[tokio::test]
async fn a_change_of_a_customer() {
    let shop = Shop::open().await;
    let path = format!("/v1/customers/{}", shop.customer_id);
    let good = json!({ "id": shop.customer_id });
    let rules = [
        ("/id", json!(shop.customer_id), true),
        ("/id", json!("another"), false),
        ("/business_name", json!("Otra SAS"), true),
        ("/business_name", long(141), false),
        ("/email", long(36), false),
        ("/mobile_phone_number", json!("300000000"), true),
        ("/mobile_phone_number", json!("x"), false),
        ("/identification_number", json!("900000002"), true),
        ("/identification_number", json!("9"), false),
        ("/merchant_category_code", json!("0002"), true),
        ("/merchant_category_code", json!("2"), false),
    ];
    check(&shop.caller, ("PATCH", &path), &good, &rules).await;

    // Neither the address nor the status can be changed; both stay, whatever the body says.
    let before = shop.caller.get(&path).await.body;
    for body in [
        json!({ "business_name": "Nueva SAS" }),
        json!({ "address": { "city": "Cali" }, "status": "INACTIVE" }),
    ] {
        let changed = shop.caller.patch(&path, &body).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
        for field in ["address", "status"] {
            assert!(changed.body[field].is_object() || changed.body[field].is_string());
            assert_eq!(changed.body[field], before[field]);
        }
        assert_eq!(shop.caller.get(&path).await.body, changed.body);
    }
}

#[tokio::test]
async fn accounts() {
    let shop = Shop::open().await;
    let good = json!({
        "customer_id": shop.customer_id, "account_type": "ORDINARY", "account_number": "1",
    });
    let rules = [
        ("/customer_id", json!("nothing"), false),
        ("/account_type", json!("SAVINGS"), false),
        ("/account_number", Value::Null, false),
        ("/account_number", long(35), true),
        ("/account_number", long(36), false),
    ];
    let link = ("POST", "/v1/accounts/link");
    check(&shop.caller, link, &good, &rules).await;

    let node = Node::open().await;
    let good = visionamos::account(&node.customer_id, "1");
    let rules = [
        ("/entity_customer_id", Value::Null, false),
        ("/type", json!("SAVINGS"), false),
        ("/account_number", long(35), true),
        ("/account_number", long(36), false),
    ];
    let link = format!("{BASE}/accounts");
    check(&node.caller, ("POST", &link), &good, &rules).await;
}
