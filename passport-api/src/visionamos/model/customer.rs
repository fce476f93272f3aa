//! Customers: the merchants that an entity acts for.

use crate::fintech::{
    CustomerId, IdentificationType, PartyType, check_business, check_email, check_name, check_nit,
    check_phone,
};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, request, response};

open_enum! {
    /// The state of a customer, as the filter of lists writes it.
    ///
    /// Source: <https://docs.passportfintech.com/EN/query-parameters>
    pub enum CustomerStatus {
        /// In business.
        Active = "active",
        /// Not in business.
        Inactive = "inactive",
    }
}

response! {
    /// A customer.
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-customer>
    #[derive(Eq)]
    pub struct Customer {
        /// The customer's id.
        pub id: CustomerId = "id" | "entity_customer_id" | "customer_id",
        /// Person or business; so far always a business.
        pub customer_type: Option<PartyType> = "type",
        /// The business name.
        pub business_name: Option<Sensitive> = "business_name" | "name",
        /// The e-mail address.
        pub email: Option<Sensitive>,
        /// The mobile phone number, with or without `+`.
        pub mobile_phone_number: Option<Sensitive>,
        /// What sort of document identifies the customer.
        pub identification_type: Option<IdentificationType>,
        /// The document's number.
        pub identification_number: Option<Sensitive>,
    }
}

request! {
    /// Creates a business customer.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-customer>
    #[derive(Eq)]
    pub struct CreateCustomer {
        fixed {
            /// Only businesses can be created.
            customer_type as "type": PartyType = PartyType::Business,
            /// Businesses are identified by their tax number.
            identification_type: IdentificationType = IdentificationType::Nit,
        }
        required {
            /// The business name.
            business_name: Sensitive,
            /// The e-mail address.
            email: Sensitive,
            /// The mobile phone number: at most 15 digits, with or without `+57`.
            mobile_phone_number: Sensitive,
            /// The tax number (NIT) without its check digit.
            identification_number: Sensitive,
        }
    }
}

impl CreateCustomer {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.extend(check_business(
            &self.customer_type,
            &self.identification_type,
        ));
        problems.extend(check_name(&self.business_name));
        problems.extend(check_email(&self.email));
        problems.extend(check_phone(&self.mobile_phone_number));
        problems.extend(check_nit(&self.identification_number));
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_either_generation_sends() {
        let customer: Customer = serde_json::from_value(json!({
            "id": "c-1", "type": "BUSINESS", "business_name": "Sol SAS",
            "email": "sol@ejemplo.test",
            "mobile_phone_number": "+550000000009", "identification_type": "NIT",
            "identification_number": "9000000017", "status": "ACTIVE",
            "address": {"line_1": "Calle 1"},
        }))
        .unwrap();
        assert_eq!(customer.customer_type, Some(PartyType::Business));
        assert_eq!(
            customer.identification_number.unwrap().expose(),
            "9000000017"
        );
        let bare: Customer = serde_json::from_value(json!({"customer_id": "c-1"})).unwrap();
        assert_eq!(bare.id, customer.id);
    }

    #[test]
    fn writes_and_checks_the_documented_body() {
        let request = CreateCustomer::new("Sol", "sol@ejemplo.test", "+573000000009", "900000001");
        let body = json!({
            "type": "BUSINESS", "identification_type": "NIT", "business_name": "Sol",
            "email": "sol@ejemplo.test",
            "mobile_phone_number": "+573000000009", "identification_number": "900000001",
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<CreateCustomer>(body).unwrap(),
            request
        );
        assert!(request.check().is_ok());
        let wrong = CreateCustomer::new("", "", "300 000 0009", "90000000-1");
        assert_eq!(wrong.check().unwrap_err().len(), 4);
        let mut person = CreateCustomer::new("Sol", "sol@ejemplo.test", "300000009", "900000001");
        assert!(person.check().is_ok());
        person.customer_type = PartyType::Individual;
        person.identification_type = IdentificationType::Cc;
        assert_eq!(person.check().unwrap_err().len(), 2);
    }
}
