//! Customers of the older generation.

use serde_json::{Value, json};

use crate::call::{Call, Reply, ok};
use crate::systems::fintech::Store;
use crate::systems::fintech::customer::Customer;

pub(super) fn create(store: &mut Store, call: &Call<'_>) -> Reply {
    let customer = Customer::read(call.fields()?, call.now)?;
    let body = shown(&customer);
    store.customers.push(customer);
    ok(&body)
}

pub(super) fn retrieve(store: &Store, call: &Call<'_>) -> Reply {
    ok(&shown(store.customer(call.id())?))
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
    })
}
