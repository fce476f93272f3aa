//! A token that the caller has fetched in a way of its own.

use std::time::SystemTime;

use secrecy::SecretString;
use serde_json::Value;

use crate::token::response_fields::ResponseFields;
use crate::token::secret::{into_secret, repeats, value_repeats};

/// A token that the caller has fetched in a way of its own, such as another grant than client
/// credentials, and what it was granted. A client's `token_from` holds that against a set of scopes.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// use passport_api::{GivenToken, breb};
///
/// breb::scope_set! {
///     struct Watch = "paas.core.breb_payments.get";
/// }
///
/// # fn from_my_own_login() -> (String, Vec<String>) {
/// #     ("an-access-token".to_owned(), vec!["paas.core.breb_payments.get".to_owned()])
/// # }
/// # fn f() -> Result<(), passport_api::Error> {
/// let client = breb::Client::builder().base_url(breb::servers::SANDBOX).build()?;
/// let (access_token, granted) = from_my_own_login();
/// let token = client.token_from::<Watch>(GivenToken::new(access_token, granted))?;
/// # Ok(()) }
/// # f().unwrap();
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct GivenToken {
    pub(super) access_token: SecretString,
    pub(super) granted: Vec<String>,
    pub(super) fields: ResponseFields,
    pub(super) expires_at: Option<SystemTime>,
}

impl GivenToken {
    /// An access token and the scopes that the server granted it, as the server writes them.
    pub fn new<I>(access_token: impl Into<String>, granted: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        let access_token = into_secret(access_token.into());
        let granted = granted.into_iter().map(Into::into);
        Self {
            // What was granted is shown.
            granted: granted
                .filter(|name| !repeats(name, &access_token))
                .collect(),
            access_token,
            fields: ResponseFields::default(),
            expires_at: None,
        }
    }

    /// A field of the response that the token came with, by its name on the wire; such as
    /// `token_id`, which [`ScopedToken::id`](crate::ScopedToken::id) and
    /// [`revoke`](crate::ScopedToken::revoke) need. `token_from` refuses one that `scopes.toml` does
    /// not declare.
    #[must_use]
    pub fn field(mut self, wire: impl Into<String>, value: impl Into<Value>) -> Self {
        let value = value.into();
        // It is shown.
        if !value_repeats(&value, &self.access_token) {
            self.fields.insert(wire.into(), value);
        }
        self
    }

    /// When it expires, by the client's clock. From then on its calls are refused without being
    /// sent, because nobody can renew it. Without this, the server is the one to say.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }
}
