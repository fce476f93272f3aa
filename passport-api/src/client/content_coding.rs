//! Content codings of a response's body (RFC 9110, 8.4.1).

use std::fmt;
use std::io::Read as _;

use bytes::Bytes;
use flate2::bufread::MultiGzDecoder;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// The codings that a request asks for.
pub(super) const ACCEPTED: &str = "gzip";

/// The reason for which a body could not be decoded.
#[derive(Debug)]
pub(super) enum CodingError {
    /// The decoded body is larger than the limit.
    TooLarge,
    /// The body is not what its coding promises.
    Corrupt,
    /// The body is coded several times over.
    TooMany,
    /// The body has a coding that was not asked for. The name is the server's text, so only a known one
    /// is kept.
    Unsupported(Option<&'static str>),
}

/// Decodes a body by its `Content-Encoding`, to `limit` bytes at most.
///
/// All members of a gzip body count (RFC 1952, 2.2), and bytes behind the last one are an error.
pub(super) fn decode(headers: &HeaderMap, body: Bytes, limit: usize) -> Result<Bytes, CodingError> {
    // Most responses have none.
    if !headers.contains_key(CONTENT_ENCODING) {
        return Ok(body);
    }
    let mut codings = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        let value = value.to_str().map_err(|_| CodingError::Unsupported(None))?;
        codings.extend(value.split(',').map(str::trim).take(MOST_CODINGS + 1));
    }
    // Each takes as long as a whole body.
    if codings.len() > MOST_CODINGS {
        return Err(CodingError::TooMany);
    }
    // The last one was applied last (RFC 9110, 8.4). An empty body has nothing to decode, also where a
    // server names a coding: answers to HEAD, 204 and 304.
    let mut body = body;
    for coding in codings.into_iter().rev() {
        if is_gzip(coding) && !body.is_empty() {
            body = gunzip(&body, limit)?;
        } else if !is_gzip(coding) && !is_identity(coding) {
            return Err(CodingError::Unsupported(known_name(coding)));
        }
    }
    Ok(body)
}

fn is_gzip(coding: &str) -> bool {
    // Names are case-insensitive, and `x-gzip` is the same (RFC 9110, 8.4.1.3).
    coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip")
}

/// Returns whether the coding leaves the bytes as they are. Some servers put the charset there.
fn is_identity(coding: &str) -> bool {
    let names = ["", "identity", "utf-8", "utf8"];
    names.iter().any(|name| coding.eq_ignore_ascii_case(name))
}

fn gunzip(coded: &[u8], limit: usize) -> Result<Bytes, CodingError> {
    let mut decoded = Vec::new();
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut decoder = MultiGzDecoder::new(coded).take(bound);
    decoder
        .read_to_end(&mut decoded)
        .map_err(|_| CodingError::Corrupt)?;
    if decoded.len() > limit {
        return Err(CodingError::TooLarge);
    }
    Ok(decoded.into())
}

/// The name of a coding of the IANA registry.
fn known_name(coding: &str) -> Option<&'static str> {
    let known = [
        "br",
        "compress",
        "dcb",
        "dcz",
        "deflate",
        "x-compress",
        "zstd",
    ];
    known
        .into_iter()
        .find(|name| coding.eq_ignore_ascii_case(name))
}

impl fmt::Display for CodingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("the decoded body is too large"),
            Self::Corrupt => f.write_str("the body is not valid gzip, although its headers say so"),
            Self::TooMany => write!(
                f,
                "the body has more than {MOST_CODINGS} content codings, one around the other"
            ),
            Self::Unsupported(Some(name)) => write!(
                f,
                "the body has the content coding `{name}`, and only `{ACCEPTED}` was asked for"
            ),
            Self::Unsupported(None) => write!(
                f,
                "the body has an unknown content coding, and only `{ACCEPTED}` was asked for"
            ),
        }
    }
}

impl std::error::Error for CodingError {}

