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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::fields_of;

    #[test]
    fn lengths_end_where_the_page_says() {
        let text = |length: usize| Sensitive::from("a".repeat(length));
        for (check, longest) in [(check_name as fn(&Sensitive) -> _, 140), (check_email, 35)] {
            assert!(check(&text(1)).is_ok());
            assert!(check(&text(longest)).is_ok());
            assert!(check(&text(longest + 1)).is_err());
            assert!(check(&text(0)).is_err());
        }
    }

    #[test]
    fn a_customer_is_a_business_with_a_tax_number() {
        let business = check_business(&PartyType::Business, &IdentificationType::Nit);
        assert!(business.is_ok());
        let person = check_business(&PartyType::Individual, &IdentificationType::Cc);
        let fields = fields_of(person);
        assert_eq!(fields, ["type", "identification_type"]);
        assert!(check_nit(&"900000001".into()).is_ok() && check_nit(&"9000000011".into()).is_err());
        assert!(check_phone(&"300000001".into()).is_ok() && check_phone(&"300-1".into()).is_err());
    }
}
