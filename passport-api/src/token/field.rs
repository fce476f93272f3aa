//! Fields of the token response besides the token: its id, its account, its roles.

use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::client::Api;
use crate::error::{Error, Kind};
use crate::scope::ScopeSet;
use crate::token::source::Latest;
use crate::token::{ErasedToken, ScopedToken};

/// A field of the token response of the API `A`, with values of the type `T`.
///
/// The module `token_fields` of an API has one for each field that `scopes.toml` declares;
/// [`ScopedToken::field`] reads it.
pub struct TokenField<A, T> {
    wire: &'static str,
    types: PhantomData<fn(A) -> T>,
}

impl<A, T> TokenField<A, T> {
    /// For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(wire: &'static str) -> Self {
        Self {
            wire,
            types: PhantomData,
        }
    }

    /// The name on the wire.
    #[must_use]
    pub const fn wire_name(&self) -> &'static str {
        self.wire
    }
}

impl<A, T> Clone for TokenField<A, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A, T> Copy for TokenField<A, T> {}

impl<A, T> fmt::Debug for TokenField<A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TokenField").field(&self.wire).finish()
    }
}

/// An API whose `scopes.toml` declares a certain field of the token response. `F` is one of the
/// types of [`well_known`], which stand for the fields that a token has methods for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` declares no `{F}` of its token response",
    label = "the `scopes.toml` of this API does not say which field this is",
    note = "declare it in the table `token.response` of the API, as the field with the `name` `id`, \
            `account_id`, `created_at` or `roles`"
)]
pub trait HasTokenField<F>: Api {
    /// The field's type.
    type Value: DeserializeOwned;
    /// The field.
    const FIELD: TokenField<Self, Self::Value>;
}

/// The fields of a token response that a [`ScopedToken`] has methods for.
pub mod well_known {
    /// Stands for the field that `scopes.toml` names `id`.
    #[derive(Debug)]
    pub enum IdField {}

    /// Stands for the field that `scopes.toml` names `account_id`.
    #[derive(Debug)]
    pub enum AccountIdField {}

    /// Stands for the field that `scopes.toml` names `created_at`.
    #[derive(Debug)]
    pub enum CreatedAtField {}

    /// Stands for the field that `scopes.toml` names `roles`.
    #[derive(Debug)]
    pub enum RolesField {}
}

impl<S: ScopeSet> ScopedToken<S> {
    /// The id of the token in use now, by which the server reads and revokes it. A renewed token has
    /// another.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// # use passport_api::{Error, breb};
    /// # async fn f(client: breb::Client) -> Result<(), Error> {
    /// let token = client.token::<breb::sets::EntityClientCredentials>().await?;
    /// let info = client.tokens().get(&token, token.id()?).await?;
    /// assert_eq!(info.token_id, token.id()?);
    /// # Ok(()) }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`field`](Self::field).
    pub fn id<T>(&self) -> Result<T, Error>
    where
        T: DeserializeOwned,
        S::Api: HasTokenField<well_known::IdField, Value = T>,
    {
        self.field(<S::Api as HasTokenField<well_known::IdField>>::FIELD)
    }

    /// The account that the token in use now belongs to.
    ///
    /// # Errors
    ///
    /// As [`field`](Self::field).
    pub fn account_id<T>(&self) -> Result<T, Error>
    where
        T: DeserializeOwned,
        S::Api: HasTokenField<well_known::AccountIdField, Value = T>,
    {
        self.field(<S::Api as HasTokenField<well_known::AccountIdField>>::FIELD)
    }

    /// The time at which the server created the token in use now, by the server's clock.
    ///
    /// # Errors
    ///
    /// As [`field`](Self::field).
    pub fn created_at<T>(&self) -> Result<T, Error>
    where
        T: DeserializeOwned,
        S::Api: HasTokenField<well_known::CreatedAtField, Value = T>,
    {
        self.field(<S::Api as HasTokenField<well_known::CreatedAtField>>::FIELD)
    }

    /// The roles that the scopes of the token in use now come from.
    ///
    /// A role with the name of one of the API's named sets is compared with that set whenever a token
    /// is fetched; [`Event::RoleMismatch`](crate::Event::RoleMismatch) tells of one that grants less.
    ///
    /// # Errors
    ///
    /// As [`field`](Self::field).
    pub fn roles<T>(&self) -> Result<T, Error>
    where
        T: DeserializeOwned,
        S::Api: HasTokenField<well_known::RolesField, Value = T>,
    {
        self.field(<S::Api as HasTokenField<well_known::RolesField>>::FIELD)
    }

    /// A field of the response that the token in use now came with.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// # use passport_api::{Error, breb};
    /// # async fn f(client: breb::Client) -> Result<(), Error> {
    /// let token = client.token::<breb::sets::EntityClientCredentials>().await?;
    /// let account = token.field(breb::token_fields::ACCOUNT_ID)?;
    /// # Ok(()) }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_token_field`](Error::is_token_field) if the response did not have the field, or not as a
    /// `T`. The value is not repeated in the error.
    pub fn field<T: DeserializeOwned>(&self, field: TokenField<S::Api, T>) -> Result<T, Error> {
        let latest = self.erased().latest();
        self.erased().read(latest.as_ref(), field.wire)
    }
}

impl ErasedToken {
    /// A field of the response that a token came with.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        token: Option<&Latest>,
        wire: &str,
    ) -> Result<T, Error> {
        let value = token.and_then(|token| token.field(wire));
        let Some(value) = value else {
            let what = if self.is_given() {
                format!(
                    "the token that was given has no field `{wire}`; add it with `GivenToken::field`"
                )
            } else {
                format!("the token response has no field `{wire}`")
            };
            return Err(Error::new(Kind::TokenField(what)));
        };
        T::deserialize(value).map_err(|_| {
            Error::new(Kind::TokenField(format!(
                "the field `{wire}` of the token response is not of the type that `scopes.toml` \
                 declares"
            )))
        })
    }
}
