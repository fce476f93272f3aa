//! The fields of each object of Passport Fintech, generation by generation, as the pages list them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::breb::Shop;
use crate::support::{Caller, got, text};
use crate::visionamos::{BASE, Node};

/// Compares the names of an object's fields with a list of words.
#[track_caller]
fn check(object: &Value, fields: &str) {
    let names: BTreeSet<&str> = object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let expect: BTreeSet<&str> = fields.split_whitespace().collect();
    assert_eq!(names, expect, "{object}");
}

#[tokio::test]
async fn the_newer_generation() {
    let shop = Shop::open().await;
    let get = async |path: String| shop.caller.get(&path).await.body;
    let customer = get(format!("/v1/customers/{}", shop.customer_id)).await;
    check(
        &customer,
        "id type business_name email mobile_phone_number identification_type \
         identification_number status merchant_category_code address created_at updated_at",
    );
    check(
        &customer["address"],
        "line_1 line_2 line_3 city state post_code country",
    );
    check(
        &get(format!("/v1/accounts/{}", shop.account_id)).await,
        "id customer_id account_number account_type status available_balance pending_balance \
         created_at updated_at",
    );
    let key = get(format!("/v1/keys/{}", shop.key_id)).await;
    check(
        &key,
        "id account_id status key created_at updated_at display_name",
    );
    check(&key["key"], "key_type key_value");

    let recipient = json!({
        "customer_id": shop.customer_id,
        "key": { "key_type": "PHONE", "key_value": "3000000001" },
    });
    let recipient = shop.caller.made("/v1/recipients/breb", &recipient).await;
    check(
        &recipient,
        "id customer_id key type alias created_at updated_at",
    );
    let resolution = shop.resolve("PHONE", "3000000001").await;
    check(
        &resolution,
        "id customer_id receptor_node participant account owner key resolved_at expires_at",
    );
    check(
        &resolution["owner"],
        "type identification_type identification_number business_name first_name second_name \
         first_last_name second_last_name",
    );
    let order = shop.order(text(&resolution, "/id"), "1000.01");
    let payment = shop.caller.made("/v1/payments/breb", &order).await;
    let fields = "id status direction account_id resolution_id amount sender receiver \
                  qr_code_reference end_to_end_identification created_at updated_at";
    check(&payment, fields);
    check(&payment["receiver"], "account key participant owner");
    check(&payment["sender"], "account participant owner");
    check(
        &payment["receiver"]["owner"],
        "identification_number identification_type type name",
    );
    let id = text(&payment, "/id");
    shop.payment(id).await;
    let rejected = shop.payment(id).await;
    check(&rejected, &format!("{fields} error"));
    check(
        &rejected["error"],
        "error_code error_description status_code",
    );
    let confirmed = json!({ "id": id });
    check(
        &shop
            .caller
            .made("/v1/payments/breb/confirm", &confirmed)
            .await,
        "id account_id breb_recipient_id amount direction reference status created_at updated_at",
    );

    let code = shop.static_code();
    let code = shop.caller.made("/v1/qrcodes", &code).await;
    let merchant = "merchant_category_code merchant_country merchant_name merchant_city \
                    merchant_post_code";
    // A plain static code has no amount and no taxes.
    check(
        &code,
        "id customer_id key_id status type key channel qr_code_data acquirer_network_identifier \
         created_at additional_info merchant qr_code_image qr_code_reference",
    );
    check(&code["merchant"], merchant);
    let data = json!({ "customer_id": shop.customer_id, "qr_code_data": code["qr_code_data"] });
    check(
        &shop.caller.made("/v1/qrcodes/decode", &data).await,
        "additional_info key qr_code_data status type channel acquirer_network_identifier merchant \
         qr_code_reference",
    );
    tokens(&shop.caller).await;
}

#[tokio::test]
async fn the_older_generation() {
    let node = Node::open().await;
    let get = async |path: String| node.caller.get(&format!("{BASE}/{path}")).await.body;
    check(
        &get(node.customer_id.clone()).await,
        "id type business_name email mobile_phone_number identification_type \
         identification_number",
    );
    check(
        &get(format!("accounts/{}", node.account_id)).await,
        "id entity_customer_id number type available_balance pending_balance",
    );
    check(
        &get(format!("recipients/breb/{}", node.recipient_id)).await,
        "id entity_customer_id key_type key_value",
    );
    let suspend = format!("{BASE}/accounts/keys/suspend");
    let suspended = node
        .caller
        .patch(&suspend, &json!({ "id": node.key_id }))
        .await;
    assert_eq!(suspended.body, json!({ "key_status": "SUSP" }));

    let order = json!({
        "account_id": node.account_id,
        "breb_recipient_id": node.recipient_id,
        "amount": { "value": "1000.01", "currency": "COP" },
    });
    let path = format!("{BASE}/payments/breb");
    let made = node.caller.made(&path, &order).await;
    check(&made, "breb_resolved_key payment");
    check(
        &made["breb_resolved_key"],
        "account_type account_number business_name identification_number identification_type",
    );
    let fields = "id status reference account_id breb_recipient_id amount";
    check(&made["payment"], fields);
    let path = format!("payments/breb/{}", text(&made, "/payment/id"));
    let fields = format!("{fields} direction created_at updated_at");
    check(&get(path.clone()).await, &fields);
    let rejected = get(path).await;
    check(&rejected, &format!("{fields} error"));
    // The first revision of the codes has no status beside the code.
    check(&rejected["error"], "error_code error_description");

    let code = json!({
        "key_id": node.key_id,
        "customer_id": node.customer_id,
        "type": "STATIC",
        "channel": "MAN",
        "additional_info": { "transaction_purpose": "SHOPPING" },
        "amount": { "value": "1000", "currency": "COP" },
        "vat": { "vat_type": "FIXED", "vat_value": "10.00", "vat_base_value": "990.00" },
        "inc": { "inc_type": "FIXED", "inc_value": "1.00" },
    });
    let code = node.caller.made(&format!("{BASE}/qrcodes"), &code).await;
    check(
        &code,
        "id status type amount additional_info qr_code_data qr_code_image \
         acquirer_network_identifier merchant inc key vat account_key_id entity_customer_id \
         channel created_at",
    );
    check(
        &code["merchant"],
        "country merchant_name merchant_city merchant_zip_code merchant_category_code",
    );
    let path = format!("{BASE}/accounts/keys/{}", node.key_id);
    let cancelled = node.caller.request("DELETE", &path);
    let cancelled = got(cancelled.json(&json!({ "id": node.key_id }))).await;
    assert_eq!((cancelled.status, cancelled.text.as_str()), (200, ""));
    tokens(&node.caller).await;
}

/// A token without its value, alone and in a list.
async fn tokens(caller: &Caller) {
    let list = caller.get("/v1/iam/oauth/tokens").await.body;
    check(&list, "tokens pagination_info");
    check(
        &list["pagination_info"],
        "total_elements total_pages current_page first_request_timestamp",
    );
    check(
        &list["tokens"][0],
        "token_id token_type expires_in scopes account_id created_at roles",
    );
}
