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

/// The only list without `pagination_info`. The filters of the general guide look at the account's
/// customer.
pub(super) fn list(store: &Store, call: &Call<'_>) -> Reply {
    let query = &call.query;
    query.one_of("customer_status", &["active", "inactive"])?;
    let found = store.accounts.iter().filter(|account| {
        let Ok(customer) = store.customer(&account.customer_id) else {
            return false;
        };
        let mobile = digits(&customer.mobile_phone_number);
        query.admits(&[
            ("customer_id", customer.id.as_str()),
            ("customer_status", "active"),
            ("email", customer.email.as_str()),
        ]) && query.get("mobile").is_none_or(|m| digits(m) == mobile)
    });
    let items = found.map(|account| Item::new(account.times, shown(account)));
    let page = Page::cut(call, &STYLE, items.collect())?;
    ok(&json!({ "accounts": page.items }))
}

/// A phone number without its plus sign, which the samples leave out.
fn digits(phone: &str) -> &str {
    phone.trim_start_matches('+')
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
