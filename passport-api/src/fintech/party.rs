//! Who is behind a key or at an end of a payment.

use crate::fintech::{AccountType, IdentificationType, PartyType};
use crate::types::{Sensitive, response, setters};

response! {
    /// The owner of a bank account.
    ///
    /// A person has first and last names, a business a business name; a payment has one `name` for
    /// either.
    ///
    /// Source: <https://docs.passportfintech.com/EN/resolve-key>
    #[derive(Default, Eq)]
    pub struct Owner {
        /// Person or business.
        pub party_type: Option<PartyType> = "type",
        /// What sort of document identifies the owner.
        pub identification_type: Option<IdentificationType>,
        /// The document's number.
        pub identification_number: Option<Sensitive>,
        /// The name of a business.
        pub business_name: Option<Sensitive>,
        /// A person's first given name.
        pub first_name: Option<Sensitive>,
        /// A person's second given name.
        pub second_name: Option<Sensitive>,
        /// A person's first family name.
        pub first_last_name: Option<Sensitive>,
        /// A person's second family name.
        pub second_last_name: Option<Sensitive>,
        /// The whole name, where a payment shows it.
        pub name: Option<Sensitive>,
    }
}

impl Owner {
    /// A person.
    #[must_use]
    pub fn individual(
        first_name: impl Into<Sensitive>,
        first_last_name: impl Into<Sensitive>,
        identification_type: impl Into<IdentificationType>,
        identification_number: impl Into<Sensitive>,
    ) -> Self {
        Self {
            party_type: Some(PartyType::Individual),
            first_name: Some(first_name.into()),
            first_last_name: Some(first_last_name.into()),
            identification_type: Some(identification_type.into()),
            identification_number: Some(identification_number.into()),
            ..Self::default()
        }
    }

    /// A business.
    #[must_use]
    pub fn business(
        business_name: impl Into<Sensitive>,
        identification_type: impl Into<IdentificationType>,
        identification_number: impl Into<Sensitive>,
    ) -> Self {
        Self {
            party_type: Some(PartyType::Business),
            business_name: Some(business_name.into()),
            identification_type: Some(identification_type.into()),
            identification_number: Some(identification_number.into()),
            ..Self::default()
        }
    }

    /// The name to show: the whole name, the business name, or a person's names in order.
    #[must_use]
    pub fn display_name(&self) -> Option<Sensitive> {
        if let Some(name) = &self.name {
            return Some(name.clone());
        }
        if let Some(name) = &self.business_name {
            return Some(name.clone());
        }
        let parts = [
            &self.first_name,
            &self.second_name,
            &self.first_last_name,
            &self.second_last_name,
        ];
        let names: Vec<&str> = parts
            .into_iter()
            .flatten()
            .map(|name| name.expose().as_str())
            .collect();
        (!names.is_empty()).then(|| names.join(" ").into())
    }
}

setters! {
    Owner {
        /// A person's second given name.
        second_name: Sensitive, with_second_name;
        /// A person's second family name.
        second_last_name: Sensitive, with_second_last_name;
    }
}

response! {
    /// A bank account at some bank, as others see it.
    ///
    /// Source: <https://docs.passportfintech.com/EN/resolve-key>
    #[derive(Default, Eq)]
    pub struct BankAccount {
        /// What sort of account it is.
        pub account_type: Option<AccountType> = "account_type" | "type",
        /// The number that the bank gives it.
        pub account_number: Option<Sensitive> = "account_number" | "number",
        /// The bank, in capitals, from the list on the page about ACH payees.
        pub bank_name: Option<String>,
    }
}

impl BankAccount {
    /// An account by its type and number.
    #[must_use]
    pub fn new(account_type: impl Into<AccountType>, number: impl Into<Sensitive>) -> Self {
        Self {
            account_type: Some(account_type.into()),
            account_number: Some(number.into()),
            bank_name: None,
        }
    }
}

setters! {
    BankAccount {
        /// The bank, in capitals, from the list on the page about ACH payees.
        bank_name: String, with_bank_name;
    }
}

response! {
    /// A bank that takes part in the system.
    ///
    /// Source: <https://docs.passportfintech.com/EN/resolve-key>
    #[derive(Default, Eq)]
    pub struct Participant {
        /// The bank's tax number.
        pub identification_number: Option<Sensitive>,
        /// The bank's name.
        pub name: Option<String>,
    }
}

setters! {
    Participant {
        /// The bank's tax number.
        identification_number: Sensitive, with_identification_number;
        /// The bank's name.
        name: String, with_name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(json: &str) -> Option<String> {
        let owner: Owner = serde_json::from_str(json).unwrap();
        owner.display_name().map(Sensitive::into_exposed)
    }

    #[test]
    fn finds_the_name_wherever_it_stands() {
        let person =
            r#"{"first_name":"Ana","second_name":"","first_last_name":"Rojas","business_name":""}"#;
        assert_eq!(name_of(person).as_deref(), Some("Ana Rojas"));
        assert_eq!(
            name_of(r#"{"business_name":"Tienda SAS"}"#).as_deref(),
            Some("Tienda SAS")
        );
        assert_eq!(
            name_of(r#"{"name":"Ana R","first_name":"Ana"}"#).as_deref(),
            Some("Ana R")
        );
        assert_eq!(name_of("{}"), None);
    }

    #[test]
    fn debug_hides_the_person() {
        let owner = Owner::individual("Ana", "Rojas", "CC", "1000001").with_second_name("Lucía");
        let text = format!("{owner:?}");
        assert!(
            !text.contains("Ana") && !text.contains("1000001") && !text.contains("Luc"),
            "{text}"
        );
        assert_eq!(serde_json::to_value(&owner).unwrap()["type"], "INDIVIDUAL");
    }
}
