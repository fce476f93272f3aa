//! ACH: payees and payments by bank account.

use serde_json::{Map, Value, json};

use crate::call::{Call, Reply, ok};
use crate::fields::{Fields, invalid};
use crate::refusal::Refusal;
use crate::systems::breb::{payments, recipients};
use crate::systems::fintech::holder::Holder;
use crate::systems::fintech::payment::Order;
use crate::systems::fintech::recipient::{Rail, Recipient};
use crate::systems::fintech::{Store, Times, money};
use crate::text::fresh_id;

/// Stores a payee; owner and account may be nested, as the later page has it, or flat.
pub(super) fn create_recipient(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let customer_id = store.named_customer(fields, "customer_id")?.id.clone();
    let owner = owner(fields.object("owner")?.unwrap_or(fields))?;
    let account = account(fields.object("account")?.unwrap_or(fields))?;
    let recipient = Recipient {
        id: fresh_id(),
        customer_id,
        alias: fields
            .text_up_to("alias", 128)?
            .unwrap_or_default()
            .to_owned(),
        rail: Rail::Ach(json!({ "owner": owner, "account": account })),
        times: Times::new(call.now),
    };
    let body = recipients::shown(&recipient);
    store.recipients.push(recipient);
    ok(&body)
}

pub(super) fn pay(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let account_id = store.named_account(fields, "account_id")?.id.clone();
    let payee_id = fields.required("recipient_id")?;
    let recipient = store
        .recipient(payee_id)
        .map_err(|_| invalid("recipient_id", "names no recipient"))?;
    let Rail::Ach(sent) = &recipient.rail else {
        return Err(invalid("recipient_id", "must name an ACH recipient"));
    };
    if fields.value("type").is_some_and(|value| !value.is_i64()) {
        return Err(invalid("type", "must be an integer"));
    }
    let order = Order {
        account_id,
        payee_id: payee_id.to_owned(),
        key: None,
        holder: holder(sent),
        amount: money::read(fields.required_object("amount")?)?,
        reference: fields.text("description")?.map(str::to_owned),
        qr_code_reference: String::new(),
    };
    let payment = store.pay(order, call.now)?;
    ok(&payments::shown(store, &payment))
}

fn owner(fields: Fields<'_>) -> Result<Value, Refusal> {
    let mut owner = Map::new();
    let kind = match fields.text("recipient_type")? {
        Some(_) => fields.one_of("recipient_type", TYPES)?,
        None => fields.one_of("type", TYPES)?,
    };
    owner.insert("type".to_owned(), kind.into());
    let names = if kind == "BUSINESS" {
        vec!["business_name"]
    } else {
        vec!["first_name", "first_last_name"]
    };
    for name in names {
        owner.insert(name.to_owned(), fields.required(name)?.into());
    }
    for name in ["second_name", "second_last_name"] {
        if let Some(text) = fields.text(name)? {
            owner.insert(name.to_owned(), text.into());
        }
    }
    let kind = fields.one_of("identification_type", IDENTIFICATIONS)?;
    owner.insert("identification_type".to_owned(), kind.into());
    let number = fields.sized("identification_number", 1..=30)?;
    owner.insert("identification_number".to_owned(), number.into());
    Ok(Value::Object(owner))
}

fn account(fields: Fields<'_>) -> Result<Value, Refusal> {
    Ok(json!({
        "account_type": fields.one_of("account_type", ACCOUNTS)?,
        "account_number": fields.sized("account_number", 1..=18)?,
        "bank_name": bank_name(fields)?,
    }))
}

/// A bank's name in capitals, as all names of the page's list are; the whole list is not known.
fn bank_name(fields: Fields<'_>) -> Result<&str, Refusal> {
    let name = fields.required("bank_name")?;
    if name.chars().any(char::is_lowercase) {
        return Err(fields.invalid("bank_name", "must be a bank's name in capitals"));
    }
    Ok(name)
}

/// The owner of a bank account elsewhere.
pub(super) fn holder(sent: &Value) -> Holder {
    let text = |path: &str| {
        let text = sent.pointer(path).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let names = [
        "first_name",
        "second_name",
        "first_last_name",
        "second_last_name",
    ];
    let person = names.map(|name| text(&format!("/owner/{name}")));
    let business = text("/owner/type") == "BUSINESS";
    Holder {
        business,
        identification_type: text("/owner/identification_type"),
        identification_number: text("/owner/identification_number"),
        business_name: text("/owner/business_name"),
        person,
        account_type: text("/account/account_type"),
        account_number: text("/account/account_number"),
        account_id: None,
    }
}

const TYPES: &[&str] = &["INDIVIDUAL", "BUSINESS"];
const IDENTIFICATIONS: &[&str] = &["CC", "CE", "NUIP", "PPT", "PEP", "NIT", "PAS", "TDI"];
const ACCOUNTS: &[&str] = &[
    "LOW_VALUE",
    "ORDINARY",
    "CHECKING",
    "SAVINGS",
    "INCLUSIVE_LOW_VALUE",
];
