//! The texts of refusals: they name the field with the objects around it, and what is allowed.

use serde_json::{Value, json};

use crate::breb::{Shop, customer};
use crate::parking::{City, EVENTS, QUOTES, RATES, event};
use crate::support::{Caller, Got, got};

/// Holds a refusal against its text.
fn refused(got: &Got, text: &str) {
    assert_eq!(got.status, 400, "{}", got.text);
    assert!(got.text.contains(text), "{text}: {}", got.text);
}

async fn without(caller: &Caller, path: &str, mut body: Value, pointer: &str, text: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap();
    assert!(parent.as_object_mut().unwrap().remove(name).is_some());
    refused(&caller.post(path, &body).await, text);
}

#[tokio::test]
async fn a_nested_field_is_named_with_its_object() {
    let shop = Shop::open().await;
    let link = "/v1/customers/business/link";
    for (pointer, text) in [
        ("/address/city", "The field `address.city` is missing."),
        (
            "/address/country",
            "The field `address.country` is missing.",
        ),
        ("/address", "The field `address` is missing."),
        ("/email", "The field `email` is missing."),
    ] {
        without(&shop.caller, link, customer(), pointer, text).await;
    }
    let mut short = customer();
    short["merchant_category_code"] = json!("001");
    let text = "The field `merchant_category_code` must have 4 characters.";
    refused(&shop.caller.post(link, &short).await, text);
    let key =
        json!({ "account_id": shop.account_id, "key": { "key_type": "FAX", "key_value": "1" } });
    let text = "The field `key.key_type` must be one of";
    refused(&shop.caller.post("/v1/keys", &key).await, text);

    let city = City::open().await;
    let text = "The field `vehicle.vehicle_plate` is missing.";
    without(
        &city.caller,
        QUOTES,
        city.quote(),
        "/vehicle/vehicle_plate",
        text,
    )
    .await;
    let mut dear = event(&[]);
    dear["data"][0]["event_fees"]["tax"] = json!("1e3");
    let text = "The field `event_fees.tax` must be a decimal number in a string.";
    refused(&city.caller.post(EVENTS, &dear).await, text);
}

#[tokio::test]
async fn a_wrong_parameter_is_answered_with_what_is_allowed() {
    let shop = Shop::open().await;
    let first = "must be a whole number from 1";
    let nanos = "must be a whole number from 0 to 999999999";
    for (query, must) in [
        ("page_params.page_size=-1", first),
        ("page_params.page_size=0", first),
        ("page_params.page_size=1.5", first),
        ("page_params.page_number=-2", first),
        ("page_params.page_number=x", first),
        ("page_params.first_request_timestamp.nanos=-1", nanos),
        (
            "page_params.first_request_timestamp.nanos=1000000000",
            nanos,
        ),
        (
            "page_params.first_request_timestamp.seconds=1.5",
            "must be a whole number of seconds",
        ),
    ] {
        let got = shop.caller.get(&format!("/v1/accounts?{query}")).await;
        let (name, _) = query.split_once('=').unwrap();
        refused(&got, &format!("The field `{name}` {must}."));
    }
    let page = "page_params.page_size=1&page_params.page_number=1\
                &page_params.first_request_timestamp.seconds=4102444800\
                &page_params.first_request_timestamp.nanos=999999999";
    assert_eq!(
        shop.caller
            .get(&format!("/v1/accounts?{page}"))
            .await
            .status,
        200
    );

    let city = City::open().await;
    let zone = city.quote()["zone_id"].as_str().unwrap().to_owned();
    let rates =
        format!("{RATES}?zone_id={zone}&vehicle_plate=A&vehicle_state=NC&vehicle_country=US");
    for wrong in ["-5", "1.5", "x"] {
        let got = city
            .caller
            .get(&format!("{rates}&time_period={wrong}"))
            .await;
        refused(
            &got,
            "`time_period` must be a whole number of minutes from 0",
        );
    }
    let got = city.caller.get(&format!("{rates}&time_period=30")).await;
    assert_eq!(
        got.body["rates"].as_array().map(Vec::len),
        Some(2),
        "{}",
        got.text
    );
}

#[tokio::test]
async fn a_body_without_a_media_type_is_told_so() {
    let shop = Shop::open().await;
    let request = shop.caller.request("POST", "/v1/accounts/link").body("{}");
    let text = "The body must be of the media type `application/json`, but the request names none.";
    refused(&got(request).await, text);
    let request = shop.caller.request("POST", "/v1/accounts/link").body("{}");
    let request = request.header("Content-Type", "text/plain");
    let text = "The body must be of the media type `application/json`, not `text/plain`.";
    refused(&got(request).await, text);
}
