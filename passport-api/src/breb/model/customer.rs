//! Customers: the merchants that an entity acts for.

use super::address::Address;
use crate::fintech::{
    CustomerId, IdentificationType, PartyType, check_business, check_email, check_name, check_nit,
    check_phone,
};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, Timestamp, request, response};

open_enum! {
    /// The state of a customer.
    pub enum CustomerStatus {
        /// In business.
        Active = "ACTIVE",
        /// Not in business. No page of this generation shows the word: it is inferred from the older
        /// one's filter of customers.
        Inactive = "INACTIVE",
    }
}

response! {
    /// A customer.
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-customer>
    #[derive(Eq)]
    pub struct Customer {
        /// The customer's id.
        pub id: CustomerId = "id" | "customer_id" | "entity_customer_id",
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
        /// The state.
        pub status: Option<CustomerStatus>,
        /// What the merchant trades in: four digits, leading zeros count.
        pub merchant_category_code: Option<String>,
        /// The address.
        pub address: Option<Address>,
        /// When the customer was created.
        pub created_at: Option<Timestamp>,
        /// When the customer was last changed.
        pub updated_at: Option<Timestamp>,
    }
}

request! {
    /// Links a business that the sponsor bank has already opened as a merchant.
    ///
    /// Source: <https://docs.passportfintech.com/EN/link-merchant>
    ///
    /// # Example
    ///
    /// ```
    /// use passport_api::breb::model::{Address, LinkCustomer};
    ///
    /// let address = Address::new("Calle 1 2-3", "Bogotá", "Cundinamarca", "110111", "CO");
    /// let request = LinkCustomer::new(
    ///     "Tienda Ejemplo", "pagos@ejemplo.test", "+573000000001", "900000001", address, "0001",
    /// );
    /// assert!(request.check().is_ok());
    /// ```
    #[derive(Eq)]
    pub struct LinkCustomer {
        fixed {
            /// Only businesses can be linked.
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
            /// The address.
            address: Address,
            /// What the merchant trades in: four digits, leading zeros count.
            merchant_category_code: String,
        }
    }
}

impl LinkCustomer {
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
        problems.nested("address", self.address.check());
        problems.length(
            "merchant_category_code",
            &self.merchant_category_code,
            4..=4,
        );
        problems.finish()
    }
}

request! {
    /// Changes a customer. What is not set stays as it is.
    ///
    /// Source: <https://docs.passportfintech.com/EN/update-customer>
    #[derive(Default, Eq)]
    pub struct UpdateCustomer {
        optional {
            /// The customer's id, which the page's sample repeats although it can't change.
            id: CustomerId, with_id;
            /// The business name.
            business_name: Sensitive, with_business_name;
            /// The e-mail address.
            email: Sensitive, with_email;
            /// The mobile phone number: at most 15 digits, with or without `+57`.
            mobile_phone_number: Sensitive, with_mobile_phone_number;
            /// The tax number (NIT) without its check digit.
            identification_number: Sensitive, with_identification_number;
            /// What the merchant trades in: four digits, leading zeros count.
            merchant_category_code: String, with_merchant_category_code;
        }
    }
}

impl UpdateCustomer {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        if let Some(name) = &self.business_name {
            problems.extend(check_name(name));
        }
        if let Some(email) = &self.email {
            problems.extend(check_email(email));
        }
        if let Some(phone) = &self.mobile_phone_number {
            problems.extend(check_phone(phone));
        }
        if let Some(number) = &self.identification_number {
            problems.extend(check_nit(number));
        }
        if let Some(code) = &self.merchant_category_code {
            problems.length("merchant_category_code", code, 4..=4);
        }
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::fields_of;

    #[test]
    fn reads_what_either_generation_sends() {
        let customer: Customer = serde_json::from_value(json!({
            "id": "c-1", "type": "BUSINESS", "business_name": "Panadería Sol",
            "email": "sol@ejemplo.test",
            "mobile_phone_number": "573000000009", "identification_type": "NIT",
            "identification_number": "9000000017", "status": "ACTIVE",
            "merchant_category_code": "0742",
            "address": {"line_1": "Carrera 7", "line_2": "", "line_3": null, "city": "Cali",
                        "state": "Valle", "post_code": "760001", "country": "CO"},
            "created_at": "2025-03-04T05:06:07.8Z", "updated_at": "2025-03-04T05:06:07Z",
            "risk": {"new": 1},
        }))
        .unwrap();
        assert_eq!(customer.status, Some(CustomerStatus::Active));
        assert_eq!(customer.merchant_category_code.as_deref(), Some("0742"));
        assert_eq!(customer.address.unwrap().line_2, None);

        let older: Customer =
            serde_json::from_value(json!({"entity_customer_id": "c-2", "email": ""})).unwrap();
        assert_eq!((older.id.as_str(), older.email), ("c-2", None));
        assert!(serde_json::from_value::<Customer>(json!({"email": "a@b.co"})).is_err());
    }

    #[test]
    fn writes_the_documented_body() {
        let address =
            Address::new("Calle 1", "Cali", "Valle", "760001", "CO").with_line_2("Piso 2");
        let request = LinkCustomer::new(
            "Sol",
            "sol@ejemplo.test",
            "+573000000009",
            "900000001",
            address,
            "0742",
        );
        let body = json!({
            "type": "BUSINESS", "identification_type": "NIT", "business_name": "Sol",
            "email": "sol@ejemplo.test",
            "mobile_phone_number": "+573000000009", "identification_number": "900000001",
            "merchant_category_code": "0742",
            "address": {"line_1": "Calle 1", "line_2": "Piso 2", "city": "Cali", "state": "Valle",
                        "post_code": "760001", "country": "CO"},
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<LinkCustomer>(body).unwrap(),
            request
        );
        let update = UpdateCustomer::new().with_email("nuevo@ejemplo.test");
        assert_eq!(
            serde_json::to_value(&update).unwrap(),
            json!({"email": "nuevo@ejemplo.test"})
        );
    }

    #[test]
    fn checks_every_documented_rule() {
        let address = Address::new("", "Cali", "Valle", "760001", "US");
        let request = LinkCustomer::new("", "a".repeat(36), "300 1", "1", address, "42");
        let fields = fields_of(request.check());
        let expected = [
            "business_name",
            "email",
            "mobile_phone_number",
            "identification_number",
            "address.line_1",
            "address.country",
            "merchant_category_code",
        ];
        assert_eq!(fields, expected);
        let update = UpdateCustomer::new()
            .with_business_name("")
            .with_merchant_category_code("1");
        assert_eq!(update.check().unwrap_err().len(), 2);
        let update = UpdateCustomer::new()
            .with_email("")
            .with_mobile_phone_number("300 1")
            .with_identification_number("1");
        assert_eq!(update.check().unwrap_err().len(), 3);
        assert!(UpdateCustomer::new().check().is_ok());

        let address = Address::new("Calle 1", "Cali", "Valle", "760001", "CO");
        let mut person =
            LinkCustomer::new("S", "s@x.co", "300000009", "900000001", address, "0742");
        assert!(person.check().is_ok());
        person.customer_type = PartyType::Individual;
        person.identification_type = IdentificationType::Cc;
        assert_eq!(person.check().unwrap_err().len(), 2);
    }
}
