//! QR codes of the older generation.

use serde_json::{Value, json};

use crate::call::{Call, Reply, ok};
use crate::systems::fintech::key::Vocabulary;
use crate::systems::fintech::qr_code::{IMAGE, NETWORK, QrCode, Rules};
use crate::systems::fintech::{Store, money};
use crate::text::millis;

pub(super) fn create(store: &mut Store, call: &Call<'_>) -> Reply {
    let code = store.create_qr_code(call.fields()?, &RULES, call.now)?;
    ok(&shown(&code))
}

fn shown(code: &QrCode) -> Value {
    let merchant = &code.merchant;
    let mut shown = json!({
        "id": code.id,
        "entity_customer_id": code.customer_id,
        "account_key_id": code.key_id,
        "status": "ACTIVE",
        "type": code.kind,
        "channel": code.channel,
        "key": {
            "key_type": code.key.kind.word(Vocabulary::Letters),
            "key_value": code.key.value,
        },
        "qr_code_data": code.data,
        "qr_code_image": IMAGE,
        "acquirer_network_identifier": NETWORK,
        "merchant": {
            "merchant_name": merchant.name,
            "merchant_city": merchant.city,
            "country": "CO",
            "merchant_zip_code": merchant.post_code,
            "merchant_category_code": merchant.category_code,
        },
        "created_at": millis(code.times.created),
    });
    for (name, value) in &code.sent {
        shown[name] = value.clone();
    }
    if let Some(amount) = code.amount {
        shown["amount"] = money::shown(amount);
    }
    shown
}

const RULES: Rules = Rules {
    channels: &["MAN", "POS", "APP", "ECOMM", "MPS", "ATM"],
    purposes: &[
        ("SHOPPING", "SHOPPING"),
        ("CANCELLATION", "CANCELLATION"),
        ("TRANSFER", "TRANSFER"),
        ("RETREAT", "RETREAT"),
        ("COLLECTION", "COLLECTION"),
        ("REFILL", "REFILL"),
        ("DEPOSIT", "DEPOSIT"),
    ],
    // The page's part about amounts is not known.
    has_amount_rules: false,
    has_reference: false,
};
