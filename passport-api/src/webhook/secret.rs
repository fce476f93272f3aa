//! The secret that a sender and its receiver share.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use ring::hmac;
use zeroize::Zeroizing;

/// The secret that a webhook is signed with.
///
/// It is never empty, because everybody knows the empty one: a variable that is not set is an error
/// when the program starts, and no door that stands open. Clones share it, it is wiped from memory
/// with the last of them, and `Debug` shows nothing of it.
///
/// ```
/// use passport_api::webhook::Secret;
///
/// let secret = Secret::new("correct horse battery staple")?;
/// assert_eq!(format!("{secret:?}"), "[redacted]");
/// assert!(Secret::new("").is_err());
/// # Ok::<(), passport_api::webhook::EmptySecret>(())
/// ```
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<Vec<u8>>>);

impl Secret {
    /// A secret, exactly as the sender has it: its bytes are the key.
    ///
    /// # Errors
    ///
    /// It is empty, or nothing but white space.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Result<Self, EmptySecret> {
        let bytes = Zeroizing::new(bytes.into());
        if bytes.trim_ascii().is_empty() {
            return Err(EmptySecret);
        }
        Ok(Self(Arc::new(bytes)))
    }

    pub(crate) fn key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A [`Secret`] would have been empty.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct EmptySecret;

impl fmt::Display for EmptySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the secret of a webhook is empty")
    }
}

impl StdError for EmptySecret {}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn shows_nothing_and_is_never_empty() {
        let secret = Secret::new("canary-secret").unwrap();
        assert!(!format!("{secret:?} {secret:#?}").contains("canary"));
        for empty in ["", " ", "\r\n"] {
            assert!(Secret::new(empty).is_err(), "{empty:?}");
        }
    }
}
