//! How a signature stands in a header.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

/// How a sender writes its signature (HMAC-SHA256) into a header.
///
/// A header's name is a scheme already: the signature of the body stands there alone, in whatever
/// encoding.
///
/// | header | scheme |
/// | --- | --- |
/// | `x-signature: 9f86d0…` | `HeaderName::from_static("x-signature")` |
/// | `x-hub-signature-256: sha256=9f86d0…` | `.prefix(HeaderValue::from_static("sha256="))` |
/// | `x-signature: t=1735787045,v1=9f86d0…` | `.timestamped(Duration::from_secs(300))` |
///
/// Several signatures may stand in one header, with commas between them, or in several headers of
/// the same name.
///
/// ```
/// use passport_api::http::{HeaderName, HeaderValue};
/// use passport_api::webhook::{Encoding, Scheme};
///
/// let scheme = Scheme::new(HeaderName::from_static("x-hub-signature-256"))
///     .encoding(Encoding::Hex)
///     .prefix(HeaderValue::from_static("sha256="));
/// ```
#[derive(Clone, Debug)]
pub struct Scheme {
    pub(crate) header: HeaderName,
    pub(crate) encoding: Encoding,
    pub(crate) prefix: Option<HeaderValue>,
    pub(crate) tolerance: Option<Duration>,
}

/// How the bytes of a signature are written.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Encoding {
    /// Either of the others, which their lengths tell apart; written as hex.
    #[default]
    Any,
    /// Hexadecimal digits, capital or small; written small.
    Hex,
    /// Base64 of either alphabet, padded or not; written in the standard one with padding.
    Base64,
}

impl Scheme {
    /// A signature of the body, which stands in this header alone.
    pub fn new(header: HeaderName) -> Self {
        Self {
            header,
            encoding: Encoding::default(),
            prefix: None,
            tolerance: None,
        }
    }

    /// How the signature is written; [`Encoding::Any`] unless it is set.
    #[must_use]
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// What stands before each signature, such as `sha256=`; it holds no comma. What does not begin
    /// so is ignored.
    #[must_use]
    pub fn prefix(mut self, prefix: HeaderValue) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// The header says when it was signed, as in `t=1735787045,v1=…` (seconds since 1970); what is
    /// signed is `{t}.{body}`, and a signature counts for so long before and after.
    ///
    /// Signatures begin with `v1=` then, unless there is another [`prefix`](Self::prefix).
    #[must_use]
    pub fn timestamped(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// What stands before each signature.
    pub(crate) fn marker(&self) -> &[u8] {
        match &self.prefix {
            Some(prefix) => prefix.as_bytes(),
            None if self.tolerance.is_some() => b"v1=",
            None => b"",
        }
    }
}

impl From<HeaderName> for Scheme {
    fn from(header: HeaderName) -> Self {
        Self::new(header)
    }
}
