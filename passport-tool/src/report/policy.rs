//! The page's Content-Security-Policy: nothing is loaded, and nothing runs but the one script.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The policy of a page with one style and one script, both named by their digests
/// (Content Security Policy Level 3, 2.3.1).
pub(super) fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; base-uri 'none'; form-action 'none'",
        source(style),
        source(script)
    )
}

fn source(text: &str) -> String {
    format!(
        "'sha256-{}'",
        STANDARD.encode(hmac_sha256::Hash::hash(text.as_bytes()))
    )
}

#[cfg(test)]
mod tests {
    use super::source;

    #[test]
    fn the_digest_is_that_of_the_standard() {
        // The example of Content Security Policy Level 3, 7.5.
        let expected = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(source("alert('Hello, world.');"), expected);
    }
}
