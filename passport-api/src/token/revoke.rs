//! Revoking the token in use.

use crate::call::Call;
use crate::client::{Api, ApiCore};
use crate::error::Error;
use crate::scope::ScopeSet;
use crate::token::ScopedToken;
use crate::token::field::well_known::Id;
use crate::token::field::{HasTokenField, read};

/// An API that revokes tokens of the set `S`: its `scopes.toml` names the endpoint, and `S` carries
/// the scopes that the endpoint needs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no endpoint that revokes a token",
    label = "no endpoint is known that revokes this token",
    note = "name the endpoint as `revoke` in the table `token` of the API in its `scopes.toml`, such \
            as `revoke = \"tokens.delete\"`"
)]
pub trait RevokesToken<S>: Api {
    /// The call of that endpoint for the token in use.
    #[doc(hidden)]
    type Answer;
    /// Makes the call.
    #[doc(hidden)]
    fn revocation<'c>(
        core: &'c ApiCore<Self>,
        token: &'c ScopedToken<S>,
        id: <Self as HasTokenField<Id>>::Value,
    ) -> Call<'c, Self::Answer>
    where
        Self: HasTokenField<Id>;
}

impl<S: ScopeSet> ScopedToken<S> {
    /// Revokes the token in use now, with itself as the credential.
    ///
    /// The handle goes on, as do all others that share the token: their next call fetches another. To
    /// be done with the API, drop them. Other processes that share the token by a
    /// [`TokenStore`](crate::TokenStore) learn of it by the server's 401, and fetch another as well.
    ///
    /// A token that has expired or was revoked before is not sent, and one that the server does not
    /// know any more (404) counts as revoked. A token that has been renewed in the meantime, by a call
    /// on another thread, is not revoked along with it.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// # use passport_api::{Error, breb};
    /// # async fn f(client: breb::Client) -> Result<(), Error> {
    /// let token = client.token::<breb::sets::EntityClientCredentials>().await?;
    /// token.revoke().await?;
    /// # Ok(()) }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As a call of the endpoint, and as [`id`](Self::id). The token is then used as before.
    pub async fn revoke(&self) -> Result<(), Error>
    where
        S::Api: RevokesToken<S> + HasTokenField<Id>,
    {
        let handle = self.erased();
        let Some(token) = handle.latest() else {
            return Ok(());
        };
        if token.is_expired(handle.core.now()) {
            return Ok(());
        }
        // Of the token that is sent, even if another thread renews it now.
        let id = read(
            Some(&token),
            <S::Api as HasTokenField<Id>>::FIELD.wire_name(),
        )?;
        let core = ApiCore::new(handle.core.clone());
        let call = <S::Api as RevokesToken<S>>::revocation(&core, self, id);
        let fixed = token.mine(token.generation);
        match call.with_fixed_token(fixed).await {
            Ok(()) => {}
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error),
        }
        token.set_revoked();
        Ok(())
    }
}
