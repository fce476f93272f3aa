//! Where tokens are kept besides the client's own memory.

use std::collections::HashMap;
use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::token::response::TokenFields;
use crate::token::secret::{into_secret, repeats, value_repeats};

/// Keeps tokens where other clients or processes find them: in memory that several clients share
/// ([`MemoryStore`]), in a file, in a database, on a Redis server (`fleet::Fleet`, with the feature
/// `redis`).
///
/// A client that needs a token looks here before it fetches one, and leaves here what it has
/// fetched. A store that fails costs a fetch, and never a call. It sees access tokens, which must be
/// kept secret, and never the client's secret.
///
/// # A store of several processes
///
/// With [`load`](Self::load) and [`save`](Self::save) alone, processes that need a token in the same
/// moment fetch one each. A store that prevents this has a [`claim`](Self::claim) of its own, which
/// does all of this in one step that nobody else can come between:
///
/// - It gives each token a number, the generation, that is greater than all before, and hands out the
///   token that it has if that is good and not the one that the client [knows](TokenClaim::known).
/// - Otherwise it gives one client leave to fetch the next ([`Claim::Fetch`]), with a lease; to all
///   others it says [`Claim::Wait`], until the token is saved, the lease is given back
///   ([`release`](Self::release)) or has run out without being [extended](Self::extend), because the
///   process was killed. It gives the lease at once to who [has it](TokenClaim::leading) already.
/// - It says [`Claim::Pause`] to all after a fetch that has failed, and for longer each time.
/// - It keeps a token only from who has the lease, and only in place of an older one.
/// - It says [`Claim::TooSoon`] where each process would otherwise replace the token, in turns, for a
///   call that is refused with every token.
/// - It measures times by one clock, its own.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// use std::sync::Arc;
/// use passport_api::{MemoryStore, breb};
///
/// // Two clients of the same server and credentials, which share a token.
/// let store = Arc::new(MemoryStore::default());
/// let build = || {
///     breb::Client::builder()
///         .base_url(breb::servers::SANDBOX)
///         .credentials("the API key", "the API secret")
///         .token_store(Arc::clone(&store))
///         .build()
/// };
/// let (one, other) = (build()?, build()?);
/// # }
/// # Ok::<_, passport_api::Error>(())
/// ```
pub trait TokenStore: fmt::Debug + Send + Sync + 'static {
    /// The token that was saved last for this key, if there is one.
    fn load<'s>(&'s self, key: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>>;

    /// Keeps a token in place of the one before.
    fn save<'s>(&'s self, key: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()>;

    /// Asks for a token that is another than the one the client has, or for leave to fetch one.
    ///
    /// A store of which several processes use the tokens grants that leave to one client at a time,
    /// for as long as a lease lasts; by default everybody has it at once.
    fn claim<'s>(&'s self, claim: &'s TokenClaim<'s>) -> StoreFuture<'s, Claim> {
        Box::pin(async move {
            let stored = self.load(claim.key).await?;
            Ok(stored.map_or(Claim::fetch(0, None), Claim::Token))
        })
    }

    /// Keeps the lease of the client that fetches a token for another while.
    fn extend<'s>(&'s self, _key: &'s TokenKey, _generation: u64) -> StoreFuture<'s, ()> {
        Box::pin(ready(Ok(())))
    }

    /// Gives the leave to fetch a token back, because it could not be fetched. Nobody else is to try
    /// before the pause is over, which is what this client alone would wait; zero if the token
    /// endpoint has not failed, and others may try at once.
    fn release<'s>(
        &'s self,
        _key: &'s TokenKey,
        _generation: u64,
        _pause: Duration,
    ) -> StoreFuture<'s, ()> {
        Box::pin(ready(Ok(())))
    }

    /// How long a call waits for the store at a time; 2 s unless the store says otherwise.
    fn patience(&self) -> Duration {
        Duration::from_secs(2)
    }
}

