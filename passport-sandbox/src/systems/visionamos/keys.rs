//! Keys of the older generation.

use serde_json::json;

use crate::call::{Call, Reply, ok, ok_empty};
use crate::systems::fintech::Store;
use crate::systems::fintech::key::{KeyText, Vocabulary};
use crate::systems::fintech::tokens::check_repeated_id;

pub(super) fn create(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let account_id = store.named_account(fields, "account_id")?.id.clone();
    let text = KeyText::read(fields, &[Vocabulary::Letters])?;
    let key = store.register_key(&account_id, text, None, call.now)?;
    ok(&json!({
        "id": key.id,
        "account_id": key.account_id,
        "key_type": key.text.kind.word(Vocabulary::Letters),
        "key_value": key.text.value,
    }))
}

/// Suspends or activates the key that the body names.
pub(super) fn set_active(store: &mut Store, call: &Call<'_>, active: bool) -> Reply {
    let id = call.fields()?.required("id")?;
    let key = store.set_key_active(id, active, call.now)?;
    ok(&json!({ "key_status": if key.active { "ACTV" } else { "SUSP" } }))
}

/// Cancels the key that both the path and the body name.
pub(super) fn cancel(store: &mut Store, call: &Call<'_>) -> Reply {
    check_repeated_id(call, "id")?;
    store.delete_key(call.id())?;
    ok_empty()
}
