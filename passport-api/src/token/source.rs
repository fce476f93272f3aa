//! Fetches a token, keeps it, and fetches another when it is needed.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use secrecy::ExposeSecret;

use crate::client::Core;
use crate::error::{Error, inferred_hint};
use crate::token::grant::Names;
use crate::token::response::{Grant, TokenResponse, error_code, said};

/// One access token as it was granted.
pub(crate) struct AccessToken {
    authorization: HeaderValue,
    granted: Vec<String>,
    usable: Vec<bool>,
    fetched_at: SystemTime,
    expires_at: SystemTime,
    /// Tells it from the tokens before and after.
    generation: u64,
}

impl AccessToken {
    /// The value of the `Authorization` header (RFC 6750, 2.1), marked as sensitive.
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }

    pub(super) fn granted(&self) -> &[String] {
        &self.granted
    }

    pub(super) fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// Whether the token may use the scope at this place of the catalog.
    pub(super) fn may_use(&self, scope: u32) -> bool {
        self.usable.get(scope as usize).copied().unwrap_or(false)
    }

    /// Renewed a little before it expires: a minute, or a tenth of a short life.
    fn is_fresh(&self, now: SystemTime) -> bool {
        let life = self
            .expires_at
            .duration_since(self.fetched_at)
            .unwrap_or_default();
        let margin = (life / 10).min(RENEWED_BEFORE_EXPIRY);
        now + margin < self.expires_at
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("AccessToken");
        shown
            .field("generation", &self.generation)
            .field("expires_at", &self.expires_at);
        shown.finish_non_exhaustive()
    }
}

/// The sources of a client, one per `scope` parameter.
///
/// Server, client and audience are the client's own, so that parameter is all that tells its tokens
/// apart. An API without the parameter has one source for all sets of scopes.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    by_scopes: Mutex<HashMap<String, Arc<TokenSource>>>,
    /// Held while the first token for some scopes is fetched.
    gate: tokio::sync::Mutex<()>,
}

impl Sources {
    /// The source of the tokens for a `scope` parameter, which holds a token; and whether it was
    /// there before.
    pub(super) async fn for_scopes(
        &self,
        scopes: String,
        core: &Core,
    ) -> Result<(Arc<TokenSource>, bool), Error> {
        let known = self.lock().get(&scopes).cloned();
        if let Some(source) = known {
            return Ok((source, true));
        }
        let _gate = self.gate.lock().await;
        let known = self.lock().get(&scopes).cloned();
        if let Some(source) = known {
            return Ok((source, true));
        }
        let first = fetch(core, &scopes, 0).await?;
        let source = Arc::new(TokenSource {
            scopes: scopes.clone(),
            names: Arc::clone(core.names()),
            latest: RwLock::new(Arc::new(first)),
            renewing: tokio::sync::Mutex::new(()),
        });
        self.lock().insert(scopes, Arc::clone(&source));
        Ok((source, false))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<TokenSource>>> {
        // The map is whole between any two of its operations.
        self.by_scopes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tokens for one `scope` parameter: the latest, and the way to the next.
#[derive(Debug)]
pub(crate) struct TokenSource {
    scopes: String,
    names: Arc<Names>,
    latest: RwLock<Arc<AccessToken>>,
    /// Held while a token is fetched, so that any number of callers fetch one.
    renewing: tokio::sync::Mutex<()>,
}

impl TokenSource {
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// Whether the tokens are those of this client; its clones are the same client.
    pub(super) fn is_of(&self, core: &Core) -> bool {
        Arc::ptr_eq(&self.names, core.names())
    }

    /// The latest token, fresh or not.
    pub(super) fn latest(&self) -> Arc<AccessToken> {
        Arc::clone(&self.latest.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A fresh token. While it cannot be renewed, the old one serves as long as it lasts.
    pub(super) async fn current(&self, core: &Core) -> Result<Arc<AccessToken>, Error> {
        let token = self.latest();
        if token.is_fresh(core.now()) {
            return Ok(token);
        }
        let renewed = self.renewed(core, &token).await;
        match renewed {
            Err(_) if core.now() < token.expires_at => Ok(token),
            renewed => renewed,
        }
    }

    /// A token that is newer than `old`: the latest, or one that is fetched now.
    pub(super) async fn renewed(
        &self,
        core: &Core,
        old: &AccessToken,
    ) -> Result<Arc<AccessToken>, Error> {
        let _renewing = self.renewing.lock().await;
        let latest = self.latest();
        if latest.generation > old.generation {
            return Ok(latest);
        }
        let next = Arc::new(fetch(core, &self.scopes, latest.generation + 1).await?);
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&next);
        Ok(next)
    }
}

/// Fetches one token.
async fn fetch(core: &Core, scopes: &str, generation: u64) -> Result<AccessToken, Error> {
    let (status, body) = core.send_token_request(scopes).await?;
    let asked = scopes.split_whitespace();
    if !status.is_success() {
        let code = error_code(&body);
        let mut what = code.map_or_else(|| format!("the token endpoint answered {status}"), said);
        let inferred = core.names().inferred_among(&asked.collect::<Vec<_>>());
        if code == Some("invalid_scope") && !inferred.is_empty() {
            what.push_str(&inferred_hint(&inferred));
        }
        return Err(Error::token(Some(status), what));
    }
    let now = core.now();
    let response = TokenResponse::parse(&body, &core.catalog().token, now)?;
    let mut authorization =
        HeaderValue::try_from(format!("Bearer {}", response.access_token.expose_secret()))
            .map_err(|_| Error::token(None, "the `access_token` does not fit into a header"))?;
    authorization.set_sensitive(true);
    let granted = match response.granted {
        Grant::Listed(names) => names,
        Grant::AsRequested => asked.map(str::to_owned).collect(),
    };
    Ok(AccessToken {
        authorization,
        usable: core.names().usable(&granted),
        granted,
        fetched_at: now,
        expires_at: response.expires_at,
        generation,
    })
}

const RENEWED_BEFORE_EXPIRY: Duration = Duration::from_secs(60);
