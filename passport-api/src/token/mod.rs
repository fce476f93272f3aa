//! Access tokens: the handle that carries a set of scopes, and how tokens are fetched, kept and
//! renewed.

mod access;
mod asking;
mod claim;
mod credentials;
mod cut_json;
mod demand;
mod error_body;
mod field;
mod flight;
mod given;
mod grant;
mod request;
mod response;
mod response_body;
mod response_fields;
mod revoke;
mod roles;
mod secret;
mod secret_forms;
mod share;
mod source;
mod store;
mod store_failure;
mod trouble;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::{Duration, SystemTime};

use serde_json::{Number, Value};

pub use credentials::{ClientSecret, ClientSecretFuture, ClientSecretProvider, IntoClientSecret};
pub use field::{HasTokenField, TokenField, well_known};
pub use given::GivenToken;
pub use response::{Grant, TokenResponse};
pub use revoke::{RevokeFuture, RevokesToken};
pub use store::{
    Claim, MemoryStore, NotAToken, StoreFuture, StoredToken, TokenClaim, TokenKey, TokenStore,
};

pub(crate) use credentials::{ClientCredentials, SecretSource};
pub(crate) use grant::Names;
pub(crate) use request::{Secrets, is_encoding_of_matter, write_token_request};
pub(crate) use secret::{into_secret, repeats, value_repeats};
pub(crate) use share::KeptToken;
pub(crate) use source::Sources;
pub(crate) use store::{AnyError, digest};
pub(crate) use store_failure::TooSlow;

use crate::client::{Api, Core};
use crate::error::{Error, Kind};
use crate::scope::{Covers, ScopeSet};
use demand::Demand;
use source::{Latest, TokenSource};

/// An access token that carries the scopes of the set `S`.
///
/// It exists only if the server's grant covers `S`: when it is fetched first, and again each time
/// it is renewed. It is a handle of one pointer, cheap to clone, that renews the token by itself
/// before it expires.
///
/// Nobody can make one but an API's client, by its method `token`:
///
/// ```compile_fail,E0451
/// let forged = passport_api::ScopedToken::<()> { handle: todo!(), set: todo!() };
/// ```
pub struct ScopedToken<S> {
    handle: Arc<ErasedToken>,
    set: PhantomData<Exactly<S>>,
}

/// Keeps a token of one set from becoming one of another where the one type is a subtype of the
/// other, as `for<'a> fn(&'a ())` is of `fn(&'static ())`.
type Exactly<S> = fn(S) -> S;

/// A token whose set of scopes is checked already; what a request borrows.
pub(crate) struct ErasedToken {
    /// The client that fetches it.
    core: Core,
    source: Arc<TokenSource>,
    demand: Demand,
    /// The generation of the token that the set was held against last.
    checked: AtomicU64,
}

impl ErasedToken {
    fn new(core: &Core, source: Arc<TokenSource>, demand: Demand) -> Self {
        Self {
            core: core.clone(),
            source,
            demand,
            checked: AtomicU64::new(0),
        }
    }

    /// The latest token, fresh or not.
    fn latest(&self) -> Option<Latest> {
        self.source.latest()
    }

    /// Returns whether the caller has given the token, which cannot be renewed.
    fn is_given(&self) -> bool {
        self.source.is_given()
    }

    /// Notes that the server has revoked the token with this id, if it is the one in use.
    pub(crate) fn note_revoked(&self, id: &str) {
        if let Some(field) = self.core.catalog().token.field("id")
            && let Some(token) = self.latest()
            && token.field(field.wire).is_some_and(|own| is_text(own, id))
        {
            token.set_revoked();
        }
    }

    /// The token, if it is certain at once that [`current`](Self::current) would hand it out: it is
    /// fresh, covers the set, and is one of this client.
    pub(crate) fn fresh(&self, core: &Core, now: SystemTime) -> Option<KeptToken> {
        if !self.source.is_of(core) {
            return None;
        }
        self.source.fresh(self.checked.load(Ordering::Relaxed), now)
    }

    /// A token that is good now and covers the set, for a call of this client.
    ///
    /// One that another client has fetched, perhaps of another server, is not handed out.
    pub(crate) async fn current(
        &self,
        core: &Core,
        deadline: SystemTime,
    ) -> Result<KeptToken, Error> {
        if !self.source.is_of(core) {
            return Err(Error::new(Kind::Request(
                "the token was fetched by another client; a token goes only where it came from",
            )));
        }
        let token = self.source.current(core, deadline).await;
        let token = token.map_err(|error| error.for_set(self.demand.name()))?;
        match self.check(core, &token) {
            Ok(()) => Ok(token.mine(token.generation)),
            // The grant has become smaller; perhaps that is over by now.
            Err(_) if token.is_older_than(ASKED_AGAIN_AFTER, core.now()) => {
                let newer = self.newer(core, token.generation, deadline).await?;
                Ok(newer.mine(newer.generation))
            }
            Err(error) => Err(error),
        }
    }

