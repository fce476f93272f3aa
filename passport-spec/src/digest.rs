//! The digest of a spec file, which ties a compiled client to the file's text.

use std::borrow::Cow;

/// The SHA-256 (FIPS 180-4) of a spec file's text, in 64 hexadecimal digits.
///
/// Line ends count as `\n`, so that a checkout with `\r\n` has the same digest.
///
/// ```
/// let digest = passport_spec::digest("[api.shop]\n");
/// assert_eq!(digest.len(), 64);
/// assert_eq!(digest, passport_spec::digest("[api.shop]\r\n"));
/// assert_ne!(digest, passport_spec::digest("[api.shop]"));
/// ```
pub fn digest(text: &str) -> String {
    let text = if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let hash = hmac_sha256::Hash::hash(text.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn it_is_what_sha256sum_prints() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest("abc"), abc);
    }
}
