//! Accounts of the newer generation.

use serde_json::{Value, json};

use crate::call::{Call, Reply, ok};
use crate::systems::breb::STYLE;
use crate::systems::fintech::account::Account;
use crate::systems::fintech::page::{self, Empty, Item};
use crate::systems::fintech::{Store, money};
use crate::text::millis;

pub(super) fn link(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let customer = store.named_customer(fields, "customer_id")?;
    let account = Account::read(fields, "account_type", &customer.id, call.now)?;
    let body = shown(&account);
    store.accounts.push(account);
    ok(&body)
}

pub(super) fn retrieve(store: &Store, call: &Call<'_>) -> Reply {
    ok(&shown(store.account(call.id())?))
}

pub(super) fn list(store: &Store, call: &Call<'_>) -> Reply {
    let found = store.accounts.iter().filter(|account| {
        call.query.admits(&[
            ("customer_id", account.customer_id.as_str()),
            ("account_id", account.id.as_str()),
            ("status", "ACTIVE"),
            ("account_type", account.kind.as_str()),
            ("account_number", account.number.as_str()),
        ])
    });
    let items = found.map(|account| Item::new(account.times, shown(account)));
    page::list(call, &STYLE, "accounts", items.collect(), Empty::Shown)
}

fn shown(account: &Account) -> Value {
    json!({
        "id": account.id,
        "customer_id": account.customer_id,
        "account_number": account.number,
        "account_type": account.kind,
        "status": "ACTIVE",
        "available_balance": money::balance(account.available),
        "pending_balance": money::balance(account.pending),
        "created_at": millis(account.times.created),
        "updated_at": millis(account.times.updated),
    })
}
