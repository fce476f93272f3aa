//! Revoking the token in use.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::call::Call;
use crate::client::ApiCore;
use crate::error::Error;
use crate::scope::ScopeSet;
use crate::token::ScopedToken;
use crate::token::field::HasTokenField;
use crate::token::field::well_known::IdField;

/// An API that revokes tokens of the set `S`: its `scopes.toml` names the endpoint, and `S` carries
/// the scopes that the endpoint needs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no endpoint that revokes a token",
    label = "the `scopes.toml` of this API names no such endpoint",
    note = "name the endpoint as `revoke` in the table `token` of the API, such as \
            `revoke = \"tokens.delete\"`"
)]
pub trait RevokesToken<S>: HasTokenField<IdField> {
    /// The answer of that endpoint.
    #[doc(hidden)]
    type Answer;
    /// Makes the call of that endpoint.
    #[doc(hidden)]
    fn revocation<'c>(
        core: &'c ApiCore<Self>,
        token: &'c ScopedToken<S>,
        id: Self::Value,
    ) -> Call<'c, Self::Answer>;
}

impl<S: ScopeSet> ScopedToken<S> {
    /// Revokes the token in use now, with itself as the credential.
    ///
    /// The handle goes on, as do all others that share the token: their next call fetches another. To
    /// be done with the API, drop them. Until then [`id`](Self::id), [`granted`](Self::granted) and
    /// their like still tell of the revoked token. Other processes that share the token by a
    /// [`TokenStore`](crate::TokenStore) learn of it by the server's 401, and fetch another as well.
    ///
    /// A token that has expired or that this client has revoked before is not sent; callers at once
    /// send it once. A token that has been renewed in the meantime, by a call on another thread, is
    /// not revoked along with it.
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
    /// As a call of the endpoint, and as [`id`](Self::id). The token is then used as before: a 404
    /// means that the server has no such token id (or path), and not that this token is revoked, since
    /// it has accepted it. A 401 means that it does not accept the token (any more).
    pub fn revoke(&self) -> RevokeFuture<'_>
    where
        S::Api: RevokesToken<S>,
    {
        RevokeFuture {
            future: Box::pin(self.revoke_now()),
        }
    }

    async fn revoke_now(&self) -> Result<(), Error>
    where
        S::Api: RevokesToken<S>,
    {
        let handle = self.erased();
        let Some(token) = handle.latest() else {
            return Ok(());
        };
        // Callers at once wait for the first, and need not send anything if it succeeds.
        let _turn = token.revocation().lock().await;
        if token.is_expired(handle.core.now()) {
            return Ok(());
        }
        // Of the token that is sent, even if another thread renews it now.
        let id = <S::Api as HasTokenField<IdField>>::FIELD;
        let id = handle.read(Some(&token), id.wire_name())?;
        let core = ApiCore::new(handle.core.clone());
        let call = <S::Api as RevokesToken<S>>::revocation(&core, self, id);
        let fixed = token.mine(token.generation);
        call.with_fixed_token(fixed).await?;
        token.set_revoked();
        Ok(())
    }
}

/// The future of [`ScopedToken::revoke`].
#[must_use = "a future does nothing until it is polled"]
pub struct RevokeFuture<'t> {
    future: Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 't>>,
}

impl Future for RevokeFuture<'_> {
    type Output = Result<(), Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.future.as_mut().poll(context)
    }
}

impl fmt::Debug for RevokeFuture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RevokeFuture").finish_non_exhaustive()
    }
}
