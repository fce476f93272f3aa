//! The token response: what a token shows of it.

use passport_api::types::Timestamp;
use passport_api::well_known::{AccountIdField, CreatedAtField, IdField, RolesField};
use passport_api::{Error, HasTokenField, ScopeSet, ScopedToken, TokenField};
use serde::Serialize;
use serde_json::{Value, json};

use crate::data::{self, Example};
use crate::leaves::{Leaves, Step, compare};
use crate::mock::{Mock, differences};

/// A token with the accessors of its system's fields, which are those of `token_fields`.
struct Shown<'t, S> {
    token: &'t ScopedToken<S>,
    /// The value of a field with an accessor, by its name on the wire.
    field: fn(&ScopedToken<S>, &str) -> Option<Value>,
    /// The token that the calls bear.
    access_token: &'t str,
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

/// Fetches a token from the mock, which answers as in the example; compares the request with the
/// documented one, and the token with its response. Returns what the calls bear as well.
///
/// The access token is what the `Authorization` header of every call is compared with.
pub(crate) async fn fetch<S: ScopeSet>(
    mock: &Mock,
    system: &str,
    example: &Example,
    request: impl IntoFuture<Output = Result<ScopedToken<S>, Error>>,
    field: fn(&ScopedToken<S>, &str) -> Option<Value>,
) -> (ScopedToken<S>, String) {
    mock.answers(200, &example.text);
    let token = request.await.unwrap();
    let access_token = example.json()["access_token"].as_str().unwrap().to_owned();
    let documented = &data::calls(system)["token"];
    let complaints = differences(&mock.request(), documented, None);
    assert_eq!(complaints, [""; 0]);
    let shown = Shown {
        token: &token,
        field,
        access_token: &access_token,
    };
    let complaints = compare(&shown, &example.json());
    assert_eq!(complaints, [""; 0], "{}", example.file);
    (token, access_token)
}

/// A field of the response that both generations of Passport Fintech have, by its accessor.
pub(crate) fn fintech_field<S: ScopeSet>(
    token: &ScopedToken<S>,
    wire: &str,
    expires_in: TokenField<S::Api, i64>,
    token_type: TokenField<S::Api, String>,
) -> Option<Value>
where
    S::Api: HasTokenField<IdField, Value: Serialize>
        + HasTokenField<AccountIdField, Value: Serialize>
        + HasTokenField<CreatedAtField, Value: Serialize>
        + HasTokenField<RolesField, Value: Serialize>,
{
    match wire {
        "token_id" => Some(json!(token.id().unwrap())),
        "account_id" => Some(json!(token.account_id().unwrap())),
        "created_at" => Some(json!(token.created_at().unwrap())),
        "roles" => Some(json!(token.roles().unwrap())),
        "expires_in" => Some(json!(token.field(expires_in).unwrap())),
        "token_type" => Some(json!(token.field(token_type).unwrap())),
        _ => None,
    }
}

/// The time at which a token expires by `ScopedToken::expires_at`, which need not be written as the
/// server wrote it.
pub(crate) fn expiry<S>(token: &ScopedToken<S>) -> Timestamp {
    Timestamp::from(token.expires_at())
}