    /// A token other than `refused`, which the server has turned down for this call; `None` where
    /// that would not help.
    pub(crate) async fn renewed(
        &self,
        core: &Core,
        refused: &KeptToken,
        call: &str,
        deadline: SystemTime,
    ) -> Result<Option<KeptToken>, Error> {
        let refused = refused.generation();
        let renewed = self.source.renewed(core, refused, call, deadline).await;
        let renewed = renewed.map_err(|error| error.for_set(self.demand.name()))?;
        let Some(token) = renewed else {
            return Ok(None);
        };
        self.check(core, &token)?;
        Ok(Some(token.mine(token.generation)))
    }

    /// Remembers for a while that a call was refused with a token that was fetched for it.
    pub(crate) fn did_not_help(&self, core: &Core, call: &str) {
        self.source.did_not_help(core, call);
    }

    async fn newer(&self, core: &Core, after: u64, deadline: SystemTime) -> Result<Latest, Error> {
        let token = self.source.newer(after, core, deadline).await;
        let token = token.map_err(|error| error.for_set(self.demand.name()))?;
        self.check(core, &token)?;
        Ok(token)
    }

    /// Holds the set against the grant, once for each token.
    fn check(&self, core: &Core, token: &Latest) -> Result<(), Error> {
        if self.checked.load(Ordering::Relaxed) != token.generation {
            self.demand.check(token, core)?;
            self.checked.store(token.generation, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl fmt::Debug for ErasedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ErasedToken")
            .field(&self.demand.name())
            .finish()
    }
}

impl<S> ScopedToken<S> {
    /// The same token for a smaller set, without asking the server: that `S` covers `T` is checked
    /// by the compiler.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// use passport_api::{ScopedToken, breb};
    ///
    /// breb::scope_set! {
    ///     pub struct Payouts = "paas.core.breb_payments.post", "paas.core.breb_payments.get";
    /// }
    /// breb::scope_set! {
    ///     pub struct Watch = "paas.core.breb_payments.get";
    /// }
    ///
    /// fn for_the_watcher(token: &ScopedToken<Payouts>) -> ScopedToken<Watch> {
    ///     token.narrow()
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn narrow<T>(&self) -> ScopedToken<T>
    where
        S: Covers<T>,
        T: ScopeSet,
    {
        self.with_demand(Demand::of::<T>())
    }

    /// The same token for another set, if the grant covers that: some servers grant more than was
    /// asked for.
    ///
    /// # Errors
    ///
    /// [`is_missing_scope`](Error::is_missing_scope) if the grant does not cover `T`.
    pub fn try_widen<T>(&self) -> Result<ScopedToken<T>, Error>
    where
        S: ScopeSet,
        T: ScopeSet<Api = S::Api>,
    {
        let wide = self.with_demand(Demand::of::<T>());
        if let Some(token) = self.handle.source.latest() {
            let names = self.handle.source.names();
            wide.handle.demand.check_names(&token, names)?;
        }
        Ok(wide)
    }

    /// When the token that is in use now expires, by this machine's clock.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        let latest = self.handle.source.latest();
        latest.map_or(SystemTime::UNIX_EPOCH, |token| token.expires_at())
    }

    /// The scopes that the server granted to the token in use now, as it wrote them.
    ///
    /// Where the server does not say, they are those that were asked for (RFC 6749, 5.1).
    #[must_use]
    pub fn granted(&self) -> Vec<String> {
        let latest = self.handle.source.latest();
        latest.map_or_else(Vec::new, |token| token.granted().to_vec())
    }

    /// The token without its set, where the set is checked.
    pub(crate) fn erased(&self) -> &ErasedToken {
        &self.handle
    }

    fn with_demand<T>(&self, demand: Demand) -> ScopedToken<T> {
        let source = Arc::clone(&self.handle.source);
        ScopedToken {
            handle: Arc::new(ErasedToken::new(&self.handle.core, source, demand)),
            set: PhantomData,
        }
    }
}

impl<S> Clone for ScopedToken<S> {
    fn clone(&self) -> Self {
        Self {
            handle: Arc::clone(&self.handle),
            set: PhantomData,
        }
    }
}

impl<S> fmt::Debug for ScopedToken<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ScopedToken");
        shown.field("set", &self.handle.demand.name());
        shown
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}

