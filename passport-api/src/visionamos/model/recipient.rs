//! Recipients: stored payees.

use super::key::{BrebKey, KeyType, check_key};
use crate::fintech::{CustomerId, RecipientId};
use crate::types::{FieldProblem, Problems, Sensitive, Word, request, response};

response! {
    /// A stored payee, who is paid by key.
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-recipient>
    #[derive(Eq)]
    pub struct Recipient {
        /// The payee's id.
        pub id: RecipientId = "id" | "breb_recipient_id" | "recipient_id",
        /// The customer who pays.
        pub entity_customer_id: Option<CustomerId> = "entity_customer_id" | "customer_id",
        /// What sort of name the key is.
        pub key_type: Option<Word<KeyType>>,
        /// The key that is paid.
        pub key_value: Option<Sensitive>,
        /// Type and value, where they come nested as in the newer generation.
        pub key: Option<BrebKey>,
    }
}

request! {
    /// Stores a payee who is paid by key.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-recipient>
    #[derive(Eq)]
    pub struct CreateRecipient {
        required {
            /// The customer who will pay.
            entity_customer_id: CustomerId,
            /// What sort of name the key is.
            key_type: KeyType,
            /// The key to pay.
            key_value: Sensitive,
        }
    }
}

impl CreateRecipient {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("entity_customer_id", self.entity_customer_id.as_str());
        problems.extend(check_key(&self.key_type, &self.key_value));
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_either_generation_sends() {
        let older: Recipient = serde_json::from_value(json!({
            "id": "p-1", "entity_customer_id": "c-1", "key_type": "E",
            "key_value": "ana@ejemplo.test",
        }))
        .unwrap();
        let newer: Recipient = serde_json::from_value(json!({
            "id": "p-1", "customer_id": "c-1", "key": {"key_type": "EMAIL",
                                                       "key_value": "ana@ejemplo.test"},
        }))
        .unwrap();
        assert_eq!(older.entity_customer_id, newer.entity_customer_id);
        assert_eq!(newer.key.unwrap().key_type, older.key_type);
        assert!(!format!("{:?}", older.key_value).contains("ana"));
    }

    #[test]
    fn writes_and_checks_the_documented_body() {
        let request = CreateRecipient::new("c-1", KeyType::Email, "ana@ejemplo.test");
        let body =
            json!({"entity_customer_id": "c-1", "key_type": "E", "key_value": "ana@ejemplo.test"});
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<CreateRecipient>(body).unwrap(),
            request
        );
        assert!(request.check().is_ok());
        let wrong = CreateRecipient::new("", KeyType::Email, "ana").check();
        assert_eq!(wrong.unwrap_err().len(), 2);
    }
}
