//! The declared fields of a token response.

use std::fmt;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::token::secret::value_repeats;

/// The declared fields of a token response, by their names on the wire.
///
/// `Debug` shows the names alone: the values may say something about a person.
#[derive(Clone, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct ResponseFields(Map<String, Value>);

impl ResponseFields {
    /// The fields of a response that are declared.
    pub(super) fn of(declared: Map<String, Value>) -> Self {
        Self(declared)
    }

    pub(super) fn get(&self, wire: &str) -> Option<&Value> {
        self.0.get(wire)
    }

    pub(super) fn insert(&mut self, wire: String, value: Value) {
        self.0.insert(wire, value);
    }

    /// The names on the wire.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Drops the fields with this in their value.
    pub(super) fn drop_where(&mut self, is_unfit: impl Fn(&Value) -> bool) {
        self.0.retain(|_, value| !is_unfit(value));
    }

    /// Drops the fields that repeat the token: what is kept is shown.
    pub(super) fn without_secret(mut self, secret: &SecretString) -> Self {
        self.drop_where(|value| value_repeats(value, secret));
        self
    }

    /// The length of their JSON.
    pub(super) fn json_length(&self) -> usize {
        serde_json::to_vec(&self.0).map_or(0, |json| json.len())
    }
}

impl fmt::Debug for ResponseFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
