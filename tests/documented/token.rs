//! The token response: what a token shows of it.

use passport_api::types::Timestamp;
use passport_api::{ScopeSet, ScopedToken};
use serde_json::{Value, json};

use crate::data::{self, Example};
use crate::leaves::{Leaves, Step, compare};
use crate::mock::{Mock, differences};

/// A token with the accessors of its system's fields, which are those of `token_fields`.
pub(crate) struct Shown<'t, S> {
    pub(crate) token: &'t ScopedToken<S>,
    /// The value of a field with an accessor, by its name on the wire.
    pub(crate) field: fn(&ScopedToken<S>, &str) -> Option<Value>,
    /// The token that the calls bear.
    pub(crate) access_token: &'t str,
}

impl<S: ScopeSet> Leaves for Shown<'_, S> {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        let granted = self.token.granted();
        match path {
            [Step::Field(field)] if field == "access_token" => Some(json!(self.access_token)),
            [Step::Field(field), Step::Item(index)] if field == "scopes" => {
                Some(json!(granted.get(*index)))
            }
            [Step::Field(field)] if field == "scope" => Some(json!(granted.join(" "))),
            [Step::Field(field), rest @ ..] => {
                let value = (self.field)(self.token, field)?;
                match rest {
                    [] => Some(value),
                    [Step::Item(index)] => value.get(*index).cloned(),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// Compares the request for a token with the documented one, and the token with its response.
/// The access token is what the `Authorization` header of every call is compared with.
pub(crate) fn hold<S: ScopeSet>(
    mock: &Mock,
    system: &str,
    example: &Example,
    token: &Shown<'_, S>,
) {
    let documented = &data::calls(system)["token"];
    let complaints = differences(&mock.request(), documented, None);
    assert_eq!(complaints, [""; 0]);
    let complaints = compare(token, &example.json());
    assert_eq!(complaints, [""; 0], "{}", example.file);
}

/// The time at which a token expires by `ScopedToken::expires_at`, which need not be written as the
/// server wrote it.
pub(crate) fn expiry<S>(token: &ScopedToken<S>) -> Timestamp {
    Timestamp::from(token.expires_at())
}
