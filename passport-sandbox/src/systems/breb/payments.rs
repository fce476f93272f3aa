//! Payments of the newer generation.

use serde_json::{Value, json};

use crate::call::{Call, Reply, ok};
use crate::fields::invalid;
use crate::systems::breb::STYLE;
use crate::systems::breb::keys::key_object;
use crate::systems::fintech::holder::{PARTICIPANT_NAME, PARTICIPANT_NUMBER};
use crate::systems::fintech::page::{self, Empty, Item};
use crate::systems::fintech::payment::{Order, Payment, State};
use crate::systems::fintech::{Store, money};
use crate::text::millis;

/// Pays whom a resolution names; the same resolution again answers the same payment.
pub(super) fn initiate(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let account_id = store.named_account(fields, "account_id")?.id.clone();
    let amount = money::read(fields.required_object("amount")?)?;
    let resolution_id = fields.required("resolution_id")?;
    if let Some(payment) = store.payment_to(resolution_id) {
        return ok(&shown(store, payment));
    }
    let resolution = store.live_resolution(resolution_id, call.now)?;
    let order = Order {
        account_id,
        payee_id: resolution_id.to_owned(),
        key: Some(resolution.key.clone()),
        holder: resolution.holder.clone(),
        amount,
        reference: None,
        qr_code_reference: store.reference_of_code(&resolution.key, amount),
    };
    let payment = store.pay(order, call.now)?;
    ok(&shown(store, &payment))
}

/// Confirms a payment that needs no confirming; the page's shape has the older names.
pub(super) fn confirm(store: &Store, call: &Call<'_>) -> Reply {
    let id = call.fields()?.required("id")?;
    let payment = store
        .payment(id)
        .map_err(|_| invalid("id", "names no payment"))?;
    ok(&json!({
        "id": payment.id,
        "account_id": payment.account_id,
        "breb_recipient_id": payment.payee_id,
        "amount": money::shown(payment.amount),
        "direction": "OUTGOING",
        "reference": payment.reference.as_deref().unwrap_or_default(),
        "status": payment.state.word(),
        "created_at": millis(payment.times.created),
        "updated_at": millis(payment.times.updated),
    }))
}

pub(super) fn retrieve(store: &mut Store, call: &Call<'_>) -> Reply {
    let payment = store.retrieve_payment(call.id(), call.now)?;
    ok(&shown(store, &payment))
}

pub(super) fn list(store: &Store, call: &Call<'_>) -> Reply {
    let query = &call.query;
    let direction = query.one_of("direction", &DIRECTIONS)?;
    let is_out = direction.is_none_or(|direction| OUTBOUND.contains(&direction));
    let deep = DEEP_FILTERS.iter();
    let deep: Vec<_> = deep.filter(|(name, _)| query.get(name).is_some()).collect();
    let fits = |payment: &Payment| {
        let account = store.account(&payment.account_id);
        let fits = query.admits(&[
            ("payment_id", payment.id.as_str()),
            (
                "customer_id",
                account.map_or("", |account| &account.customer_id),
            ),
            ("account_id", payment.account_id.as_str()),
            ("status", payment.state.word()),
            ("type", rail(payment)),
            ("qr_code_reference", &payment.qr_code_reference),
            // Every account of the sandbox is at the same bank.
            ("sender_participant_name", PARTICIPANT_NAME),
        ]);
        // Showing a payment takes far longer than looking at it.
        fits && (deep.is_empty() || {
            let shown = shown(store, payment);
            let text = |path| shown.pointer(path).and_then(Value::as_str).unwrap_or("");
            deep.iter()
                .all(|(name, path)| query.admits(&[(*name, text(path))]))
        })
    };
    let payments = store.payments.iter();
    let payments = payments.filter(|payment| is_out && fits(payment));
    let items = payments.map(|payment| Item::lazy(payment.times, || shown(store, payment)));
    page::list(call, &STYLE, "payments", items.collect(), Empty::NotFound)
}

pub(super) fn shown(store: &Store, payment: &Payment) -> Value {
    let mut shown = json!({
        "id": payment.id,
        "status": payment.state.word(),
        "direction": "OUTBOUND",
        "account_id": payment.account_id,
        "amount": money::shown(payment.amount),
        "sender": sender(store, payment),
        "receiver": receiver(payment),
        "qr_code_reference": payment.qr_code_reference,
        "end_to_end_identification": format!("E2E{}", payment.id.replace('-', "").to_uppercase()),
        "created_at": millis(payment.times.created),
        "updated_at": millis(payment.times.updated),
    });
    match payment.key {
        Some(_) => shown["resolution_id"] = json!(payment.payee_id),
        None => {
            shown["recipient_id"] = json!(payment.payee_id);
            shown["description"] = json!(payment.reference.as_deref().unwrap_or_default());
        }
    }
    if let State::Rejected(rejection) = payment.state {
        shown["error"] = json!({
            "error_code": rejection.code,
            "error_description": rejection.description,
            "status_code": "RJCT",
        });
    }
    shown
}

fn sender(store: &Store, payment: &Payment) -> Value {
    let account = store.account(&payment.account_id);
    let Ok((account, customer)) =
        account.and_then(|account| Ok((account, store.customer(&account.customer_id)?)))
    else {
        return json!({});
    };
    json!({
        "account": { "account_number": account.number, "account_type": account.kind },
        "participant": { "identification_number": PARTICIPANT_NUMBER },
        "owner": {
            "identification_number": customer.identification_number,
            "identification_type": "NIT",
            "type": "BUSINESS",
            "name": customer.business_name,
        },
    })
}

fn receiver(payment: &Payment) -> Value {
    let holder = &payment.holder;
    let mut receiver = json!({
        "account": {
            "account_number": holder.account_number,
            "account_type": holder.account_type,
        },
        "participant": { "identification_number": PARTICIPANT_NUMBER },
        "owner": {
            "identification_number": holder.identification_number,
            "identification_type": holder.identification_type,
            "type": holder.owner_type(),
            "name": holder.name(),
        },
    });
    if let Some(key) = &payment.key {
        receiver["key"] = key_object(key);
    }
    receiver
}

fn rail(payment: &Payment) -> &'static str {
    if payment.key.is_some() { "BREB" } else { "ACH" }
}

/// The words for the direction: those of the page's table, and those of its text.
const DIRECTIONS: [&str; 4] = ["INBOUND", "OUTBOUND", "INCOMING", "OUTGOING"];

/// The words for a payment out of an account, which all payments of the sandbox are.
const OUTBOUND: [&str; 2] = ["OUTBOUND", "OUTGOING"];

/// The filters that look at what is shown of a payment, and where they look.
const DEEP_FILTERS: [(&str, &str); 8] = [
    ("key_value", "/receiver/key/key_value"),
    ("end_to_end_identification", "/end_to_end_identification"),
    ("sender_type", "/sender/owner/type"),
    ("sender_name", "/sender/owner/name"),
    (
        "sender_identification_type",
        "/sender/owner/identification_type",
    ),
    (
        "sender_identification_number",
        "/sender/owner/identification_number",
    ),
    ("sender_account_type", "/sender/account/account_type"),
    ("sender_account_number", "/sender/account/account_number"),
];
