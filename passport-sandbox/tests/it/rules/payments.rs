//! The rules of payments and QR codes.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{check, long};
use crate::breb::Shop;
use crate::support::text;
use crate::visionamos::{BASE, Node};

#[tokio::test]
async fn payments() {
    let shop = Shop::open().await;
    let resolution = shop.resolve("PHONE", "3000000001").await;
    let good = shop.order(text(&resolution, "/id"), "1000");
    let mut rules = vec![
        ("/account_id", Value::Null, false),
        ("/resolution_id", Value::Null, false),
        ("/resolution_id", json!("nothing"), false),
        ("/display_name", json!("Tienda"), true),
    ];
    let amounts = [
        ("/amount", Value::Null, false),
        ("/amount/currency", json!("USD"), false),
        ("/amount/value", json!(1000), false),
        ("/amount/value", json!("x"), false),
        ("/amount/value", json!("-1"), false),
        ("/amount/value", json!("1e3"), false),
        ("/amount/value", json!("1_000"), false),
        ("/amount/value", json!("+1"), false),
        ("/amount/value", json!(".5"), false),
        // Two decimals at most are documented for QR codes alone.
        ("/amount/value", json!("1.001"), true),
        ("/amount/value", json!("1.123456789"), false),
        ("/amount/value", json!("1234.50"), true),
        ("/amount/value", json!("1"), true),
        // The minimum is the rail's: the request is good, the payment is rejected.
        ("/amount/value", json!("0.99"), true),
        ("/amount/value", json!("0"), true),
    ];
    rules.extend(amounts.clone());
    check(&shop.caller, ("POST", "/v1/payments/breb"), &good, &rules).await;

    let node = Node::open().await;
    let good = json!({
        "account_id": node.account_id,
        "breb_recipient_id": node.recipient_id,
        "amount": { "value": "1000", "currency": "COP" },
    });
    let mut rules = vec![
        ("/account_id", Value::Null, false),
        ("/breb_recipient_id", json!("nothing"), false),
        ("/reference", long(35), true),
        ("/reference", long(36), false),
        ("/reference", json!(""), false),
    ];
    rules.extend(amounts);
    let path = format!("{BASE}/payments/breb");
    check(&node.caller, ("POST", &path), &good, &rules).await;

    // The page of the older generation has no 404, also for a payee whose key leads nowhere.
    let recipient = json!({
        "entity_customer_id": node.customer_id, "key_type": "M", "key_value": "3000000404",
    });
    let recipients = format!("{BASE}/recipients/breb");
    let recipient = node.caller.made(&recipients, &recipient).await;
    let rules = [("/breb_recipient_id", recipient["id"].clone(), false)];
    check(&node.caller, ("POST", &path), &good, &rules).await;
}

#[tokio::test]
async fn payments_below_the_minimum_are_rejected_by_the_rail() {
    let shop = Shop::open().await;
    for (amount, status) in [("0", "REJECTED"), ("0.99", "REJECTED"), ("1", "SETTLED")] {
        let resolution = shop.resolve("PHONE", "3000000001").await;
        let order = shop.order(text(&resolution, "/id"), amount);
        let payment = shop.caller.made("/v1/payments/breb", &order).await;
        let id = text(&payment, "/id");
        assert_eq!(shop.payment(id).await["status"], "PENDING");
        let payment = shop.payment(id).await;
        assert_eq!(payment["status"], status, "{amount}");
        if status == "REJECTED" {
            let error = &payment["error"];
            assert_eq!(error["error_code"], "U111");
            assert_eq!(error["status_code"], "RJCT");
            assert!(error["error_description"].is_string());
        }
    }
}

#[tokio::test]
async fn a_payment_of_parts_of_a_centavo_is_booked_to_the_last_digit() {
    let shop = Shop::open().await;
    let path = format!("/v1/accounts/{}", shop.account_id);
    let before = shop.caller.get(&path).await.body;
    let before = text(&before, "/available_balance/value").to_owned();
    let resolution = shop.resolve("PHONE", "3000000001").await;
    let order = shop.order(text(&resolution, "/id"), "1.125");
    let payment = shop.caller.made("/v1/payments/breb", &order).await;
    assert_eq!(payment["amount"]["value"], "1.125");
    let account = shop.caller.get(&path).await.body;
    assert_eq!(text(&account, "/pending_balance/value"), "1.125");
    let id = text(&payment, "/id");
    shop.payment(id).await;
    assert_eq!(shop.payment(id).await["status"], "SETTLED");
    let account = shop.caller.get(&path).await.body;
    assert_eq!(text(&account, "/pending_balance/value"), "0");
    let after = text(&account, "/available_balance/value");
    let number = |text: &str| text.parse::<Decimal>().unwrap();
    assert_eq!(number(&before) - number(after), number("1.125"));
}