/// The request for a token; `.await` sends it.
#[must_use = "a request does nothing until it is awaited"]
pub struct TokenRequest<'c, S> {
    core: &'c Core,
    demand: Demand,
    set: PhantomData<Exactly<S>>,
}

impl<'c, S> TokenRequest<'c, S> {
    /// For generated code.
    #[doc(hidden)]
    pub fn new<A: Api>(client: &'c A) -> Self
    where
        S: ScopeSet<Api = A>,
    {
        Self {
            core: client.core().erased(),
            demand: Demand::of::<S>(),
            set: PhantomData,
        }
    }
}

impl<S> fmt::Debug for TokenRequest<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TokenRequest")
            .field(&self.demand.name())
            .finish()
    }
}

impl<'c, S: 'c> IntoFuture for TokenRequest<'c, S> {
    type Output = Result<ScopedToken<S>, Error>;
    type IntoFuture = TokenFuture<'c, S>;

    fn into_future(self) -> Self::IntoFuture {
        TokenFuture {
            handle: handle(self.core, self.demand),
            set: PhantomData,
        }
    }
}

/// What `.await` polls of a [`TokenRequest`].
///
/// Dropped before it is ready, it hands the request on to whoever else waits for the same token.
#[must_use = "a future does nothing until it is polled"]
pub struct TokenFuture<'c, S> {
    handle: Handle<'c>,
    set: PhantomData<Exactly<S>>,
}

impl<S> Future for TokenFuture<'_, S> {
    type Output = Result<ScopedToken<S>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let handle = ready!(self.handle.as_mut().poll(context));
        Poll::Ready(handle.map(|handle| ScopedToken {
            handle,
            set: PhantomData,
        }))
    }
}

impl<S> fmt::Debug for TokenFuture<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenFuture").finish_non_exhaustive()
    }
}

/// A token on its way; of no set, as all that is compiled once for all sets.
type Handle<'c> = Pin<Box<dyn Future<Output = Result<Arc<ErasedToken>, Error>> + Send + 'c>>;

fn handle(core: &Core, demand: Demand) -> Handle<'_> {
    Box::pin(async move {
        let token = fetch(core, demand).await;
        token.map(Arc::new).map_err(|error| error.in_call("token"))
    })
}

/// Takes a token that the caller has fetched; what generated clients' `token_from` does.
#[doc(hidden)]
pub fn token_from<A: Api, S: ScopeSet<Api = A>>(
    client: &A,
    token: GivenToken,
) -> Result<ScopedToken<S>, Error> {
    let core = client.core().erased();
    let handle = take(core, Demand::of::<S>(), token).map_err(|error| error.in_call("token"))?;
    Ok(ScopedToken {
        handle,
        set: PhantomData,
    })
}

fn take(core: &Core, demand: Demand, token: GivenToken) -> Result<Arc<ErasedToken>, Error> {
    let source = TokenSource::given(token, core)?;
    let token = ErasedToken::new(core, Arc::new(source), demand);
    if let Some(latest) = token.source.latest() {
        token.check(core, &latest)?;
    }
    Ok(Arc::new(token))
}

async fn fetch(core: &Core, demand: Demand) -> Result<ErasedToken, Error> {
    let deadline = core.deadline(core.timeout());
    let source = core.sources().for_scopes(demand.requested(core)?, core);
    let known = source.latest();
    let token = ErasedToken::new(core, source, demand);
    let current = token.source.current(core, deadline).await;
    let current = current.map_err(|error| error.for_set(token.demand.name()))?;
    match token.check(core, &current) {
        // The server may have been told to grant more since the token was fetched.
        Err(_) if known.is_some_and(|known| known.generation == current.generation) => {
            token.newer(core, current.generation, deadline).await?;
        }
        checked => checked?,
    }
    Ok(token)
}

/// Returns whether a JSON value is written so in a path.
fn is_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value == text,
        Value::Number(value) => text.parse().is_ok_and(|number: Number| number == *value),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// How old a token must be that lacks a scope before another is asked for.
const ASKED_AGAIN_AFTER: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::ScopedToken;

    #[test]
    fn a_token_is_one_pointer_whatever_its_set() {
        assert_eq!(size_of::<ScopedToken<[u64; 9]>>(), size_of::<usize>());
    }
}
