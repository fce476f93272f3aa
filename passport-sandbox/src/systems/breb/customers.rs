//! Customers of the newer generation.

use serde_json::{Map, Value, json};

use crate::call::{Call, Reply, ok};
use crate::fields::{Fields, invalid};
use crate::refusal::Refusal;
use crate::systems::breb::STYLE;
use crate::systems::fintech::Store;
use crate::systems::fintech::customer::{Customer, nit, phone};
use crate::systems::fintech::page::{self, Empty, Item};
use crate::text::millis;

pub(super) fn link(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let mut customer = Customer::read(fields, call.now)?;
    customer.address = address(fields.required_object("address")?)?;
    customer.merchant_category_code = fields.sized("merchant_category_code", 4..=4)?.to_owned();
    let body = shown(&customer);
    store.customers.push(customer);
    ok(&body)
}

pub(super) fn retrieve(store: &Store, call: &Call<'_>) -> Reply {
    ok(&shown(store.customer(call.id())?))
}

pub(super) fn list(store: &Store, call: &Call<'_>) -> Reply {
    let found = store.customers.iter().filter(|customer| {
        call.query.admits(&[
            ("customer_id", customer.id.as_str()),
            ("identification_type", "NIT"),
            (
                "identification_number",
                customer.identification_number.as_str(),
            ),
        ])
    });
    let items = found.map(|customer| Item::new(customer.times, shown(customer)));
    page::list(call, &STYLE, "customers", items.collect(), Empty::NotFound)
}

/// Changes the fields that the page lists. Others, such as `address` and `status`, stay as they are
/// even where the body has them.
pub(super) fn update(store: &mut Store, call: &Call<'_>) -> Reply {
    let fields = call.fields()?;
    let mut customer = store.customer(call.id())?.clone();
    if fields.text("id")?.is_some_and(|id| id != customer.id) {
        return Err(invalid("id", "cannot be changed"));
    }
    if let Some(name) = fields.sized_or_absent("business_name", 1..=140)? {
        customer.business_name = name.to_owned();
    }
    if let Some(email) = fields.sized_or_absent("email", 1..=35)? {
        customer.email = email.to_owned();
    }
    if let Some(text) = fields.text("mobile_phone_number")? {
        customer.mobile_phone_number = phone(text)?;
    }
    if let Some(text) = fields.text("identification_number")? {
        customer.identification_number = nit(text)?;
    }
    if let Some(code) = fields.sized_or_absent("merchant_category_code", 4..=4)? {
        customer.merchant_category_code = code.to_owned();
    }
    customer.times.updated = call.now;
    let body = shown(&customer);
    *store.customer_mut(call.id())? = customer;
    ok(&body)
}

/// An address with an empty text for each line that is absent.
fn address(fields: Fields<'_>) -> Result<Value, Refusal> {
    let mut address = Map::new();
    for name in ["line_1", "city", "state", "post_code"] {
        address.insert(name.to_owned(), fields.required(name)?.into());
    }
    for name in ["line_2", "line_3"] {
        address.insert(
            name.to_owned(),
            fields.text(name)?.unwrap_or_default().into(),
        );
    }
    let country = fields.one_of("country", &["CO"])?;
    address.insert("country".to_owned(), country.into());
    Ok(Value::Object(address))
}

fn shown(customer: &Customer) -> Value {
    json!({
        "id": customer.id,
        "type": "BUSINESS",
        "business_name": customer.business_name,
        "email": customer.email,
        "mobile_phone_number": customer.mobile_phone_number,
        "identification_type": "NIT",
        "identification_number": customer.identification_number,
        "status": "ACTIVE",
        "merchant_category_code": customer.merchant_category_code,
        "address": customer.address,
        "created_at": millis(customer.times.created),
        "updated_at": millis(customer.times.updated),
    })
}
