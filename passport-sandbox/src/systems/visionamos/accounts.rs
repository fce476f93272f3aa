//! Accounts of the older generation.

use serde_json::{Value, json};

use crate::call::{Call, Reply, ok};
use crate::systems::fintech::account::Account;
use crate::systems::fintech::page::{Item, Page};
use crate::systems::fintech::{Store, money};
use crate::systems::visionamos::STYLE;

pub(super) fn link(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let customer = store.named_customer(fields, "entity_customer_id")?;
    let account = Account::read(fields, "type", &customer.id, call.now)?;
    let body = shown(&account);
    store.accounts.push(account);
    ok(&body)
}

pub(super) fn retrieve(store: &Store, call: &Call<'_>) -> Reply {
    ok(&shown(store.account(call.id())?))
}

/// The only list without `pagination_info`.
pub(super) fn list(store: &Store, call: &Call<'_>) -> Reply {
    let found = store.accounts.iter().filter(|account| {
        let customer = store.customer(&account.customer_id);
        let email = customer.as_ref().map_or("", |customer| &customer.email);
        let mobile = customer
            .as_ref()
            .map_or("", |customer| &customer.mobile_phone_number);
        call.query.admits(&[
            ("customer_id", account.customer_id.as_str()),
            ("customer_status", "active"),
            ("email", email),
            ("mobile", mobile),
        ])
    });
    let items = found.map(|account| Item::new(account.times, shown(account)));
    let page = Page::cut(call, &STYLE, items.collect())?;
    ok(&json!({ "accounts": page.items }))
}

fn shown(account: &Account) -> Value {
    json!({
        "id": account.id,
        "entity_customer_id": account.customer_id,
        "number": account.number,
        "type": account.kind,
        "available_balance": money::balance(account.available),
        "pending_balance": money::balance(account.pending),
    })
}
