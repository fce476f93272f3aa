//! The image of a QR code.

use std::error;
use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde::{Deserialize, Serialize};

use crate::types::Sensitive;

/// The image of a QR code, as the text that the server sent.
///
/// The text is base64, at times inside Python's `b'…'`; [`png`](Self::png) understands both.
///
/// Source: <https://docs.passportfintech.com/EN/retrieve-qr-code>
///
/// # Example
///
/// ```
/// use passport_api::breb::model::QrImage;
///
/// let image = QrImage::from("b'iVBORw=='");
/// assert_eq!(image.png()?, b"\x89PNG");
/// # Ok::<(), passport_api::breb::model::QrImageError>(())
/// ```
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct QrImage(Sensitive);

impl QrImage {
    /// The text as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }

    /// The bytes of the PNG file.
    ///
    /// # Errors
    ///
    /// The text is not base64.
    pub fn png(&self) -> Result<Vec<u8>, QrImageError> {
        let text = self.as_str().trim();
        let quoted = ['\'', '"'].into_iter().find_map(|quote| {
            text.strip_prefix('b')?
                .strip_prefix(quote)?
                .strip_suffix(quote)
        });
        BASE64_STANDARD
            .decode(quoted.unwrap_or(text))
            .map_err(QrImageError)
    }
}

impl fmt::Debug for QrImage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "QrImage({} characters)", self.as_str().len())
    }
}

impl From<&str> for QrImage {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

/// A QR code's image that is not base64.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct QrImageError(base64::DecodeError);

impl fmt::Display for QrImageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the image of the QR code is not base64")
    }
}

impl error::Error for QrImageError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_base64_with_and_without_quotes() {
        for text in ["iVBORw==", "b'iVBORw=='", "b\"iVBORw==\"", " iVBORw==\n"] {
            assert_eq!(QrImage::from(text).png().unwrap(), b"\x89PNG", "{text:?}");
        }
        for text in ["b'", "b'iVBORw==", "#"] {
            assert!(QrImage::from(text).png().is_err(), "{text:?}");
        }
    }
}
