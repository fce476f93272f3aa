//! The token response: what a token shows of it.

use passport_api::types::Timestamp;
use passport_api::{ScopeSet, ScopedToken};
use serde_json::{Value, json};

use crate::data::{self, Example};
use crate::leaves::{Leaves, Step, leaves};
use crate::mock::{Mock, differences};

impl<S: ScopeSet> Leaves for ScopedToken<S> {
    fn leaf(&self, path: &[Step]) -> Option<Value> {
        let granted = self.granted();
        match path {
            [Step::Field(field), Step::Item(index)] if field == "scopes" => {
                Some(json!(granted.get(*index)))
            }
            [Step::Field(field)] if field == "scope" => Some(json!(granted.join(" "))),
            [Step::Field(field)] if field == "expires_at" => {
                Some(json!(Timestamp::from(self.expires_at())))
            }
            _ => None,
        }
    }
}

/// Compares the request for a token with the documented one, and the token with its response.
pub(crate) fn hold<S: ScopeSet>(
    mock: &Mock,
    system: &str,
    example: &Example,
    token: &ScopedToken<S>,
) {
    let documented = &data::calls(system)["token"];
    let complaints = differences(&mock.request(), documented, None);
    assert_eq!(complaints, [""; 0]);
    for (path, leaf) in leaves(&example.json()) {
        let Some(Step::Field(field)) = path.first() else {
            panic!("a token response that is no object");
        };
        let read = token.leaf(&path);
        // The access token is what the `Authorization` header of every call is compared with.
        let is_shown = field != "access_token" && !WITHOUT_ACCESSOR.contains(&field.as_str());
        assert_eq!(read.is_some(), is_shown, "{}: {field}", example.file);
        assert!(
            read.is_none_or(|read| read == leaf),
            "{}: {field}: {leaf}",
            example.file
        );
    }
}

/// Fields of the response that a token does not show. One that it does show must not stand here.
const WITHOUT_ACCESSOR: &[&str] = &[
    "account_id",
    "created_at",
    "expires_in",
    "roles",
    "token_id",
    "token_type",
];
