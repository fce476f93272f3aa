//! Tells genuine deliveries from others.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderMap;
use ring::hmac;

use crate::clock::{Clock, SystemClock};
use crate::webhook::delivery::Delivery;
use crate::webhook::error::{Reason, WebhookError};
use crate::webhook::scheme::Scheme;
use crate::webhook::secret::Secret;
use crate::webhook::signature::{Claimed, signed};

/// Tells genuine deliveries from others, by HMAC-SHA256 over the bytes of the body as they came.
///
/// Signatures are compared in constant time. Clones are cheap.
///
/// ```
/// use passport_api::http::HeaderName;
/// use passport_api::webhook::{Reason, Secret, Signer, Verifier};
///
/// let header = HeaderName::from_static("x-signature");
/// let secret = Secret::new("a secret for tests")?;
/// let verifier = Verifier::new(header.clone(), secret.clone());
///
/// let headers = Signer::new(header, secret).headers(b"[1]");
/// assert!(verifier.verify(&headers, "[1]").is_ok());
/// let refusal = verifier.verify(&headers, "[2]").unwrap_err();
/// assert_eq!(refusal.reason(), Reason::WrongSignature);
/// # Ok::<(), passport_api::webhook::EmptySecret>(())
/// ```
#[derive(Clone)]
pub struct Verifier {
    settings: Arc<Settings>,
}

#[derive(Clone)]
struct Settings {
    scheme: Scheme,
    secrets: Vec<Secret>,
    max_body: usize,
    clock: Arc<dyn Clock>,
}

impl Verifier {
    /// Accepts what is signed with this secret, in this header or by this scheme.
    pub fn new(scheme: impl Into<Scheme>, secret: Secret) -> Self {
        let settings = Settings {
            scheme: scheme.into(),
            secrets: vec![secret],
            max_body: DEFAULT_MAX_BODY,
            clock: Arc::new(SystemClock),
        };
        Self {
            settings: Arc::new(settings),
        }
    }

    /// Accepts what is signed with this secret as well: the next one, or the last one, while the
    /// sender changes from one to the other.
    #[must_use]
    pub fn also_accept(mut self, secret: Secret) -> Self {
        self.settings_mut().secrets.push(secret);
        self
    }

    /// How many bytes a body may have; 256 KiB unless it is set.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.settings_mut().max_body = bytes;
        self
    }

    /// The clock by which a signature is too old; the machine's unless it is set.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.settings_mut().clock = Arc::new(clock);
        self
    }

    /// Accepts a delivery or refuses it. Nothing of the body is parsed before it is accepted.
    ///
    /// # Errors
    ///
    /// The body is too large, or no signature holds.
    pub fn verify(
        &self,
        headers: &HeaderMap,
        body: impl Into<Bytes>,
    ) -> Result<Delivery, WebhookError> {
        let body = body.into();
        let settings = &*self.settings;
        check_size(&body, settings.max_body)?;
        let claimed = Claimed::read(&settings.scheme, headers)?;
        if !settings.is_signed(&claimed, &body) {
            return Err(WebhookError::new(Reason::WrongSignature));
        }
        match (settings.scheme.tolerance, claimed.time) {
            (Some(tolerance), Some(time)) => settings.check_time(time, tolerance)?,
            (Some(_), None) => return Err(WebhookError::new(Reason::MalformedSignature)),
            (None, _) => {}
        }
        Ok(Delivery::of_verified(body))
    }

    /// How many bytes a body may have; what reads it need read no further.
    pub fn body_limit(&self) -> usize {
        self.settings.max_body
    }

    fn settings_mut(&mut self) -> &mut Settings {
        Arc::make_mut(&mut self.settings)
    }
}

impl Settings {
    fn is_signed(&self, claimed: &Claimed<'_>, body: &[u8]) -> bool {
        let signed = signed(claimed.time, body);
        self.secrets.iter().any(|secret| {
            let key = secret.key();
            let mut claims = claimed.signatures.iter();
            claims.any(|signature| hmac::verify(&key, &signed, signature).is_ok())
        })
    }

    fn check_time(&self, time: &str, tolerance: Duration) -> Result<(), WebhookError> {
        let is_number = time.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = time.parse().ok().filter(|_| is_number);
        let moment = seconds
            .and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
            .ok_or(WebhookError::new(Reason::MalformedSignature))?;
        let now = self.clock.now();
        let apart = now
            .duration_since(moment)
            .unwrap_or_else(|ahead| ahead.duration());
        if apart <= tolerance {
            Ok(())
        } else {
            Err(WebhookError::new(Reason::OutOfTime))
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("scheme", &self.settings.scheme)
            .field("secrets", &self.settings.secrets.len())
            .field("max_body", &self.settings.max_body)
            .finish_non_exhaustive()
    }
}

pub(crate) fn check_size(body: &[u8], limit: usize) -> Result<(), WebhookError> {
    if body.len() > limit {
        return Err(WebhookError::too_large(limit));
    }
    Ok(())
}

pub(crate) const DEFAULT_MAX_BODY: usize = 256 * 1024;

#[cfg(test)]
mod tests;
