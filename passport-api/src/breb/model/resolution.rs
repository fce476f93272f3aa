//! Resolutions: who is behind a key.

use super::key::BrebKey;
use crate::fintech::{BankAccount, CustomerId, Owner, Participant, ResolutionId};
use crate::types::{FieldProblem, Problems, Timestamp, request, response};

response! {
    /// Who is behind a key. Its id pays once, for 30 minutes.
    ///
    /// Sources: <https://docs.passportfintech.com/EN/resolve-key>,
    /// <https://docs.passportfintech.com/EN/resolve-recipient>
    #[derive(Eq)]
    pub struct Resolution {
        /// The id to pay with.
        pub id: ResolutionId = "id" | "resolution_id",
        /// The rail; shown in the Spanish page on payees only.
        pub resolution_type: Option<String> = "type",
        /// The customer who is about to pay.
        pub customer_id: Option<CustomerId> = "customer_id" | "entity_customer_id",
        /// The key that was looked up.
        pub key: Option<BrebKey>,
        /// The node that serves the payee, such as `VIS`.
        pub receptor_node: Option<String>,
        /// The payee's bank.
        pub participant: Option<Participant>,
        /// The payee's account.
        pub account: Option<BankAccount>,
        /// The payee.
        pub owner: Option<Owner>,
        /// When the key was looked up.
        pub resolved_at: Option<Timestamp>,
        /// Until when it can be paid.
        pub expires_at: Option<Timestamp>,
        /// When the resolution was created; some pages show this in place of `resolved_at`.
        pub created_at: Option<Timestamp>,
        /// When the resolution was last changed.
        pub updated_at: Option<Timestamp>,
    }
}

request! {
    /// Looks up who is behind a key.
    ///
    /// Source: <https://docs.passportfintech.com/EN/resolve-key>
    #[derive(Eq)]
    pub struct ResolveKey {
        required {
            /// The customer who is about to pay.
            customer_id: CustomerId,
            /// The key to look up.
            key: BrebKey,
        }
    }
}

impl ResolveKey {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("customer_id", self.customer_id.as_str());
        problems.nested("key", self.key.check());
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::breb::model::KeyType;
    use crate::fintech::{AccountType, PartyType};

    #[test]
    fn reads_every_page_s_variant() {
        let english: Resolution = serde_json::from_value(json!({
            "id": "r-1", "receptor_node": "VIS", "customer_id": "c-1",
            "resolved_at": "2025-05-06T07:08:09.123456Z",
            "expires_at": "2025-05-06T07:38:09.123456Z",
            "participant": {"name": "BANCO UNO", "identification_number": "800000009"},
            "account": {"account_type": "LOW_VALUE", "account_number": "00880000009"},
            "owner": {"type": "INDIVIDUAL", "identification_type": "CC",
                      "identification_number": "1000009",
                      "business_name": "", "first_name": "Ana", "second_name": "",
                      "first_last_name": "Rojas",
                      "second_last_name": ""},
            "key": {"key_type": "M", "key_value": "3000000009"},
        }))
        .unwrap();
        let owner = english.owner.unwrap();
        assert_eq!(owner.party_type, Some(PartyType::Individual));
        assert_eq!((&owner.business_name, &owner.second_name), (&None, &None));
        assert_eq!(
            english.key.unwrap().key_type.as_deref(),
            Some(&KeyType::Phone)
        );
        assert_eq!(
            english.account.unwrap().account_type,
            Some(AccountType::LowValue)
        );

        let spanish: Resolution = serde_json::from_value(json!({
            "resolution_id": "r-1", "type": "BREB", "created_at": "2025-05-06T07:08:09Z",
            "updated_at": "2025-05-06T07:08:09Z",
        }))
        .unwrap();
        assert_eq!(spanish.id, english.id);
        assert_eq!(spanish.resolution_type.as_deref(), Some("BREB"));

        let both: Resolution =
            serde_json::from_value(json!({"id": "r-1", "resolution_id": "r-1"})).unwrap();
        assert_eq!(both.id, english.id);
    }

    #[test]
    fn writes_the_key_nested() {
        let request = ResolveKey::new("c-1", BrebKey::new(KeyType::Alpha, "@sol123"));
        let body =
            json!({"customer_id": "c-1", "key": {"key_type": "ALPHA", "key_value": "@sol123"}});
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(serde_json::from_value::<ResolveKey>(body).unwrap(), request);
        assert!(request.check().is_ok());
        let bare = ResolveKey::new("", BrebKey::default());
        assert_eq!(bare.check().unwrap_err().len(), 3);
    }
}
