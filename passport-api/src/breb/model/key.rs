//! Keys: the names that accounts are paid under.

use crate::fintech::{AccountId, KeyId, KeyRule};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, Timestamp, Word, request, response};

open_enum! {
    /// What sort of name a key is.
    ///
    /// Written in the newer words; the older letters and `MOBILE` are read as well.
    ///
    /// Source: <https://docs.passportfintech.com/EN/creating-breb-keys>
    pub enum KeyType {
        /// The number of an identity document.
        Id = "ID" | "NRIC",
        /// A mobile phone number.
        Phone = "PHONE" | "MOBILE" | "M",
        /// An e-mail address.
        Email = "EMAIL" | "E",
        /// An `@` with letters and digits of the owner's choice.
        Alpha = "ALPHA" | "O",
        /// A merchant's code.
        Bcode = "BCODE" | "B",
    }
}

impl KeyType {
    fn rule(&self) -> Option<KeyRule> {
        match self {
            Self::Id => Some(KeyRule::Document),
            Self::Phone => Some(KeyRule::Mobile),
            Self::Email => Some(KeyRule::Email),
            Self::Alpha => Some(KeyRule::Alphanumeric),
            Self::Bcode => Some(KeyRule::CommerceCode),
            Self::Other(_) => None,
        }
    }
}

open_enum! {
    /// The state of a key.
    pub enum KeyStatus {
        /// It can be paid.
        Active = "ACTIVE" | "ACTV",
        /// It can't be paid until it is activated again.
        Suspended = "SUSPENDED" | "SUSP",
    }
}

response! {
    /// A key's type and value, such as an e-mail address.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-keys>
    ///
    /// # Example
    ///
    /// ```
    /// use passport_api::breb::model::{BrebKey, KeyType};
    ///
    /// assert!(BrebKey::new(KeyType::Phone, "3000000001").check().is_ok());
    /// assert!(BrebKey::new(KeyType::Phone, "+57 300").check().is_err());
    /// ```
    #[derive(Default, Eq)]
    pub struct BrebKey {
        /// What sort of name it is.
        pub key_type: Option<Word<KeyType>>,
        /// The name.
        pub key_value: Option<Sensitive>,
    }
}

impl BrebKey {
    /// A key by its type and value.
    #[must_use]
    pub fn new(key_type: impl Into<KeyType>, key_value: impl Into<Sensitive>) -> Self {
        Self {
            key_type: Some(Word::from(key_type.into())),
            key_value: Some(key_value.into()),
        }
    }

    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        let key_type = self.key_type.as_deref();
        let value = self.key_value.as_ref().map_or("", |value| value.expose());
        problems.present("key_type", key_type.map_or("", KeyType::as_str));
        problems.present("key_value", value);
        if let (Some(rule), false) = (key_type.and_then(KeyType::rule), value.is_empty()) {
            rule.check(&mut problems, "key_value", value);
        }
        problems.finish()
    }
}

response! {
    /// A key that is registered for an account.
    ///
    /// Source: <https://docs.passportfintech.com/EN/retrieve-bre-b-keys>
    #[derive(Eq)]
    pub struct Key {
        /// The key's id.
        pub id: KeyId = "id" | "key_id" | "account_key_id",
        /// The account that is paid.
        pub account_id: Option<AccountId>,
        /// The state.
        pub status: Option<Word<KeyStatus>> = "status" | "key_status",
        /// Type and value.
        pub key: Option<BrebKey>,
        /// The name that payers see.
        pub display_name: Option<Sensitive>,
        /// When it was registered.
        pub created_at: Option<Timestamp>,
        /// When it was last changed.
        pub updated_at: Option<Timestamp>,
    }
}

request! {
    /// Registers a key for an account.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-keys>
    #[derive(Eq)]
    pub struct CreateKey {
        required {
            /// The account that will be paid.
            account_id: AccountId,
            /// Type and value.
            key: BrebKey,
        }
        optional {
            /// The name that payers see.
            display_name: Sensitive, with_display_name;
        }
    }
}

impl CreateKey {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("account_id", self.account_id.as_str());
        problems.nested("key", self.key.check());
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_alike_in_both_vocabularies() {
        let newer: Key = serde_json::from_value(json!({
            "id": "k-1", "account_id": "a-1", "status": "SUSPENDED",
            "key": {"key_type": "EMAIL", "key_value": "sol@ejemplo.test"},
        }))
        .unwrap();
        let older: Key = serde_json::from_value(json!({
            "id": "k-1", "account_id": "a-1", "key_status": "SUSP",
            "key": {"key_type": "E", "key_value": "sol@ejemplo.test"},
        }))
        .unwrap();
        assert_eq!(newer, older);
        assert!(!format!("{newer:?}").contains("sol@"));
    }

    #[test]
    fn every_type_is_read_in_every_spelling_and_written_in_the_newer() {
        for (words, written) in [
            (vec!["ID", "NRIC"], "ID"),
            (vec!["PHONE", "MOBILE", "M"], "PHONE"),
            (vec!["EMAIL", "E"], "EMAIL"),
            (vec!["ALPHA", "O"], "ALPHA"),
            (vec!["BCODE", "B"], "BCODE"),
            (vec!["QUANTUM"], "QUANTUM"),
        ] {
            for word in words {
                assert_eq!(KeyType::from(word).as_str(), written);
            }
        }
    }

    #[test]
    fn writes_the_key_nested_and_checks_it() {
        let request = CreateKey::new("a-1", BrebKey::new(KeyType::Bcode, "0000000009"))
            .with_display_name("Sol");
        let body = json!({
            "account_id": "a-1", "display_name": "Sol",
            "key": {"key_type": "BCODE", "key_value": "0000000009"},
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(serde_json::from_value::<CreateKey>(body).unwrap(), request);
        assert!(request.check().is_ok());
        let wrong = CreateKey::new("a-1", BrebKey::new(KeyType::Bcode, "9"));
        assert_eq!(wrong.check().unwrap_err()[0].field, "key.key_value");
        let nowhere = CreateKey::new("", BrebKey::new(KeyType::Bcode, "0000000009"));
        assert_eq!(nowhere.check().unwrap_err()[0].field, "account_id");
        let other = CreateKey::new("a-1", BrebKey::new("QUANTUM", "anything"));
        assert!(other.check().is_ok());
    }
}
