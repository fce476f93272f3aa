//! Resolving and validating keys.

use serde_json::{Map, Value, json};

use crate::call::{Call, Reply, ok};
use crate::systems::breb::keys::{WORDS, WORDS_OR_LETTERS, key_object, key_text};
use crate::systems::fintech::Store;
use crate::systems::fintech::holder::{Holder, PARTICIPANT_NAME, PARTICIPANT_NUMBER};
use crate::systems::fintech::resolution::Resolution;
use crate::text::millis;

pub(super) fn of_key(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let customer_id = store.named_customer(fields, "customer_id")?.id.clone();
    let resolution = store.resolve(&customer_id, &key_text(fields, WORDS_OR_LETTERS)?, call.now)?;
    ok(&shown(&resolution))
}

pub(super) fn of_recipient(store: &mut Store, call: &Call<'_>) -> Reply {
    let (recipient, key) = store.breb_recipient(call.id())?;
    let (customer_id, key) = (recipient.customer_id.clone(), key.clone());
    let resolution = store.resolve(&customer_id, &key, call.now)?;
    ok(&shown(&resolution))
}

/// Answers each field that was sent about the key's owner with `MATCH` or `NO_MATCH`.
pub(super) fn validate(store: &Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let key = key_text(fields, WORDS)?;
    let holder = store.holder(&key)?;
    let mut body = Map::new();
    body.insert("key".to_owned(), key_object(&key));
    for (part, known) in [
        ("participant", participant()),
        ("account", account(&holder)),
        ("owner", owner(&holder)),
    ] {
        fields.object(part)?;
        if let Some(Value::Object(sent)) = fields.value(part) {
            let verdicts = sent.iter().map(|(name, value)| {
                let verdict = if known.get(name) == Some(value) {
                    "MATCH"
                } else {
                    "NO_MATCH"
                };
                (name.clone(), Value::from(verdict))
            });
            body.insert(part.to_owned(), verdicts.collect());
        }
    }
    ok(&Value::Object(body))
}

fn shown(resolution: &Resolution) -> Value {
    json!({
        "id": resolution.id,
        "customer_id": resolution.customer_id,
        "receptor_node": "VIS",
        "participant": participant(),
        "account": account(&resolution.holder),
        "owner": owner(&resolution.holder),
        "key": key_object(&resolution.key),
        "resolved_at": millis(resolution.resolved),
        "expires_at": millis(resolution.expires),
    })
}

fn participant() -> Value {
    json!({ "identification_number": PARTICIPANT_NUMBER, "name": PARTICIPANT_NAME })
}

fn account(holder: &Holder) -> Value {
    json!({ "account_type": holder.account_type, "account_number": holder.account_number })
}

/// The owner; an empty text stands for an absent name.
fn owner(holder: &Holder) -> Value {
    let [first_name, second_name, first_last_name, second_last_name] = &holder.person;
    json!({
        "type": holder.owner_type(),
        "identification_type": holder.identification_type,
        "identification_number": holder.identification_number,
        "business_name": holder.business_name,
        "first_name": first_name,
        "second_name": second_name,
        "first_last_name": first_last_name,
        "second_last_name": second_last_name,
    })
}
