//! Tokens sealed, so that who can read Redis cannot use them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom as _, SystemRandom};
use zeroize::Zeroizing;

use crate::error::Error;

/// A key of 256 bits that tokens are sealed with (AES-256-GCM, RFC 5116) before Redis sees them.
///
/// ```
/// use passport_api::fleet::SealingKey;
///
/// // openssl rand -base64 32
/// let key = SealingKey::from_base64("q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=")?;
/// # Ok::<_, passport_api::Error>(())
/// ```
pub struct SealingKey {
    key: LessSafeKey,
    id: String,
}

impl SealingKey {
    /// The key of these bytes, which must come from a generator of random numbers for cryptography.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        #[expect(clippy::expect_used, reason = "the length is the algorithm's")]
        let key = UnboundKey::new(&AES_256_GCM, bytes).expect("32 bytes are a key");
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        context.update(b"passport sealing key");
        context.update(bytes);
        let digest = context.finish();
        let digits = digest.as_ref().iter().take(8);
        Self {
            key: LessSafeKey::new(key),
            id: digits.map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// The key of 32 bytes in base64, as `openssl rand -base64 32` prints it.
    ///
    /// # Errors
    ///
    /// [`is_config`](Error::is_config) if it is anything else; the error does not repeat it.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        let bytes = STANDARD.decode(text.trim()).map(Zeroizing::new);
        let bytes = bytes.ok().and_then(|bytes| {
            let bytes: Option<[u8; 32]> = bytes.as_slice().try_into().ok();
            bytes.map(Zeroizing::new)
        });
        bytes.map(|bytes| Self::from_bytes(&bytes)).ok_or_else(|| {
            Error::config("the sealing key is not 32 bytes in base64, as `openssl rand -base64 32` prints them")
        })
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealingKey").finish_non_exhaustive()
    }
}

/// How tokens lie in Redis.
pub(super) enum Sealing {
    With(Box<SealingKey>),
    /// As they are.
    None,
}

/// What was read is not what was written under this name and number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct NotSealed;

impl Sealing {
    /// What tells the tokens sealed with this key from others; no one learns the key from it.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::With(key) => &key.id,
            Self::None => "plain",
        }
    }

    /// Seals what belongs to a context, such as the place where it lies: it opens nowhere else.
    pub(super) fn seal(&self, text: &[u8], context: &[u8]) -> Option<Vec<u8>> {
        let Self::With(key) = self else {
            return Some(text.to_vec());
        };
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).ok()?;
        let mut sealed = Vec::with_capacity(NONCE_LEN + text.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(text);
        let (_, body) = sealed.split_at_mut(NONCE_LEN);
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = key
            .key
            .seal_in_place_separate_tag(nonce, Aad::from(context), body);
        sealed.extend_from_slice(tag.ok()?.as_ref());
        Some(sealed)
    }

    /// Opens what was sealed in the same context.
    pub(super) fn open(
        &self,
        sealed: Vec<u8>,
        context: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, NotSealed> {
        let mut text = Zeroizing::new(sealed);
        let Self::With(key) = self else {
            return Ok(text);
        };
        let (nonce, body) = text.split_at_mut_checked(NONCE_LEN).ok_or(NotSealed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| NotSealed)?;
        let opened = key.key.open_in_place(nonce, Aad::from(context), body);
        let length = opened.map_err(|_| NotSealed)?.len();
        text.drain(..NONCE_LEN);
        text.truncate(length);
        Ok(text)
    }
}

impl fmt::Display for NotSealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what Redis holds as a token was not sealed with this fleet's key, or not for this place")
    }
}

impl std::error::Error for NotSealed {}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::{NotSealed, Sealing, SealingKey};

    fn sealing(byte: u8) -> Sealing {
        Sealing::With(Box::new(SealingKey::from_bytes(&[byte; 32])))
    }

    fn text() -> Zeroizing<Vec<u8>> {
        Zeroizing::new(b"the token".to_vec())
    }

    #[test]
    fn what_was_sealed_opens_in_its_place_and_nowhere_else() {
        let sealed = sealing(1).seal(&text(), b"here").unwrap();
        assert!(!sealed.windows(9).any(|part| part == b"the token"));
        assert_eq!(*sealing(1).open(sealed.clone(), b"here").unwrap(), *text());
        for (key, context) in [(1, &b"there"[..]), (2, b"here")] {
            let opened = sealing(key).open(sealed.clone(), context);
            assert_eq!(opened.unwrap_err(), NotSealed);
        }
    }

    #[test]
    fn each_changed_bit_and_each_cut_is_noticed() {
        let sealed = sealing(1).seal(&text(), b"here").unwrap();
        for bit in 0..8 * sealed.len() {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(sealing(1).open(changed, b"here").is_err(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            let cut = sealed[..length].to_vec();
            assert!(sealing(1).open(cut, b"here").is_err(), "{length} bytes");
        }
    }

    #[test]
    fn nothing_is_sealed_twice_alike() {
        let seal = || sealing(1).seal(&text(), b"here").unwrap();
        assert_ne!(seal(), seal());
    }

    #[test]
    fn a_key_is_32_bytes_and_never_shown() {
        assert!(SealingKey::from_base64(" AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").is_ok());
        for text in ["", "AAAA", "not base64", "secret-secret-secret"] {
            let error = SealingKey::from_base64(text).unwrap_err();
            assert!(error.is_config());
            assert!(
                text.is_empty() || !error.to_string().contains(text),
                "{error}"
            );
        }
        assert_eq!(
            format!("{:?}", SealingKey::from_bytes(&[7; 32])),
            "SealingKey { .. }"
        );
        assert_ne!(sealing(1).id(), sealing(2).id());
    }
}