/// What a client asks a [`TokenStore`] for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TokenClaim<'c> {
    /// What tells the token from others.
    pub key: &'c TokenKey,
    /// The generation of the token that the client has and needs another for; 0 if it has none that
    /// the store has given a number.
    pub known: u64,
    /// Whether the API has refused that one (401).
    pub refused: bool,
    /// The generation that this client was given leave to fetch last; 0 if it never was. It may have
    /// that leave still: of several calls that need a token one fetches it for all, and if that one is
    /// cancelled, another begins anew.
    pub leading: u64,
    /// The time by the client's clock.
    pub now: SystemTime,
}

/// What a [`TokenStore`] says to a [`TokenClaim`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Claim {
    /// Here is another token.
    Token(StoredToken),
    /// It is on this client to fetch one and to [`save`](TokenStore::save) it.
    #[non_exhaustive]
    Fetch {
        /// The number of the token that is fetched; 0 if the store gives none.
        generation: u64,
        /// How long nobody else fetches one, unless it is [extended](TokenStore::extend).
        lease: Option<Duration>,
    },
    /// Another client is fetching one, and has leave for this long: ask again soon.
    Wait(Duration),
    /// The token endpoint fails, and all leave it alone for this long: do not ask before.
    Pause(Duration),
    /// The token was renewed just now because it was refused, and so is the new one: another will
    /// not help. It is not renewed again for this long.
    TooSoon(Duration),
    /// There is another token, but not one that can be trusted: it was changed, or written by somebody
    /// else. Who asks again and knows this one may replace it.
    #[non_exhaustive]
    Unreadable {
        /// The number of that token.
        generation: u64,
    },
}

impl Claim {
    /// Leave to fetch the token of this number, or of none (0), and for how long nobody else has it.
    #[must_use]
    pub fn fetch(generation: u64, lease: Option<Duration>) -> Self {
        Self::Fetch { generation, lease }
    }

    /// A token of this number that cannot be trusted.
    #[must_use]
    pub fn unreadable(generation: u64) -> Self {
        Self::Unreadable { generation }
    }
}

/// What a [`TokenStore`] answers with.
pub type StoreFuture<'s, T> =
    Pin<Box<dyn Future<Output = Result<T, Box<dyn std::error::Error + Send + Sync>>> + Send + 's>>;

/// What a store's own errors are.
pub(crate) type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// What tells the tokens apart: a token is good only where all of this is the same.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct TokenKey {
    pub(crate) token_url: String,
    pub(crate) client_id: String,
    pub(crate) audience: String,
    pub(crate) scopes: String,
    /// The further fields of the token request that the spec names.
    pub(crate) fields: &'static [(&'static str, &'static str)],
}

impl TokenKey {
    /// The key as 64 hexadecimal digits (SHA-256), fit for the name of a file or of a database's
    /// key; it tells nothing about the client.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut parts = vec![
            &*self.token_url,
            &self.client_id,
            &self.audience,
            &self.scopes,
        ];
        parts.extend(self.fields.iter().flat_map(|(name, value)| [*name, value]));
        digest(&parts)
    }
}

/// A token as a store keeps it.
#[derive(Clone, Debug)]
pub struct StoredToken {
    pub(super) access_token: SecretString,
    pub(super) granted: Vec<String>,
    pub(super) fields: TokenFields,
    pub(super) fetched_at: SystemTime,
    pub(super) expires_at: SystemTime,
    pub(super) generation: u64,
}

/// The JSON of a stored token; times are milliseconds since 1970.
#[derive(Deserialize, Serialize)]
struct Written<'w> {
    #[serde(borrow)]
    access_token: std::borrow::Cow<'w, str>,
    granted: Vec<String>,
    #[serde(default, skip_serializing_if = "TokenFields::is_empty")]
    fields: TokenFields,
    fetched_at: u64,
    expires_at: u64,
}

impl StoredToken {
    /// The number that a [`Claim`] has given it, which tells it from those before and after; 0 if none
    /// has. The JSON does not hold it.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// When it expires, by the same clock as [`fetched_at`](Self::fetched_at).
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// When it was fetched, by the clock of the client that did.
    #[must_use]
    pub fn fetched_at(&self) -> SystemTime {
        self.fetched_at
    }

