//! One resolution makes one payment, whatever its caller hears of it.

use std::time::Duration;

use passport_sandbox::Fault;

use crate::breb::Shop;
use crate::support::text;

#[tokio::test]
async fn a_resolution_that_has_paid_answers_its_payment_for_ever() {
    let shop = Shop::open().await;
    let resolution = shop.resolve("PHONE", "3000000001").await;
    let id = text(&resolution, "/id");
    let first = shop
        .caller
        .made("/v1/payments/breb", &shop.order(id, "1000"))
        .await;
    // Also when the resolution has expired and the payment has settled, and for another amount.
    shop.clock.advance(Duration::from_secs(31 * 60));
    let again = shop
        .caller
        .made("/v1/payments/breb", &shop.order(id, "2000"))
        .await;
    assert_eq!(again["id"], first["id"]);
    assert_eq!(again["amount"], first["amount"]);
    assert_eq!(again["status"], "SETTLED");
    let ledger = shop.sandbox.ledger("breb");
    assert_eq!(ledger.len(), 1);
    assert_eq!((ledger[0].kind, ledger[0].origin.as_str()), ("payment", id));
    assert_eq!(
        (ledger[0].amount.as_str(), ledger[0].status),
        ("1000.00", "SETTLED")
    );
}

#[tokio::test]
async fn one_resolution_makes_one_payment_also_when_its_answer_was_lost() {
    let shop = Shop::open().await;
    let resolution = shop.resolve("PHONE", "3000000001").await;
    let order = shop.order(text(&resolution, "/id"), "1000");
    let lost = Fault::reset().on("payments.create").after_processing();
    shop.sandbox.inject(lost.times(2)).unwrap();
    for _ in 0..2 {
        let request = shop.caller.request("POST", "/v1/payments/breb");
        request.json(&order).send().await.unwrap_err();
    }
    let made = shop.caller.made("/v1/payments/breb", &order).await;
    let ledger = shop.sandbox.ledger("breb");
    assert_eq!(ledger.len(), 1);
    assert_eq!(made["id"], ledger[0].id.as_str());
    assert_eq!(shop.sandbox.count_processed("payments.create"), 3);
}
