//! Keys of the newer generation.

use serde_json::{Value, json};

use crate::call::{Call, Reply, no_content, ok};
use crate::fields::Fields;
use crate::refusal::Refusal;
use crate::systems::breb::STYLE;
use crate::systems::fintech::Store;
use crate::systems::fintech::key::{Key, KeyText, Vocabulary};
use crate::systems::fintech::page::{self, Empty, Item};
use crate::text::millis;

pub(super) fn create(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let account_id = store.named_account(fields, "account_id")?.id.clone();
    let text = key_text(fields, WORDS)?;
    let display_name = fields.text("display_name")?;
    let key = store.register_key(&account_id, text, display_name, call.now)?;
    ok(&shown(key))
}

pub(super) fn retrieve(store: &Store, call: &Call<'_>) -> Reply {
    ok(&shown(store.key(call.id())?))
}

pub(super) fn list(store: &Store, call: &Call<'_>) -> Reply {
    let found = store.keys.iter().filter(|key| {
        let account = store.account(&key.account_id);
        call.query.admits(&[
            (
                "customer_id",
                account.map_or("", |account| account.customer_id.as_str()),
            ),
            ("account_id", key.account_id.as_str()),
            ("key_id", key.id.as_str()),
            ("key_value", key.text.value.as_str()),
            ("status", status(key)),
        ]) && key.text.kind.passes(&call.query, WORDS)
    });
    let items = found.map(|key| Item::new(key.times, shown(key)));
    page::list(call, &STYLE, "keys", items.collect(), Empty::Shown)
}

pub(super) fn set_active(store: &mut Store, call: &Call<'_>, active: bool) -> Reply {
    ok(&shown(store.set_key_active(call.id(), active, call.now)?))
}

pub(super) fn delete(store: &mut Store, call: &Call<'_>) -> Reply {
    store.delete_key(call.id())?;
    no_content()
}

/// Reads a key that is nested under `key`, as the samples have it, or flat, as the tables do.
pub(super) fn key_text(fields: Fields<'_>, words: &[Vocabulary]) -> Result<KeyText, Refusal> {
    let nested = fields.object("key")?;
    KeyText::read(nested.unwrap_or(fields), words)
}

/// The vocabulary of this generation.
pub(super) const WORDS: &[Vocabulary] = &[Vocabulary::Words];

/// The vocabularies where a page's sample has a letter of the older one.
pub(super) const WORDS_OR_LETTERS: &[Vocabulary] = &[Vocabulary::Words, Vocabulary::Letters];

pub(super) fn key_object(text: &KeyText) -> Value {
    json!({ "key_type": text.kind.word(Vocabulary::Words), "key_value": text.value })
}

fn shown(key: &Key) -> Value {
    let mut shown = json!({
        "id": key.id,
        "account_id": key.account_id,
        "status": status(key),
        "key": key_object(&key.text),
        "created_at": millis(key.times.created),
        "updated_at": millis(key.times.updated),
    });
    if let Some(display_name) = &key.display_name {
        shown["display_name"] = json!(display_name);
    }
    shown
}

fn status(key: &Key) -> &'static str {
    if key.active { "ACTIVE" } else { "SUSPENDED" }
}
