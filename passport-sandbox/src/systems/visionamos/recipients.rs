//! Recipients of the older generation.

use serde_json::{Value, json};

use crate::call::{Call, Reply, ok};
use crate::systems::fintech::key::{KeyText, Vocabulary};
use crate::systems::fintech::recipient::{Rail, Recipient};
use crate::systems::fintech::{Store, Times};
use crate::text::fresh_id;

pub(super) fn create(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let key = KeyText::read(fields, &[Vocabulary::Letters])?;
    let customer = store.named_customer(fields, "entity_customer_id")?;
    let recipient = Recipient {
        id: fresh_id(),
        customer_id: customer.id.clone(),
        alias: String::new(),
        rail: Rail::Breb(key.clone()),
        times: Times::new(call.now),
    };
    let body = shown(&recipient, &key);
    store.recipients.push(recipient);
    ok(&body)
}

pub(super) fn retrieve(store: &Store, call: &Call<'_>) -> Reply {
    let (recipient, key) = store.breb_recipient(call.id())?;
    ok(&shown(recipient, key))
}

fn shown(recipient: &Recipient, key: &KeyText) -> Value {
    json!({
        "id": recipient.id,
        "entity_customer_id": recipient.customer_id,
        "key_type": key.kind.word(Vocabulary::Letters),
        "key_value": key.value,
    })
}
