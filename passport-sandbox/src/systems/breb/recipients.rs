//! Recipients of the newer generation.

use serde_json::{Value, json};

use crate::call::{Call, Query, Reply, no_content, ok};
use crate::fields::not_found;
use crate::systems::breb::keys::{WORDS, key_object, key_text};
use crate::systems::breb::{STYLE, ach};
use crate::systems::fintech::holder::Holder;
use crate::systems::fintech::page::{self, Empty, Item};
use crate::systems::fintech::recipient::{Rail, Recipient};
use crate::systems::fintech::{Store, Times};
use crate::text::{fresh_id, millis};

pub(super) fn create(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let recipient = Recipient {
        id: fresh_id(),
        customer_id: store.named_customer(fields, "customer_id")?.id.clone(),
        alias: fields.text("alias")?.unwrap_or_default().to_owned(),
        rail: Rail::Breb(key_text(fields, WORDS)?),
        times: Times::new(call.now),
    };
    let body = shown(&recipient);
    store.recipients.push(recipient);
    ok(&body)
}

pub(super) fn retrieve(store: &Store, call: &Call<'_>) -> Reply {
    let recipient = store.recipient(call.id())?;
    match recipient.rail {
        Rail::Breb(_) => ok(&shown(recipient)),
        // The path is of the other rail.
        Rail::Ach(_) => Err(not_found("recipient with a key", call.id())),
    }
}

/// The filters look at the owner and the account: those that were sent for ACH, and those that the
/// key leads to for Bre-B.
pub(super) fn list(store: &Store, call: &Call<'_>) -> Reply {
    let query = &call.query;
    let by_owner = OWNER_FILTERS.iter().any(|name| query.get(name).is_some());
    let fits = |recipient: &&Recipient| {
        query.admits(&[
            ("customer_id", recipient.customer_id.as_str()),
            ("recipient_id", recipient.id.as_str()),
        ]) && (!by_owner || has_owner(store, recipient, query))
    };
    let found = store.recipients.iter().filter(fits);
    let items = found.map(|recipient| Item::new(recipient.times, shown(recipient)));
    page::list(call, &STYLE, "recipients", items.collect(), Empty::Shown)
}

/// True where the filters by owner and account admit a recipient. Its `type` is the owner's, as the
/// page's table has it, or the rail, as the responses have it.
fn has_owner(store: &Store, recipient: &Recipient, query: &Query) -> bool {
    let (holder, rail) = match &recipient.rail {
        Rail::Breb(key) => (store.holder(key).ok(), BREB),
        Rail::Ach(sent) => (Some(ach::holder(sent)), ACH),
    };
    let has = |name: &str, value: fn(&Holder) -> &str| {
        let wanted = query.get(name);
        wanted.is_none_or(|wanted| {
            holder
                .as_ref()
                .is_some_and(|holder| value(holder) == wanted)
        })
    };
    (query.get("type") == Some(rail) || has("type", |holder| holder.owner_type()))
        && has("identification_number", |holder| {
            &holder.identification_number
        })
        && has("account_number", |holder| &holder.account_number)
        && has("account_type", |holder| &holder.account_type)
}

pub(super) fn delete(store: &mut Store, call: &Call<'_>) -> Reply {
    store.delete_recipient(call.id())?;
    no_content()
}

pub(super) fn shown(recipient: &Recipient) -> Value {
    let mut shown = json!({
        "id": recipient.id,
        "customer_id": recipient.customer_id,
        "alias": recipient.alias,
        "created_at": millis(recipient.times.created),
        "updated_at": millis(recipient.times.updated),
    });
    match &recipient.rail {
        Rail::Breb(key) => {
            shown["type"] = json!(BREB);
            shown["key"] = key_object(key);
        }
        Rail::Ach(sent) => {
            shown["type"] = json!(ACH);
            shown["owner"] = sent["owner"].clone();
            shown["account"] = sent["account"].clone();
        }
    }
    shown
}

const BREB: &str = "BREB";
const ACH: &str = "ACH";
const OWNER_FILTERS: [&str; 4] = [
    "type",
    "identification_number",
    "account_number",
    "account_type",
];
