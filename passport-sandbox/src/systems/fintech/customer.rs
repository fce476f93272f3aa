//! Customers: the businesses that pay and are paid.

use jiff::Timestamp;
use serde_json::Value;

use crate::fields::{Fields, invalid, not_found};
use crate::refusal::Refusal;
use crate::systems::fintech::{Store, Times};
use crate::text::fresh_id;

/// A business.
#[derive(Clone)]
pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) business_name: String,
    pub(crate) email: String,
    pub(crate) mobile_phone_number: String,
    pub(crate) identification_number: String,
    /// As it was sent; null in the older generation.
    pub(crate) address: Value,
    /// Empty in the older generation.
    pub(crate) merchant_category_code: String,
    pub(crate) times: Times,
}

impl Customer {
    /// Reads the fields that both generations ask for.
    pub(crate) fn read(fields: Fields<'_>, now: Timestamp) -> Result<Self, Refusal> {
        fields.one_of("type", &["BUSINESS"])?;
        fields.one_of("identification_type", &["NIT"])?;
        Ok(Self {
            id: fresh_id(),
            business_name: fields.sized("business_name", 1..=140)?.to_owned(),
            email: fields.sized("email", 1..=35)?.to_owned(),
            mobile_phone_number: phone(fields.required("mobile_phone_number")?)?,
            identification_number: nit(fields.required("identification_number")?)?,
            address: Value::Null,
            merchant_category_code: String::new(),
            times: Times::new(now),
        })
    }
}

impl Store {
    pub(crate) fn customer(&self, id: &str) -> Result<&Customer, Refusal> {
        let mut customers = self.customers.iter();
        customers
            .find(|customer| customer.id == id)
            .ok_or_else(|| not_found("customer", id))
    }

    pub(crate) fn customer_mut(&mut self, id: &str) -> Result<&mut Customer, Refusal> {
        let mut customers = self.customers.iter_mut();
        customers
            .find(|customer| customer.id == id)
            .ok_or_else(|| not_found("customer", id))
    }

    /// The customer that a body names; its id is a field like any other there, so a wrong one is
    /// bad input.
    pub(crate) fn named_customer(
        &self,
        fields: Fields<'_>,
        field: &str,
    ) -> Result<&Customer, Refusal> {
        let id = fields.required(field)?;
        self.customer(id)
            .map_err(|_| invalid(field, "names no customer"))
    }
}

/// A phone number of at most 15 digits. The plus sign of E.164 may be absent, as in the samples, and
/// so may the country code.
pub(crate) fn phone(text: &str) -> Result<String, Refusal> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let fits = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !fits {
        return Err(invalid("mobile_phone_number", "must have 1 to 15 digits"));
    }
    Ok(text.to_owned())
}

/// A tax number without its check digit.
pub(crate) fn nit(text: &str) -> Result<String, Refusal> {
    if text.chars().count() != 9 {
        return Err(invalid("identification_number", "must have 9 characters"));
    }
    Ok(text.to_owned())
}
