//! Keys: the names that accounts are paid under.

use crate::fintech::{AccountId, KeyId, KeyRule};
use crate::open_enum;
use crate::types::{FieldProblem, Problems, Sensitive, Word, request, response};

open_enum! {
    /// What sort of name a key is.
    ///
    /// Written in this generation's letters; the newer words are read as well.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-keys>
    pub enum KeyType {
        /// The number of an identity document.
        Id = "NRIC" | "ID",
        /// A mobile phone number.
        Phone = "M" | "PHONE" | "MOBILE",
        /// An e-mail address.
        Email = "E" | "EMAIL",
        /// An `@` with letters and digits of the owner's choice.
        Alpha = "O" | "ALPHA",
        /// A merchant's code.
        Bcode = "B" | "BCODE",
    }
}

open_enum! {
    /// The state of a key.
    pub enum KeyStatus {
        /// It can be paid.
        Active = "ACTV" | "ACTIVE",
        /// It can't be paid until it is activated again.
        Suspended = "SUSP" | "SUSPENDED",
    }
}

/// Finds a key whose value does not fit its type.
pub(super) fn check_key(key_type: &KeyType, value: &Sensitive) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    problems.present("key_type", key_type.as_str());
    problems.present("key_value", value.expose());
    let rule = match key_type {
        KeyType::Id => Some(KeyRule::Document),
        KeyType::Phone => Some(KeyRule::Mobile),
        KeyType::Email => Some(KeyRule::Email),
        KeyType::Alpha => Some(KeyRule::Alphanumeric),
        KeyType::Bcode => Some(KeyRule::CommerceCode),
        KeyType::Other(_) => None,
    };
    if let (Some(rule), false) = (rule, value.expose().is_empty()) {
        rule.check(&mut problems, "key_value", value.expose());
    }
    problems.finish()
}

response! {
    /// A key's type and value, such as an e-mail address.
    ///
    /// Source: <https://docs.passportfintech.com/ES/create-qr-codes>
    #[derive(Default, Eq)]
    pub struct BrebKey {
        /// What sort of name it is.
        pub key_type: Option<Word<KeyType>>,
        /// The name.
        pub key_value: Option<Sensitive>,
    }
}

response! {
    /// A key that is registered for an account.
    ///
    /// Source: <https://docs.passportfintech.com/EN/create-keys>
    #[derive(Eq)]
    pub struct Key {
        /// The key's id.
        pub id: KeyId = "id" | "account_key_id" | "key_id",
        /// The account that is paid.
        pub account_id: Option<AccountId>,
        /// What sort of name it is.
        pub key_type: Option<Word<KeyType>>,
        /// The name.
        pub key_value: Option<Sensitive>,
        /// Type and value, where they come nested as in the newer generation.
        pub key: Option<BrebKey>,
        /// The state, where it is told.
        pub key_status: Option<Word<KeyStatus>> = "key_status" | "status",
    }
}

response! {
    /// The state of a key after it was suspended or activated.
    ///
    /// Source: <https://docs.passportfintech.com/EN/suspend-key>
    #[derive(Default, Eq)]
    pub struct KeyState {
        /// The state.
        pub key_status: Option<Word<KeyStatus>> = "key_status" | "status",
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
            /// What sort of name it is.
            key_type: KeyType,
            /// The name.
            key_value: Sensitive,
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
        problems.extend(check_key(&self.key_type, &self.key_value));
        problems.finish()
    }
}

request! {
    /// Names the key that is to be suspended or activated.
    ///
    /// Sources: <https://docs.passportfintech.com/EN/suspend-key>,
    /// <https://docs.passportfintech.com/EN/activate-key>
    #[derive(Eq)]
    pub struct KeyReference {
        required {
            /// The key's id.
            id: KeyId,
        }
    }
}

impl KeyReference {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.present("id", self.id.as_str());
        problems.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_either_generation_sends() {
        let older: Key = serde_json::from_value(json!({
            "id": "k-1", "account_id": "a-1", "key_type": "B", "key_value": "0000000009",
            "key_status": "ACTV",
        }))
        .unwrap();
        let newer: Key = serde_json::from_value(json!({
            "id": "k-1", "account_id": "a-1", "key_type": "BCODE", "key_value": "0000000009",
            "status": "ACTIVE",
        }))
        .unwrap();
        assert_eq!(older, newer);
        let nested: Key = serde_json::from_value(json!({
            "id": "k-1", "key": {"key_type": "BCODE", "key_value": "0000000009"},
        }))
        .unwrap();
        assert_eq!(nested.key.unwrap().key_type, older.key_type);
    }

    #[test]
    fn reads_the_state_in_both_vocabularies() {
        let older: KeyState = serde_json::from_value(json!({"key_status": "SUSP"})).unwrap();
        let newer: KeyState = serde_json::from_value(json!({"status": "SUSPENDED"})).unwrap();
        assert_eq!(older, newer);
        assert_eq!(older.key_status.as_deref(), Some(&KeyStatus::Suspended));
    }

    #[test]
    fn writes_the_older_letters_and_checks_the_value() {
        let request = CreateKey::new("a-1", KeyType::Phone, "3000000009");
        let body = json!({"account_id": "a-1", "key_type": "M", "key_value": "3000000009"});
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(serde_json::from_value::<CreateKey>(body).unwrap(), request);
        assert!(request.check().is_ok());
        for key_type in ["NRIC", "M", "E", "O", "B"] {
            assert!(
                CreateKey::new("a-1", key_type, "no-key").check().is_err(),
                "{key_type}"
            );
        }
        assert!(CreateKey::new("a-1", "QUANTUM", "no-key").check().is_ok());
        assert_eq!(CreateKey::new("", "", "").check().unwrap_err().len(), 3);
        assert!(KeyReference::new("").check().is_err());
        let reference = serde_json::to_value(KeyReference::new("k-1")).unwrap();
        assert_eq!(reference, json!({"id": "k-1"}));
    }
}
