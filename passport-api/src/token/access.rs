//! One access token as it was granted.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::token::grant::Names;
use crate::token::response_fields::ResponseFields;
use crate::token::secret::repeats;

/// One access token as it was granted.
pub(crate) struct AccessToken {
    authorization: HeaderValue,
    secret: SecretString,
    granted: Vec<String>,
    /// The declared fields of the response, by their names on the wire.
    fields: ResponseFields,
    usable: Vec<bool>,
    /// What the token before was granted and this one is not.
    lost: Vec<String>,
    /// Whether it was not fetched by this client but found in a store.
    is_stored: bool,
    /// The number that a store has given it; 0 if none has.
    store_generation: u64,
    fetched_at: SystemTime,
    renew_at: SystemTime,
    expires_at: SystemTime,
    is_revoked: AtomicBool,
    /// Held by the caller that revokes it.
    revocation: Mutex<()>,
}

/// A token before it is held against a catalog.
pub(super) struct Granted {
    pub(super) secret: SecretString,
    pub(super) scopes: Vec<String>,
    pub(super) fields: ResponseFields,
    pub(super) fetched_at: SystemTime,
    pub(super) expires_at: SystemTime,
}

impl AccessToken {
    /// `jitter`, from 0 to 1, is where in the span for renewal this token is renewed, so that many
    /// processes do not renew theirs in the same moment.
    pub(super) fn new(mut granted: Granted, names: &Names, jitter: f64) -> Result<Self, Error> {
        let secret = &granted.secret;
        granted.scopes.retain(|name| !repeats(name, secret));
        Ok(Self {
            authorization: bearer(&granted.secret)?,
            usable: names.usable(&granted.scopes),
            granted: granted.scopes,
            fields: granted.fields.without_secret(&granted.secret),
            lost: Vec::new(),
            is_stored: false,
            store_generation: 0,
            fetched_at: granted.fetched_at,
            renew_at: renew_at(granted.fetched_at, granted.expires_at, jitter),
            expires_at: granted.expires_at,
            is_revoked: AtomicBool::new(false),
            revocation: Mutex::new(()),
            secret: granted.secret,
        })
    }

    /// The same token, as the one that replaces `before`.
    pub(super) fn replacing(mut self, before: Option<&Self>) -> Self {
        if let Some(before) = before {
            let lost = before.granted.iter();
            let lost = lost.filter(|name| !self.granted.contains(name)).cloned();
            self.lost = lost.collect();
        }
        self
    }

    /// The value of the `Authorization` header, with bytes and a count of its own.
    pub(super) fn copy_of_authorization(&self) -> HeaderValue {
        // What was a header once is one again.
        bearer(&self.secret).unwrap_or_else(|_| self.authorization.clone())
    }

    pub(super) fn secret(&self) -> &SecretString {
        &self.secret
    }

    pub(crate) fn granted(&self) -> &[String] {
        &self.granted
    }

    /// The declared fields of the response.
    pub(super) fn fields(&self) -> &ResponseFields {
        &self.fields
    }

    /// A declared field of the response, by its name on the wire; `None` if it was not there.
    pub(super) fn field(&self, wire: &str) -> Option<&Value> {
        self.fields.get(wire)
    }

    pub(super) fn lost(&self) -> &[String] {
        &self.lost
    }

    pub(super) fn fetched_at(&self) -> SystemTime {
        self.fetched_at
    }

    /// The same token, as one that was found in a store.
    pub(super) fn stored(mut self) -> Self {
        self.is_stored = true;
        self
    }

    pub(crate) fn is_stored(&self) -> bool {
        self.is_stored
    }

    /// The same token, with the number that a store has given it.
    pub(super) fn with_store_generation(mut self, generation: u64) -> Self {
        self.store_generation = generation;
        self
    }

    /// The number that a store has given it, which tells it from other machines' tokens; 0 if none
    /// has.
    pub(super) fn store_generation(&self) -> u64 {
        self.store_generation
    }

    pub(super) fn is_older_than(&self, age: Duration, now: SystemTime) -> bool {
        let old = self.fetched_at.checked_add(age);
        old.is_some_and(|old| now >= old)
    }

    pub(super) fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// Whether the token may use the scope at this place of the catalog.
    pub(crate) fn may_use(&self, scope: u32) -> bool {
        self.usable.get(scope as usize).copied().unwrap_or(false)
    }

    /// Returns whether it is too early to renew it.
    pub(super) fn is_fresh(&self, now: SystemTime) -> bool {
        now < self.renew_at && !self.is_revoked()
    }

    /// Returns whether the token is over: expired, or revoked by this client.
    pub(super) fn is_expired(&self, now: SystemTime) -> bool {
        now >= self.expires_at || self.is_revoked()
    }

    /// The turn of the caller that revokes it.
    pub(super) fn revocation(&self) -> &Mutex<()> {
        &self.revocation
    }

    /// Notes that the server has revoked the token.
    pub(super) fn set_revoked(&self) {
        self.is_revoked.store(true, Ordering::Release);
    }

    fn is_revoked(&self) -> bool {
        self.is_revoked.load(Ordering::Acquire)
    }

    /// Whether a server's text repeats the token, and so may not be shown.
    pub(crate) fn is_repeated_in(&self, text: &str) -> bool {
        repeats(text, &self.secret)
    }

    /// Whether this is the same token, under whatever number.
    pub(super) fn is_same(&self, secret: &SecretString) -> bool {
        self.secret.expose_secret() == secret.expose_secret()
    }
}

/// The bytes of a header, wiped from memory with the last copy of its value; the count of the copies
/// stands in front of them and shares its line of a processor's cache with nothing else.
#[repr(align(128))]
struct HeaderBytes(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for HeaderBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The value of the `Authorization` header (RFC 6750, 2.1), marked as sensitive.
fn bearer(secret: &SecretString) -> Result<HeaderValue, Error> {
    let value = format!("Bearer {}", secret.expose_secret()).into_bytes();
    let value = HeaderBytes(Zeroizing::new(value));
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(value))
        .map_err(|_| Error::token("the `access_token` does not fit into a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// A little before it expires: between one and two minutes, or tenths of a short life.
fn renew_at(fetched_at: SystemTime, expires_at: SystemTime, jitter: f64) -> SystemTime {
    let life = expires_at.duration_since(fetched_at).unwrap_or_default();
    let margin = (life / 10).min(RENEWED_BEFORE_EXPIRY);
    let early = margin.mul_f64(1.0 + jitter.clamp(0.0, 1.0));
    expires_at.checked_sub(early).unwrap_or(expires_at)
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("AccessToken");
        shown
            .field("granted", &self.granted)
            .field("expires_at", &self.expires_at);
        shown.finish_non_exhaustive()
    }
}

const RENEWED_BEFORE_EXPIRY: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::renew_at;

    #[test]
    fn a_token_is_renewed_within_its_life_however_short() {
        let check = |life: f64, jitter: f64, before: f64| {
            let fetched = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
            let expires = fetched + Duration::from_secs_f64(life);
            let found = expires
                .duration_since(renew_at(fetched, expires, jitter))
                .unwrap()
                .as_secs_f64();
            assert!((found - before).abs() < 1e-6, "{life} {jitter}: {found}");
        };
        check(1.0, 0.0, 0.1);
        check(1.0, 1.0, 0.2);
        check(300.0, 0.5, 45.0);
        check(86_400.0, 0.0, 60.0);
        check(86_400.0, 1.0, 120.0);
        check(0.0, 1.0, 0.0);
    }
}