    /// The same token with the number that a [`Claim`] has given it.
    #[must_use]
    pub fn with_generation(mut self, generation: u64) -> Self {
        self.generation = generation;
        self
    }

    /// The same token with other times: those by the clock of the client that is to have it, which
    /// may not agree with the clock of the one that fetched it.
    #[must_use]
    pub fn with_times(mut self, fetched_at: SystemTime, expires_at: SystemTime) -> Self {
        self.fetched_at = fetched_at;
        self.expires_at = expires_at;
        self
    }

    /// The token as JSON, for a store that writes it somewhere. It holds the access token in plain
    /// text: encrypt it, or see to it that nobody else can read it.
    #[must_use]
    pub fn expose_json(&self) -> Zeroizing<Vec<u8>> {
        let written = Written {
            access_token: self.access_token.expose_secret().into(),
            granted: self.granted.clone(),
            fields: self.fields.clone(),
            fetched_at: milliseconds(self.fetched_at),
            expires_at: milliseconds(self.expires_at),
        };
        let mut json = Zeroizing::new(Vec::with_capacity(self.room()));
        // Texts and numbers cannot fail to be written to memory.
        let _ = serde_json::to_writer(&mut *json, &written);
        json
    }

    /// Room for the JSON when each byte is escaped, so that the buffer never moves and leaves a copy
    /// behind.
    fn room(&self) -> usize {
        let token = self.access_token.expose_secret().len();
        let granted = self.granted.iter().map(|name| 6 * name.len() + 3);
        6 * token + granted.sum::<usize>() + self.fields_room() + 128
    }

    /// The length of the JSON of the fields, which hold no secret.
    fn fields_room(&self) -> usize {
        serde_json::to_vec(&self.fields).map_or(0, |json| json.len())
    }

    /// Reads what [`expose_json`](Self::expose_json) has written.
    ///
    /// # Errors
    ///
    /// If it is nothing of the kind; the error does not repeat it.
    pub fn from_json(json: &[u8]) -> Result<Self, NotAToken> {
        let written: Written<'_> = serde_json::from_slice(json).map_err(|_| NotAToken)?;
        if written.access_token.is_empty() {
            return Err(NotAToken);
        }
        let access_token = into_secret(written.access_token.into_owned());
        let mut granted = written.granted;
        // What was granted is shown.
        granted.retain(|name| !repeats(name, &access_token));
        Ok(Self {
            fields: {
                let mut fields = written.fields;
                fields.retain(|_, value| !value_repeats(value, &access_token));
                fields
            },
            access_token,
            granted,
            fetched_at: time(written.fetched_at).ok_or(NotAToken)?,
            expires_at: time(written.expires_at).ok_or(NotAToken)?,
            generation: 0,
        })
    }
}

/// What was read from a store is no token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct NotAToken;

impl fmt::Display for NotAToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what was stored is no token")
    }
}

impl std::error::Error for NotAToken {}

/// A store in memory, for clients that share their tokens.
///
/// See [`TokenStore`] for an example.
#[derive(Debug, Default)]
pub struct MemoryStore {
    tokens: Mutex<HashMap<TokenKey, StoredToken>>,
}

impl TokenStore for MemoryStore {
    fn load<'s>(&'s self, key: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        Box::pin(ready(Ok(tokens.get(key).cloned())))
    }

    fn save<'s>(&'s self, key: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.insert(key.clone(), token.clone());
        Box::pin(ready(Ok(())))
    }
}

impl<S: TokenStore> TokenStore for std::sync::Arc<S> {
    fn load<'s>(&'s self, key: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        S::load(self, key)
    }

    fn save<'s>(&'s self, key: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        S::save(self, key, token)
    }

    fn claim<'s>(&'s self, claim: &'s TokenClaim<'s>) -> StoreFuture<'s, Claim> {
        S::claim(self, claim)
    }

    fn extend<'s>(&'s self, key: &'s TokenKey, generation: u64) -> StoreFuture<'s, ()> {
        S::extend(self, key, generation)
    }

    fn release<'s>(
        &'s self,
        key: &'s TokenKey,
        generation: u64,
        pause: Duration,
    ) -> StoreFuture<'s, ()> {
        S::release(self, key, generation, pause)
    }

    fn patience(&self) -> Duration {
        S::patience(self)
    }
}

