//! QR codes: what a payer scans.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::fields::{Fields, invalid, missing, not_found};
use crate::refusal::Refusal;
use crate::systems::fintech::key::KeyText;
use crate::systems::fintech::{Store, Times, emv, money};
use crate::text::fresh_id;

/// A QR code that is paid to a key.
#[derive(Clone)]
pub(crate) struct QrCode {
    pub(crate) id: String,
    pub(crate) customer_id: String,
    pub(crate) key_id: String,
    pub(crate) key: KeyText,
    pub(crate) kind: String,
    pub(crate) channel: String,
    pub(crate) amount: Option<Decimal>,
    pub(crate) reference: Option<String>,
    pub(crate) merchant: Merchant,
    /// `additional_info`, `vat`, `inc` and `tip` as they were sent.
    pub(crate) sent: Map<String, Value>,
    /// The text in the code.
    pub(crate) data: String,
    pub(crate) times: Times,
}

/// Who is paid.
#[derive(Clone)]
pub(crate) struct Merchant {
    pub(crate) name: String,
    pub(crate) city: String,
    pub(crate) post_code: String,
    pub(crate) category_code: String,
}

/// The rules of a generation for QR codes.
pub(crate) struct Rules {
    pub(crate) channels: &'static [&'static str],
    /// The purposes as they are sent, and as the responses say them.
    pub(crate) purposes: &'static [(&'static str, &'static str)],
    /// A dynamic code must have an amount above zero, and an amount includes taxes and tip.
    pub(crate) has_amount_rules: bool,
    /// A code may have a reference.
    pub(crate) has_reference: bool,
}

impl Store {
    /// Makes a QR code from the fields that both generations take.
    pub(crate) fn create_qr_code(
        &mut self,
        fields: Fields<'_>,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<QrCode, Refusal> {
        let customer_id = self.named_customer(fields, "customer_id")?.id.clone();
        let key = self
            .key(fields.required("key_id")?)
            .map_err(|_| invalid("key_id", "names no key"))?;
        let kind = fields.one_of("type", &["STATIC", "DYNAMIC"])?;
        let amount = fields.object("amount")?;
        let amount = amount.map(money::read_centavos).transpose()?;
        if rules.has_amount_rules {
            check_amount(fields, kind, amount)?;
        }
        let mut sent = sent(fields)?;
        let purpose = purpose(fields.required_object("additional_info")?, rules)?;
        sent["additional_info"]["transaction_purpose"] = purpose.into();
        let reference = if rules.has_reference {
            reference(fields)?
        } else {
            None
        };
        let mut code = QrCode {
            id: fresh_id(),
            key_id: key.id.clone(),
            key: key.text.clone(),
            kind: kind.to_owned(),
            channel: fields.one_of("channel", rules.channels)?.to_owned(),
            amount,
            reference,
            merchant: self.merchant(&customer_id)?,
            sent,
            customer_id,
            data: String::new(),
            times: Times::new(now),
        };
        code.data = text(&code);
        self.qr_codes.push(code.clone());
        Ok(code)
    }

    pub(crate) fn qr_code(&self, id: &str) -> Result<&QrCode, Refusal> {
        let mut codes = self.qr_codes.iter();
        codes
            .find(|code| code.id == id)
            .ok_or_else(|| not_found("QR code", id))
    }

    /// The reference of the QR code that asks for this amount for this key; empty where there is
    /// none. No field of a payment names the code that was scanned.
    pub(crate) fn reference_of_code(&self, key: &KeyText, amount: Decimal) -> String {
        let mut codes = self.qr_codes.iter();
        let code = codes.find(|code| code.key == *key && code.amount == Some(amount));
        let reference = code.and_then(|code| code.reference.clone());
        reference.unwrap_or_default()
    }

    pub(crate) fn delete_qr_code(&mut self, id: &str) -> Result<(), Refusal> {
        let mut codes = self.qr_codes.iter();
        let index = codes.position(|code| code.id == id);
        self.qr_codes
            .remove(index.ok_or_else(|| not_found("QR code", id))?);
        Ok(())
    }

    fn merchant(&self, customer_id: &str) -> Result<Merchant, Refusal> {
        let customer = self.customer(customer_id)?;
        let place = |field: &str, default: &str| {
            let text = customer.address.get(field).and_then(Value::as_str);
            text.unwrap_or(default).to_owned()
        };
        let category_code = customer.merchant_category_code.as_str();
        Ok(Merchant {
            name: customer.business_name.clone(),
            city: place("city", "Bogota"),
            post_code: place("post_code", "110111"),
            category_code: if category_code.is_empty() {
                "0000".to_owned()
            } else {
                category_code.to_owned()
            },
        })
    }
}

