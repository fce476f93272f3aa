//! Recipients of the newer generation.

use serde_json::{Value, json};

use crate::call::{Call, Reply, no_content, ok};
use crate::systems::breb::STYLE;
use crate::systems::breb::keys::{key_object, key_text};
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
        rail: Rail::Breb(key_text(fields)?),
        times: Times::new(call.now),
    };
    let body = shown(&recipient);
    store.recipients.push(recipient);
    ok(&body)
}

pub(super) fn retrieve(store: &Store, call: &Call<'_>) -> Reply {
    let (recipient, _) = store.breb_recipient(call.id())?;
    ok(&shown(recipient))
}

pub(super) fn list(store: &Store, call: &Call<'_>) -> Reply {
    let items = store
        .recipients
        .iter()
        .map(|recipient| (recipient, shown(recipient)))
        .filter(|(recipient, shown)| {
            let text = |path: &str| shown.pointer(path).and_then(Value::as_str).unwrap_or("");
            call.query.admits(&[
                ("customer_id", recipient.customer_id.as_str()),
                ("recipient_id", recipient.id.as_str()),
                ("type", text("/type")),
                (
                    "identification_number",
                    text("/owner/identification_number"),
                ),
                ("account_number", text("/account/account_number")),
                ("account_type", text("/account/account_type")),
            ])
        })
        .map(|(recipient, shown)| Item::new(recipient.times, shown));
    page::list(call, &STYLE, "recipients", items.collect(), Empty::Shown)
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
            shown["type"] = json!("BREB");
            shown["key"] = key_object(key);
        }
        Rail::Ach(sent) => {
            shown["type"] = json!("ACH");
            shown["owner"] = sent["owner"].clone();
            shown["account"] = sent["account"].clone();
        }
    }
    shown
}