/// One of the server and one of something between, and one to spare.
const MOST_CODINGS: usize = 3;

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use bytes::Bytes;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use http::header::CONTENT_ENCODING;
    use http::{HeaderMap, HeaderValue};

    use super::{CodingError, decode};

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    fn headers(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
        }
        headers
    }

    fn decoded(values: &[&'static str], body: Vec<u8>) -> Result<Vec<u8>, CodingError> {
        decode(&headers(values), body.into(), 1000).map(|body| body.to_vec())
    }

    #[test]
    fn every_member_of_a_gzip_body_is_decoded() {
        let members: Vec<u8> = (0..5_u8).flat_map(|n| gzip(&[n; 100])).collect();
        let plain: Vec<u8> = (0..5_u8).flat_map(|n| [n; 100]).collect();
        for name in ["gzip", "GZIP", "x-gzip", " Gzip ", "identity, gzip"] {
            assert_eq!(decoded(&[name], members.clone()).unwrap(), plain, "{name}");
        }
    }

    #[test]
    fn codings_are_removed_in_reverse_order() {
        let twice = gzip(&gzip(b"plain"));
        assert_eq!(decoded(&["gzip, x-gzip"], twice.clone()).unwrap(), b"plain");
        assert_eq!(decoded(&["gzip", "gzip"], twice).unwrap(), b"plain");
    }

    #[test]
    fn body_without_a_coding_stays_as_it_is() {
        for names in [&[][..], &["identity"], &["UTF-8"], &[""]] {
            assert_eq!(decoded(names, b"plain".to_vec()).unwrap(), b"plain");
        }
        assert_eq!(decoded(&["gzip"], Vec::new()).unwrap(), b"");
    }

    #[test]
    fn other_codings_are_refused_and_unknown_names_are_not_repeated() {
        for (name, shown) in [
            ("br", "`br`"),
            ("ZSTD", "`zstd`"),
            ("gzip, deflate", "`deflate`"),
            ("secret", "unknown"),
            ("gzip;q=1", "unknown"),
        ] {
            let error = decoded(&[name], b"body".to_vec()).unwrap_err().to_string();
            assert!(
                error.contains(shown) && !error.contains("secret"),
                "{error}"
            );
        }
        let opaque = HeaderValue::from_bytes(b"\xff").unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_ENCODING, opaque);
        assert!(decode(&headers, Bytes::from_static(b"x"), 10).is_err());
    }

    #[test]
    fn gzip_body_that_is_cut_or_spoilt_is_an_error() {
        let (first, second) = (gzip(b"the first"), gzip(b"the second"));
        let whole = [first.clone(), second].concat();
        for end in 1..whole.len() {
            let result = decoded(&["gzip"], whole[..end].to_vec());
            // A prefix that ends with a member is a whole body.
            assert_eq!(result.is_ok(), end == first.len(), "{end}");
        }
        for (place, spoilt) in [(0, 0), (whole.len() - 5, 7), (first.len() + 3, 0xff)] {
            let mut body = whole.clone();
            body[place] ^= spoilt | 1;
            let error = decoded(&["gzip"], body).unwrap_err();
            assert!(matches!(error, CodingError::Corrupt), "{place}: {error}");
        }
        let behind = [whole, b"junk".to_vec()].concat();
        assert!(decoded(&["gzip"], behind).is_err());
        assert!(decoded(&["gzip"], b"{\"id\":\"i\"}".to_vec()).is_err());
    }

    #[test]
    fn number_of_codings_is_bounded() {
        let thrice = gzip(&gzip(&gzip(b"plain")));
        assert_eq!(decoded(&["gzip, gzip", "gzip"], thrice).unwrap(), b"plain");
        for names in [&["gzip,gzip,gzip,gzip"][..], &["gzip"; 4], &[",,,"]] {
            let error = decoded(names, b"body".to_vec()).unwrap_err();
            assert!(matches!(error, CodingError::TooMany), "{error}");
        }
    }

    #[test]
    fn decoded_size_is_bounded() {
        let decode = |size| decoded(&["gzip"], gzip(&vec![0; size]));
        assert_eq!(decode(1000).unwrap().len(), 1000);
        assert!(matches!(decode(1001), Err(CodingError::TooLarge)));
        assert!(matches!(decode(10_000_000), Err(CodingError::TooLarge)));
        // Each layer of codings is bounded by itself.
        let bomb = gzip(&gzip(&vec![0; 10_000_000]));
        assert!(matches!(
            decoded(&["gzip, gzip"], bomb),
            Err(CodingError::TooLarge)
        ));
    }
}
