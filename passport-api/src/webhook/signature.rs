//! Reads and writes the header that holds the signatures.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use ring::hmac;

use crate::webhook::error::{Reason, WebhookError};
use crate::webhook::scheme::{Encoding, Scheme};

/// An HMAC-SHA256.
pub(crate) type Mac = [u8; 32];

/// What a header claims; nothing of it is checked yet.
#[derive(Debug)]
pub(crate) struct Claimed<'a> {
    /// When it was signed, as the text that was signed along.
    pub(crate) time: Option<&'a str>,
    pub(crate) signatures: Vec<Mac>,
}

impl<'a> Claimed<'a> {
    pub(crate) fn read(scheme: &Scheme, headers: &'a HeaderMap) -> Result<Self, WebhookError> {
        let malformed = || WebhookError::new(Reason::MalformedSignature);
        let mut claimed = Claimed {
            time: None,
            signatures: Vec::new(),
        };
        let mut is_missing = true;
        for value in headers.get_all(&scheme.header) {
            is_missing = false;
            for item in value.as_bytes().split(|byte| *byte == b',') {
                claimed.add(scheme, item.trim_ascii())?;
            }
        }
        if is_missing {
            return Err(WebhookError::new(Reason::MissingSignature));
        }
        let lacks_time = scheme.tolerance.is_some() && claimed.time.is_none();
        if lacks_time || claimed.signatures.is_empty() {
            return Err(malformed());
        }
        Ok(claimed)
    }

    /// What is neither a time nor a signature of this scheme is another scheme's, and ignored.
    fn add(&mut self, scheme: &Scheme, item: &'a [u8]) -> Result<(), WebhookError> {
        let malformed = || WebhookError::new(Reason::MalformedSignature);
        if let (Some(_), Some(time)) = (scheme.tolerance, item.strip_prefix(b"t=")) {
            let time = std::str::from_utf8(time).map_err(|_| malformed())?;
            return match self.time.replace(time) {
                None => Ok(()),
                Some(_) => Err(malformed()),
            };
        }
        let text = item.strip_prefix(scheme.marker());
        if let Some(signature) = text.and_then(|text| scheme.encoding.decode(text)) {
            self.signatures.push(signature);
        }
        // Each one costs a pass over the body.
        if self.signatures.len() > MOST_SIGNATURES {
            return Err(malformed());
        }
        Ok(())
    }
}

/// What is signed: the body, with the time before it if there is one.
pub(crate) fn signed<'a>(time: Option<&str>, body: &'a [u8]) -> Cow<'a, [u8]> {
    match time {
        None => Cow::Borrowed(body),
        Some(time) => Cow::Owned([time.as_bytes(), b".", body].concat()),
    }
}

impl Encoding {
    pub(crate) fn decode(self, text: &[u8]) -> Option<Mac> {
        match self {
            Self::Any if text.len() == 2 * MAC_LENGTH => hex(text),
            Self::Hex => hex(text),
            Self::Any | Self::Base64 => base64(text),
        }
    }

    pub(crate) fn encode(self, mac: &hmac::Tag) -> String {
        match self {
            Self::Any | Self::Hex => mac
                .as_ref()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            Self::Base64 => base64::engine::general_purpose::STANDARD.encode(mac),
        }
    }
}

fn hex(text: &[u8]) -> Option<Mac> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, rest) = text.as_chunks::<2>();
    if pairs.len() != MAC_LENGTH || !rest.is_empty() {
        return None;
    }
    let mut mac = Mac::default();
    for (byte, [high, low]) in mac.iter_mut().zip(pairs) {
        *byte = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    }
    Some(mac)
}

/// Only the canonical text of a signature is read: no other bits may stand behind the last byte.
fn base64(text: &[u8]) -> Option<Mac> {
    if text.len() > BASE64_LENGTH {
        return None;
    }
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let url_safe = text.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let alphabet = if url_safe { &URL_SAFE } else { &STANDARD };
    let bytes = GeneralPurpose::new(alphabet, config).decode(text).ok()?;
    bytes.try_into().ok()
}

const MAC_LENGTH: usize = size_of::<Mac>();
const BASE64_LENGTH: usize = MAC_LENGTH.div_ceil(3) * 4;
const MOST_SIGNATURES: usize = 8;

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};
    use proptest::prelude::*;

    use super::*;

    const HEX: &str = "00112233445566778899aabbccddeeff00112233445566778899aAbBcCdDeEfF";

    #[test]
    fn each_encoding_is_read_in_all_its_forms() {
        let mac = Encoding::Hex.decode(HEX.as_bytes()).unwrap();
        assert_eq!(mac[..3], [0, 0x11, 0x22]);
        let padded = "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=";
        let url_safe = padded.replace('/', "_");
        for text in [
            padded,
            padded.trim_end_matches('='),
            &url_safe,
            url_safe.trim_end_matches('='),
        ] {
            assert_eq!(
                Encoding::Base64.decode(text.as_bytes()),
                Some(mac),
                "{text}"
            );
            assert_eq!(Encoding::Any.decode(text.as_bytes()), Some(mac), "{text}");
            assert_eq!(Encoding::Hex.decode(text.as_bytes()), None, "{text}");
        }
        assert_eq!(Encoding::Any.decode(HEX.as_bytes()), Some(mac));
        assert_eq!(Encoding::Base64.decode(HEX.as_bytes()), None);
    }

    #[test]
    fn nothing_else_is_a_signature() {
        for text in [
            "",
            &HEX[1..],
            &HEX.replace('a', "g"),
            &HEX.replace("00", "+0"),
            "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v9=",
            "ABEiM0RVZneImaq7zN3u_wARIjNEVWZ3iJmqu8zd7/8=",
            "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8==",
        ] {
            assert_eq!(Encoding::Any.decode(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic(
            value in proptest::collection::vec(any::<u8>(), 0..300),
            timestamped in any::<bool>(),
        ) {
            let name = HeaderName::from_static("x-signature");
            let mut scheme = Scheme::new(name.clone());
            if timestamped {
                scheme = scheme.timestamped(std::time::Duration::from_secs(1));
            }
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                let _ = Claimed::read(&scheme, &HeaderMap::from_iter([(name, value)]));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in proptest::collection::vec(any::<u8>(), 0..80)) {
            for encoding in [Encoding::Any, Encoding::Hex, Encoding::Base64] {
                let _ = encoding.decode(&text);
            }
        }
    }
}