/// The SHA-256 of several texts, in hexadecimal digits; where one ends and the next begins counts.
pub(crate) fn digest(parts: &[&str]) -> String {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    let digest = context.finish();
    let digits = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

fn milliseconds(time: SystemTime) -> u64 {
    let since_1970 = time.duration_since(SystemTime::UNIX_EPOCH);
    since_1970.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

fn time(milliseconds: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use secrecy::{ExposeSecret, SecretString};

    use super::{NotAToken, StoredToken, TokenKey};
    use crate::token::response::TokenFields;

    fn fields() -> TokenFields {
        let id = ("token_id".to_owned(), serde_json::json!("t-\u{1}"));
        let roles = ("roles".to_owned(), serde_json::json!(["a", "b"]));
        [id, roles].into_iter().collect()
    }

    #[test]
    fn a_token_comes_back_as_it_was_written() {
        let token = StoredToken {
            access_token: SecretString::from("a\"b"),
            granted: vec!["read:all".to_owned()],
            fields: fields(),
            fetched_at: SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_123),
            expires_at: SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_003_600),
            generation: 0,
        };
        let read = StoredToken::from_json(&token.expose_json()).unwrap();
        assert_eq!(read.access_token.expose_secret(), "a\"b");
        assert_eq!(read.granted, token.granted);
        assert_eq!(read.fields, token.fields);
        assert_eq!(read.fetched_at, token.fetched_at);
        assert_eq!(read.expires_at, token.expires_at);
    }

    #[test]
    fn the_json_is_written_where_it_stays() {
        for name in ["a".repeat(500), "\u{1}".repeat(500)] {
            let token = StoredToken {
                access_token: SecretString::from("\u{1}\"\\".repeat(40)),
                granted: vec![name; 20],
                fields: fields(),
                fetched_at: SystemTime::UNIX_EPOCH,
                expires_at: SystemTime::UNIX_EPOCH + Duration::from_secs(u64::from(u32::MAX)),
                generation: 0,
            };
            let json = token.expose_json();
            assert_eq!(
                json.capacity(),
                token.room(),
                "a buffer that grows leaves a copy behind"
            );
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let no_token =
            br#"{"access_token":"","granted":[],"fetched_at":0,"expires_at":0}"#.as_slice();
        let forever = br#"{"access_token":"a","granted":[],"fetched_at":0,"expires_at":-1}"#;
        for text in [b"".as_slice(), b"{}", b"[1]", no_token, forever] {
            assert_eq!(StoredToken::from_json(text).unwrap_err(), NotAToken);
        }
    }

    #[test]
    fn each_part_of_the_key_counts() {
        let key = |parts: [&str; 4], fields| {
            let [token_url, client_id, audience, scopes] = parts.map(str::to_owned);
            let key = TokenKey {
                token_url,
                client_id,
                audience,
                scopes,
                fields,
            };
            key.digest()
        };
        let one = key(["u", "c", "a", "s"], &[]);
        assert_eq!(one.len(), 64);
        for other in [
            ["v", "c", "a", "s"],
            ["u", "", "ca", "s"],
            ["u", "c", "", "as"],
            ["u", "c", "as", ""],
        ] {
            assert_ne!(one, key(other, &[]), "{other:?}");
        }
        let fields: [&[(&str, &str)]; 3] = [&[("f", "v")], &[("f", "w")], &[("fv", "")]];
        let with_fields = fields.map(|fields| key(["u", "c", "a", "s"], fields));
        assert_eq!(
            std::iter::once(one)
                .chain(with_fields)
                .collect::<std::collections::HashSet<_>>()
                .len(),
            4
        );
    }
}
