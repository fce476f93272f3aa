//! Validating a key: is its owner who they say they are?

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::key::BrebKey;
use crate::fintech::{BankAccount, Owner, Participant};
use crate::open_enum;
use crate::types::{FieldProblem, OpenEnum, Problems, request};

request! {
    /// What is known about a key's owner, to be compared with what the bank knows.
    ///
    /// Source: <https://docs.passportfintech.com/EN/validate-key>
    #[derive(Eq)]
    pub struct ValidateKey {
        required {
            /// The key.
            key: BrebKey,
        }
        optional {
            /// The bank, to be compared.
            participant: Participant, with_participant;
            /// The account, to be compared.
            account: BankAccount, with_account;
            /// The owner, to be compared.
            owner: Owner, with_owner;
        }
    }
}

impl ValidateKey {
    /// Finds what the documentation forbids.
    ///
    /// # Errors
    ///
    /// Every field that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Problems::default();
        problems.nested("key", self.key.check());
        problems.finish()
    }
}

open_enum! {
    /// Whether a field is what the bank knows.
    pub enum MatchResult {
        /// It is the same.
        Match = "MATCH",
        /// It is something else.
        NoMatch = "NO_MATCH",
    }
}

/// Which of the fields that were sent are what the bank knows.
///
/// The page shows the answers but not how they nest, so each is kept under its path, such as
/// `owner.first_name`. Texts that are no answer, such as a repeated key, are dropped.
///
/// Source: <https://docs.passportfintech.com/EN/validate-key>
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct KeyValidation(BTreeMap<String, MatchResult>);

impl KeyValidation {
    /// The answer about one field, by its path, such as `owner.first_name`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&MatchResult> {
        self.0.get(path)
    }

    /// All answers with their paths, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &MatchResult)> {
        self.0.iter().map(|(path, result)| (path.as_str(), result))
    }

    /// Whether there are answers and all of them say that the field is the same.
    #[must_use]
    pub fn all_match(&self) -> bool {
        !self.0.is_empty() && self.0.values().all(|result| *result == MatchResult::Match)
    }

    fn collect(&mut self, path: &str, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let separator = if path.is_empty() { "" } else { "." };
                    self.collect(&format!("{path}{separator}{name}"), value);
                }
            }
            Value::String(word) => {
                if let Some(result) = MatchResult::known(word) {
                    self.0.insert(path.to_owned(), result);
                }
            }
            _ => {}
        }
    }
}

impl<'de> Deserialize<'de> for KeyValidation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut validation = Self::default();
        validation.collect("", &Value::deserialize(deserializer)?);
        Ok(validation)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::breb::model::KeyType;

    #[test]
    fn finds_the_answers_however_they_nest() {
        let nested: KeyValidation = serde_json::from_value(json!({
            "key": {"key_type": "PHONE", "key_value": "3000000009"},
            "owner": {"first_name": "MATCH", "first_last_name": "NO_MATCH"},
            "account": {"account_number": "MATCH"},
        }))
        .unwrap();
        assert_eq!(nested.get("owner.first_name"), Some(&MatchResult::Match));
        assert_eq!(
            nested.get("owner.first_last_name"),
            Some(&MatchResult::NoMatch)
        );
        assert_eq!(nested.iter().count(), 3);
        assert!(!nested.all_match());
        assert!(!format!("{nested:?}").contains("3000000009"));

        let flat: KeyValidation = serde_json::from_value(json!({"owner": "MATCH"})).unwrap();
        assert!(flat.all_match());
        assert!(!KeyValidation::default().all_match());
        let again = serde_json::to_value(&nested).unwrap();
        assert_eq!(
            serde_json::from_value::<KeyValidation>(again).unwrap(),
            nested
        );
    }

    #[test]
    fn sends_only_what_is_to_be_compared() {
        let owner = Owner::individual("Ana", "Rojas", "CC", "1000009");
        let request =
            ValidateKey::new(BrebKey::new(KeyType::Phone, "3000000009")).with_owner(owner);
        let body = json!({
            "key": {"key_type": "PHONE", "key_value": "3000000009"},
            "owner": {"type": "INDIVIDUAL", "first_name": "Ana", "first_last_name": "Rojas",
                      "identification_type": "CC", "identification_number": "1000009"},
        });
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        assert_eq!(
            serde_json::from_value::<ValidateKey>(body).unwrap(),
            request
        );
        assert!(request.check().is_ok());
    }
}
