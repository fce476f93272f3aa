//! QR codes of the newer generation.

use serde_json::{Value, json};

use crate::call::{Call, Reply, no_content, ok};
use crate::systems::breb::STYLE;
use crate::systems::breb::keys::{WORDS_OR_LETTERS, key_object};
use crate::systems::fintech::page::{self, Empty, Item};
use crate::systems::fintech::qr_code::{IMAGE, NETWORK, QrCode, Rules};
use crate::systems::fintech::{Store, emv, money};
use crate::text::micros;

pub(super) fn create(store: &mut Store, call: &Call<'_>) -> Reply {
    let code = store.create_qr_code(call.fields()?, &RULES, call.now)?;
    ok(&shown(&code))
}

pub(super) fn retrieve(store: &Store, call: &Call<'_>) -> Reply {
    ok(&shown(store.qr_code(call.id())?))
}

pub(super) fn list(store: &Store, call: &Call<'_>) -> Reply {
    let found = store.qr_codes.iter().filter(|code| {
        call.query.admits(&[
            ("qr_code_id", code.id.as_str()),
            ("customer_id", code.customer_id.as_str()),
            ("key_id", code.key_id.as_str()),
            ("type", code.kind.as_str()),
            ("key_value", code.key.value.as_str()),
        ]) && code.key.kind.passes(&call.query, WORDS_OR_LETTERS)
    });
    let items = found.map(|code| Item::new(code.times, shown(code)));
    page::list(call, &STYLE, "qr_codes", items.collect(), Empty::NotFound)
}

/// Reads the text of any QR code: one of this sandbox in full, another as far as its text goes.
pub(super) fn decode(store: &Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    store.named_customer(fields, "customer_id")?;
    let data = fields.required("qr_code_data")?;
    let mut codes = store.qr_codes.iter();
    let known = codes.find(|code| code.data == data);
    let mut body = match known {
        Some(code) => shown(code),
        None => foreign(data, &emv::read(data)?),
    };
    if let Some(fields) = body.as_object_mut() {
        for name in ["id", "qr_code_image", "customer_id", "key_id", "created_at"] {
            fields.remove(name);
        }
    }
    ok(&body)
}

pub(super) fn delete(store: &mut Store, call: &Call<'_>) -> Reply {
    store.delete_qr_code(call.id())?;
    no_content()
}

fn shown(code: &QrCode) -> Value {
    let merchant = &code.merchant;
    let mut shown = json!({
        "id": code.id,
        "customer_id": code.customer_id,
        "key_id": code.key_id,
        "status": "ACTIVE",
        "type": code.kind,
        "channel": code.channel,
        "key": key_object(&code.key),
        "qr_code_data": code.data,
        "qr_code_image": IMAGE,
        "qr_code_reference": code.reference.as_deref().unwrap_or_default(),
        "acquirer_network_identifier": NETWORK,
        "merchant": {
            "merchant_name": merchant.name,
            "merchant_city": merchant.city,
            "merchant_country": "CO",
            "merchant_post_code": merchant.post_code,
            "merchant_category_code": merchant.category_code,
        },
        "created_at": micros(code.times.created),
    });
    for (name, value) in &code.sent {
        shown[name] = value.clone();
    }
    if let Some(amount) = code.amount {
        shown["amount"] = money::shown(amount);
    }
    shown
}

/// What the text of a code from elsewhere says.
fn foreign(data: &str, fields: &[(&str, &str)]) -> Value {
    let text = |tag: &str| {
        let mut found = fields.iter();
        found
            .find(|(known, _)| *known == tag)
            .map(|(_, value)| *value)
    };
    let mut shown = json!({
        "status": "ACTIVE",
        "type": if text("01") == Some("12") { "DYNAMIC" } else { "STATIC" },
        "qr_code_data": data,
        "acquirer_network_identifier": NETWORK,
        "additional_info": {},
        "merchant": {
            "merchant_name": text("59").unwrap_or_default(),
            "merchant_city": text("60").unwrap_or_default(),
            "merchant_country": text("58").unwrap_or_default(),
            "merchant_post_code": text("61").unwrap_or_default(),
            "merchant_category_code": text("52").unwrap_or_default(),
        },
    });
    if let Some(value) = text("54") {
        shown["amount"] = json!({ "value": value, "currency": "COP" });
    }
    shown
}

const RULES: Rules = Rules {
    // The words of the stored pages and those that integrators report.
    channels: &[
        "IM", "POS", "APP", "ECOMM", "MPOS", "CB", "OFC", "ATM", "MAN", "MPS",
    ],
    // Which digits go with which word follows from the order of both.
    purposes: &[
        ("00", "PURCHASE"),
        ("02", "CANCELLATION"),
        ("03", "TRANSFER"),
        ("04", "RETREAT"),
        ("05", "COLLECTION"),
        ("06", "REFILL"),
        ("07", "DEPOSIT"),
    ],
    has_amount_rules: true,
    has_reference: true,
};