/// Checks that a dynamic code has an amount above zero, and that it includes the taxes and the tip
/// that are given as sums. The words for how they are given are not documented; another than the
/// known ones is no sum.
fn check_amount(fields: Fields<'_>, kind: &str, amount: Option<Decimal>) -> Result<(), Refusal> {
    let dynamic = kind == "DYNAMIC";
    let Some(amount) = amount else {
        return if dynamic {
            Err(missing("amount"))
        } else {
            Ok(())
        };
    };
    if dynamic && amount.is_zero() {
        let must = "must be more than 0 in a dynamic code";
        return Err(invalid("amount.value", must));
    }
    let mut included = Some(Decimal::ZERO);
    for (name, how, value) in INCLUDED {
        let Some(part) = fields.object(name)? else {
            continue;
        };
        if part.text(how)? == Some("FIXED") && part.value(value).is_some() {
            let value = part.decimal(value)?;
            included = included.and_then(|sum| sum.checked_add(value));
        }
    }
    if included.is_none_or(|sum| sum > amount) {
        return Err(invalid(
            "amount.value",
            "must include the taxes and the tip",
        ));
    }
    Ok(())
}

/// Checks the labels and reads the purpose: the word that the responses have for it.
fn purpose(info: Fields<'_>, rules: &Rules) -> Result<&'static str, Refusal> {
    for name in LABELS {
        info.text_up_to(name, 25)?;
    }
    let sent: Vec<&str> = rules.purposes.iter().map(|(sent, _)| *sent).collect();
    let purpose = info.one_of("transaction_purpose", &sent)?;
    let mut purposes = rules.purposes.iter();
    let known = purposes.find(|(sent, _)| *sent == purpose);
    Ok(known.map_or("", |(_, shown)| *shown))
}

/// Up to 17 letters and digits without P.
fn reference(fields: Fields<'_>) -> Result<Option<String>, Refusal> {
    let Some(text) = fields.text_up_to("qr_code_reference", 17)? else {
        return Ok(None);
    };
    let fits = |b: u8| b.is_ascii_alphanumeric() && !b.eq_ignore_ascii_case(&b'P');
    if !text.bytes().all(fits) {
        return Err(invalid(
            "qr_code_reference",
            "must be letters and digits without P",
        ));
    }
    Ok(Some(format!("{NETWORK_PREFIX}{text}")))
}

/// The objects that a code shows as they were sent; the values in them are decimal numbers in strings.
fn sent(fields: Fields<'_>) -> Result<Map<String, Value>, Refusal> {
    let mut sent = Map::new();
    for (name, values) in SENT {
        let Some(object) = fields.object(name)? else {
            continue;
        };
        for value in *values {
            if object.value(value).is_some() {
                object.decimal(value)?;
            }
        }
        if let Some(value) = fields.value(name) {
            sent.insert((*name).to_owned(), value.clone());
        }
    }
    Ok(sent)
}

/// The text in the code.
fn text(code: &QrCode) -> String {
    let mut extra = String::new();
    for (tag, name) in INFO_TAGS {
        let info = code.sent.get("additional_info");
        let value = info.and_then(|info| info.get(name)).and_then(Value::as_str);
        emv::push(&mut extra, tag, value.unwrap_or_default());
    }
    let mut text = String::new();
    let kind = if code.kind == "STATIC" { "11" } else { "12" };
    let amount = code.amount.map(|amount| amount.to_string());
    for (tag, value) in [
        ("00", "01"),
        ("01", kind),
        ("26", code.key.value.as_str()),
        ("52", code.merchant.category_code.as_str()),
        ("53", "170"),
        ("54", amount.as_deref().unwrap_or_default()),
        ("58", "CO"),
        ("59", code.merchant.name.as_str()),
        ("60", code.merchant.city.as_str()),
        ("61", code.merchant.post_code.as_str()),
        ("62", extra.as_str()),
        ("80", code.reference.as_deref().unwrap_or_default()),
        ("81", code.id.as_str()),
    ] {
        emv::push(&mut text, tag, value);
    }
    emv::seal(text)
}

/// The network that takes the payment.
pub(crate) const NETWORK: &str = "VISI";

/// A picture of one pixel, wrapped like a Python byte string, as the system does it.
pub(crate) const IMAGE: &str = concat!(
    "b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQ",
    "AAAABJRU5ErkJggg=='"
);

/// What the platform puts in front of a reference.
const NETWORK_PREFIX: &str = "VISI";

/// The objects that a code takes beside the amount, and the amounts in them.
const SENT: &[(&str, &[&str])] = &[
    ("additional_info", &[]),
    ("vat", &["vat_value", "vat_base_value"]),
    ("inc", &["inc_value"]),
    ("tip", &["tip_value"]),
];

/// The parts that an amount includes, with the fields for the way each is given and for its value.
const INCLUDED: [(&str, &str, &str); 3] = [
    ("vat", "vat_type", "vat_value"),
    ("inc", "inc_type", "inc_value"),
    ("tip", "tip_type", "tip_value"),
];

/// The fields of `additional_info` that have at most 25 characters.
const LABELS: [&str; 5] = [
    "invoice_number",
    "mobile_phone_number",
    "store_label",
    "loyalty_label",
    "reference_label",
];

/// Where the text has them.
const INFO_TAGS: [(&str, &str); 3] = [
    ("01", "invoice_number"),
    ("05", "reference_label"),
    ("07", "terminal_label"),
];
