//! Payments of the older generation.

use serde_json::{Map, Value, json};

use crate::call::{Call, Reply, ok};
use crate::fields::invalid;
use crate::systems::fintech::holder::Holder;
use crate::systems::fintech::payment::{Order, Payment, State};
use crate::systems::fintech::{Store, money};
use crate::text::millis;

/// Resolves the payee and pays; each call makes a payment of its own.
pub(super) fn initiate(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let account_id = store.named_account(fields, "account_id")?.id.clone();
    let amount = money::read(fields.required_object("amount")?)?;
    let reference = fields.sized_or_absent("reference", 1..=35)?;
    let payee_id = fields.required("breb_recipient_id")?;
    let (_, key) = store
        .breb_recipient(payee_id)
        .map_err(|_| invalid("breb_recipient_id", "names no recipient"))?;
    let order = Order {
        account_id,
        payee_id: payee_id.to_owned(),
        key: Some(key.clone()),
        // The page has no 404.
        holder: store
            .holder(key)
            .map_err(|_| invalid("breb_recipient_id", "names a payee whose key has no owner"))?,
        amount,
        reference: reference.map(str::to_owned),
        qr_code_reference: String::new(),
    };
    let payment = store.pay(order, call.now)?;
    ok(&json!({
        "breb_resolved_key": resolved_key(&payment.holder),
        "payment": initiated(&payment),
    }))
}

pub(super) fn retrieve(store: &mut Store, call: &Call<'_>) -> Reply {
    let payment = store.retrieve_payment(call.id(), call.now)?;
    let mut shown = initiated(&payment);
    shown.insert("direction".to_owned(), json!("OUTGOING"));
    shown.insert(
        "created_at".to_owned(),
        json!(millis(payment.times.created)),
    );
    shown.insert(
        "updated_at".to_owned(),
        json!(millis(payment.times.updated)),
    );
    if let State::Rejected(rejection) = payment.state {
        let error = json!({
            "error_code": rejection.code,
            "error_description": rejection.description,
        });
        shown.insert("error".to_owned(), error);
    }
    ok(&Value::Object(shown))
}

fn resolved_key(holder: &Holder) -> Value {
    json!({
        "account_type": holder.account_type,
        "account_number": holder.account_number,
        "business_name": holder.name(),
        "identification_number": holder.identification_number,
        "identification_type": holder.identification_type,
    })
}

/// The fields that both the creation and the retrieval show.
fn initiated(payment: &Payment) -> Map<String, Value> {
    let fields = [
        ("id", json!(payment.id)),
        ("status", json!(payment.state.word())),
        ("account_id", json!(payment.account_id)),
        ("breb_recipient_id", json!(payment.payee_id)),
        (
            "reference",
            json!(payment.reference.as_deref().unwrap_or_default()),
        ),
        ("amount", money::shown(payment.amount)),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