#[tokio::test]
async fn qr_codes() {
    let shop = Shop::open().await;
    let good = shop.static_code();
    let amount = json!({ "value": "1500.5", "currency": "COP" });
    let rules = [
        ("/key_id", Value::Null, false),
        ("/customer_id", Value::Null, false),
        ("/type", json!("HYBRID"), false),
        ("/channel", Value::Null, false),
        ("/channel", json!("IM"), true),
        ("/channel", json!("MAN"), true),
        ("/channel", json!("WEB"), false),
        ("/additional_info", Value::Null, false),
        ("/additional_info/transaction_purpose", Value::Null, false),
        ("/additional_info/transaction_purpose", json!("01"), false),
        ("/additional_info/transaction_purpose", json!("07"), true),
        (
            "/additional_info/transaction_purpose",
            json!("SHOPPING"),
            false,
        ),
        ("/additional_info/invoice_number", long(25), true),
        ("/additional_info/invoice_number", long(26), false),
        ("/additional_info/mobile_phone_number", long(26), false),
        ("/additional_info/store_label", long(26), false),
        ("/additional_info/loyalty_label", long(26), false),
        ("/additional_info/reference_label", long(26), false),
        // No length is documented for these.
        ("/additional_info/terminal_label", long(26), true),
        ("/additional_info/customer_label", long(26), true),
        ("/qr_code_reference", long(17), true),
        ("/qr_code_reference", long(18), false),
        ("/qr_code_reference", json!("AP1"), false),
        ("/qr_code_reference", json!("A-1"), false),
        ("/amount", amount.clone(), true),
        (
            "/vat",
            json!({ "vat_type": "FIXED", "vat_value": "10.00", "vat_base_value": "90.00" }),
            true,
        ),
        ("/vat", json!("10.00"), false),
        (
            "/inc",
            json!({ "inc_type": "PERCENTAGE", "inc_value": "8" }),
            true,
        ),
        (
            "/tip",
            json!({ "tip_type": "FIXED", "tip_value": "1.00" }),
            true,
        ),
    ];
    let call = ("POST", "/v1/qrcodes");
    check(&shop.caller, call, &good, &rules).await;
    for (pointer, field) in [
        ("vat", "vat_value"),
        ("inc", "inc_value"),
        ("tip", "tip_value"),
    ] {
        let mut body = good.clone();
        body[pointer] = json!({ field: 10 });
        let refused = shop.caller.post("/v1/qrcodes", &body).await;
        assert_eq!(refused.status, 400, "{pointer} must hold texts");
    }
    let mut dynamic = good.clone();
    dynamic["type"] = json!("DYNAMIC");
    let rules = [
        ("/amount", amount.clone(), true),
        ("/amount", Value::Null, false),
        ("/amount", json!({ "value": "0", "currency": "COP" }), false),
    ];
    check(&shop.caller, call, &dynamic, &rules).await;
    dynamic["amount"] = amount;
    let rules = [
        ("/amount/value", json!("1.001"), false),
        ("/amount/value", json!(1), false),
        ("/amount/currency", json!("USD"), false),
    ];
    check(&shop.caller, call, &dynamic, &rules).await;

    let fixed = json!({
        "vat": { "vat_type": "FIXED", "vat_value": "190.00", "vat_base_value": "1000.00" },
        "inc": { "inc_type": "PERCENTAGE", "inc_value": "8000" },
        "tip": { "tip_type": "FIXED", "tip_value": "10.00" },
    });
    for (name, part) in fixed.as_object().unwrap() {
        dynamic[name] = part.clone();
    }
    let more_than_a_decimal = json!({ "tip_type": "FIXED", "tip_value": "9".repeat(28) });
    let rules = [
        ("/amount/value", json!("200.00"), true),
        ("/amount/value", json!("199.99"), false),
        ("/amount/value", json!("1e3"), false),
        // The words for how a tax is given are not documented, so that no other is refused.
        ("/vat/vat_type", json!("HALF"), true),
        ("/vat", json!({}), true),
    ];
    check(&shop.caller, call, &dynamic, &rules).await;
    dynamic["tip"] = more_than_a_decimal;
    let rules = [("/amount/value", json!("200.00"), false)];
    check(&shop.caller, call, &dynamic, &rules).await;

    // The digits come back as words.
    for (digits, word) in [("00", "PURCHASE"), ("05", "COLLECTION")] {
        let mut body = good.clone();
        body["additional_info"]["transaction_purpose"] = json!(digits);
        let code = shop.caller.made("/v1/qrcodes", &body).await;
        assert_eq!(code["additional_info"]["transaction_purpose"], word);
    }

    let node = Node::open().await;
    let good = json!({
        "key_id": node.key_id,
        "customer_id": node.customer_id,
        "type": "STATIC",
        "channel": "MAN",
        "additional_info": { "transaction_purpose": "SHOPPING" },
    });
    let rules = [
        ("/key_id", Value::Null, false),
        ("/customer_id", Value::Null, false),
        ("/type", json!("DYNAMIC"), true),
        ("/channel", json!("MPS"), true),
        ("/channel", json!("MPOS"), false),
        ("/additional_info/transaction_purpose", Value::Null, false),
        (
            "/additional_info/transaction_purpose",
            json!("RETREAT"),
            true,
        ),
        ("/additional_info/transaction_purpose", json!("00"), false),
        ("/additional_info/store_label", long(25), true),
        ("/additional_info/store_label", long(26), false),
        // The page's part about amounts is not known.
        (
            "/tip",
            json!({ "tip_type": "FIXED", "tip_value": "10.00" }),
            true,
        ),
        ("/amount", json!({ "value": "0", "currency": "COP" }), true),
        (
            "/amount",
            json!({ "value": "1e3", "currency": "COP" }),
            false,
        ),
    ];
    let path = format!("{BASE}/qrcodes");
    check(&node.caller, ("POST", &path), &good, &rules).await;
}
