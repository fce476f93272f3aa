//! Signs like a sender.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use http::{HeaderMap, HeaderValue};
use ring::hmac;

use crate::clock::{Clock, SystemClock};
use crate::webhook::scheme::Scheme;
use crate::webhook::secret::Secret;
use crate::webhook::signature::signed;

/// Signs bodies as a sender does, to test what receives them.
///
/// ```
/// use passport_api::http::HeaderName;
/// use passport_api::webhook::{Secret, Signer, Verifier};
///
/// let header = HeaderName::from_static("x-signature");
/// let secret = Secret::new("a secret for tests")?;
/// let headers = Signer::new(header.clone(), secret.clone()).headers(b"{}");
/// assert!(Verifier::new(header, secret).verify(&headers, "{}").is_ok());
/// # Ok::<(), passport_api::webhook::EmptySecret>(())
/// ```
#[derive(Clone)]
pub struct Signer {
    scheme: Scheme,
    secret: Secret,
    clock: Arc<dyn Clock>,
}

impl Signer {
    /// Signs with this secret, in this header or by this scheme.
    pub fn new(scheme: impl Into<Scheme>, secret: Secret) -> Self {
        Self {
            scheme: scheme.into(),
            secret,
            clock: Arc::new(SystemClock),
        }
    }

    /// The clock that tells when it was signed, where the scheme says so; the machine's unless it is
    /// set.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The header that a sender would send along with this body.
    pub fn headers(&self, body: &[u8]) -> HeaderMap {
        HeaderMap::from_iter([(self.scheme.header.clone(), self.sign(body))])
    }

    /// The value of the header for this body. It is marked as sensitive.
    pub fn sign(&self, body: &[u8]) -> HeaderValue {
        let time = self.scheme.tolerance.map(|_| self.seconds().to_string());
        let mac = hmac::sign(&self.secret.key(), &signed(time.as_deref(), body));
        let mut text = Vec::new();
        if let Some(time) = &time {
            text.extend_from_slice(format!("t={time},").as_bytes());
        }
        text.extend_from_slice(self.scheme.marker());
        text.extend_from_slice(self.scheme.encoding.encode(&mac).as_bytes());
        // The marker comes from a header's value and the rest is ASCII, so that this is one too.
        let mut value = HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static(""));
        value.set_sensitive(true);
        value
    }

    fn seconds(&self) -> u64 {
        let since = self.clock.now().duration_since(SystemTime::UNIX_EPOCH);
        since.map_or(0, |since| since.as_secs())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("scheme", &self.scheme)
            .finish_non_exhaustive()
    }
}
