//! Two tokens and two accounts in the older generation.

use std::time::Duration;

use passport_sandbox::Sandbox;
use serde_json::json;

use super::{List, World, clock, time};
use crate::support::{Caller, text};
use crate::visionamos::{BASE, account, customer};

pub(super) async fn world() -> World {
    let clock = clock();
    let builder = Sandbox::builder().clock(clock.clone());
    let sandbox = builder.start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "visionamos").await;
    clock.advance(Duration::from_secs(2));
    Caller::with_every_scope(&sandbox, "visionamos").await;
    let path = "/v1/iam/oauth/tokens";
    let body = caller.get(path).await.body;
    let ids = [
        text(&body, "/tokens/0/token_id"),
        text(&body, "/tokens/1/token_id"),
    ];
    let tokens = List::new("tokens.list", path, "tokens", &ids);
    let tokens = List {
        fields: ("tokens", "token_id"),
        ..tokens
    };
    // A token does not change.
    let tokens = dated(paged(tokens), [0, 2000], [0, 2000]);

    let mut second = customer();
    second["email"] = json!("otra@ejemplo.test");
    second["mobile_phone_number"] = json!("+573000000002");
    let mut customers = Vec::new();
    for body in [customer(), second] {
        let made = caller.made(BASE, &body).await;
        customers.push(text(&made, "/id").to_owned());
    }
    let mut accounts = Vec::new();
    // The first account is linked after 3 seconds, the second after 4.5.
    for (customer_id, step) in customers.iter().zip([1000, 1500]) {
        clock.advance(Duration::from_millis(step));
        let body = account(customer_id, "880000001");
        let made = caller.made(&format!("{BASE}/accounts"), &body).await;
        accounts.push(text(&made, "/id").to_owned());
    }
    clock.advance(Duration::from_millis(1500));
    // A payment changes the balances of the first, after 6 seconds.
    let payee = json!({
        "entity_customer_id": customers[0], "key_type": "M", "key_value": "3000000077",
    });
    let payee = caller
        .made(&format!("{BASE}/recipients/breb"), &payee)
        .await;
    let order = json!({
        "account_id": accounts[0],
        "breb_recipient_id": payee["id"],
        "amount": { "value": "1000", "currency": "COP" },
    });
    caller.made(&format!("{BASE}/payments/breb"), &order).await;

    let path = format!("{BASE}/accounts");
    let ids = [&*accounts[0], &*accounts[1]];
    let list = List::new("accounts.list", &path, "accounts", &ids)
        .case("customer_id", &customers[1], &[1])
        .case("email", "pagos@ejemplo.test", &[0])
        .case("mobile", "573000000001", &[0])
        .case("mobile", "+573000000002", &[1])
        .case("mobile", "573000000002", &[1])
        // All customers of the sandbox are active.
        .case("customer_status", "active", &[0, 1])
        .case("customer_status", "inactive", &[]);
    let list = dated(paged(list), [3000, 4500], [6000, 4500]);
    World {
        caller,
        lists: vec![tokens, list],
        _sandbox: sandbox,
    }
}

fn paged(list: List) -> List {
    let (_, id) = list.fields;
    let by_id: &[usize] = if list.ids[0] < list.ids[1] {
        &[0, 1]
    } else {
        &[1, 0]
    };
    list.case("page_size", "1", &[0])
        .case_with("page_size=1", "page_number", "2", &[1])
        .case("order_key", id, by_id)
        .case("order_key", "created_at", &[0, 1])
        .case_with("order_direction=desc", "order_key", "created_at", &[1, 0])
        .case("order_direction", "asc", &[0, 1])
        .case("order_direction", "desc", &[1, 0])
}

/// The cases of both times, each given in milliseconds since the clock's start.
fn dated(list: List, created: [u64; 2], updated: [u64; 2]) -> List {
    let mut list = list
        .case("created_at", &time(created[0]), &[0])
        .case("created_at", &time(created[1]), &[1])
        .case("created_at_from", &time(created[1]), &[1])
        .case("created_at_from", &time(created[1] + 1), &[])
        .case("created_at_to", &time(created[0]), &[0])
        .case("created_at_to", &time(created[1] - 1), &[0])
        .case("updated_at", &time(updated[0]), &[0])
        .case("updated_at", &time(updated[1]), &[1]);
    let (early, late) = if updated[0] < updated[1] {
        (0, 1)
    } else {
        (1, 0)
    };
    for (param, value, keeps) in [
        ("updated_at_from", updated[late], vec![late]),
        ("updated_at_from", updated[late] + 1, vec![]),
        ("updated_at_to", updated[early], vec![early]),
        ("updated_at_to", updated[late], vec![0, 1]),
    ] {
        list = list.case(param, &time(value), &keeps);
    }
    // Times in whole seconds, as the guide writes them, name the whole second.
    let second = created[1] / 1000 * 1000;
    list.case("created_at", &time(second), &[1])
}
