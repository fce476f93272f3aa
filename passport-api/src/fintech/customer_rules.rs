//! Rules for the fields of a customer, which both generations document alike.
//!
//! Source: <https://docs.passportfintech.com/EN/create-customer>

use crate::fintech::{IdentificationType, PartyType, is_nit, is_phone};
use crate::types::{FieldProblem, Problems, Sensitive};

/// Only businesses can be created, and they are identified by their tax number.
pub(crate) fn check_business(
    customer_type: &PartyType,
    identification_type: &IdentificationType,
) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let is_business = *customer_type == PartyType::Business;
    problems.require(is_business, "type", "`BUSINESS`");
    let is_tax_number = *identification_type == IdentificationType::Nit;
    problems.require(is_tax_number, "identification_type", "`NIT`");
    problems.finish()
}

/// A business name has 1 to 140 characters.
pub(crate) fn check_name(name: &Sensitive) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    problems.length("business_name", name.expose(), 1..=140);
    problems.finish()
}

/// An e-mail address has 1 to 35 characters.
pub(crate) fn check_email(email: &Sensitive) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    problems.length("email", email.expose(), 1..=35);
    problems.finish()
}

/// A phone number, as [`is_phone`] has it.
pub(crate) fn check_phone(phone: &Sensitive) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let rule = "at most 15 digits, with or without a + before them";
    problems.require(is_phone(phone.expose()), "mobile_phone_number", rule);
    problems.finish()
}

/// A tax number, as [`is_nit`] has it.
pub(crate) fn check_nit(number: &Sensitive) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    let rule = "9 digits, without the check digit";
    problems.require(is_nit(number.expose()), "identification_number", rule);
    problems.finish()
}
