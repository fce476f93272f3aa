//! Secrets in texts, in whatever form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::error::is_invisible;

/// Returns whether a text repeats a secret as it is, percent-encoded or form-encoded, escaped as in
/// JSON or HTML, in hexadecimal digits, in base64 with whatever beside it, or divided by white space
/// and characters that are not seen. Case does not count.
///
/// A secret of fewer than twelve characters is looked for as a word of its own, because it is in
/// longer words by chance; one of fewer than four is not looked for.
pub(crate) fn repeats_in_any_form(text: &str, secret: &SecretString) -> bool {
    let secret = secret.expose_secret();
    if secret.len() < SHORTEST {
        return false;
    }
    // HTTP Basic is base64 of what is form-encoded.
    let encoded = form_urlencoded::byte_serialize(secret.as_bytes());
    let encoded = Zeroizing::new(encoded.collect::<String>());
    let mut forms = vec![Forms::of(secret)];
    if *encoded != secret {
        forms.push(Forms::of(&encoded));
    }
    let mut texts = vec![Zeroizing::new(text.to_owned())];
    let mut begin = 0;
    for _ in 0..MOST_LAYERS {
        let end = texts.len();
        for index in begin..end {
            for decode in [percent_decoded, form_decoded, unescaped] {
                let decoded = decode(&texts[index]);
                if texts.iter().all(|known| **known != *decoded) {
                    texts.push(decoded);
                }
            }
        }
        begin = end;
    }
    let mut texts = texts.iter();
    texts.any(|text| forms.iter().any(|forms| forms.are_in(text)))
}

/// Replaces a short secret where it is a word of its own. A long one is looked for in any form, and
/// a text that repeats it is not shown at all.
pub(crate) fn without_short_secret(text: &str, secret: &SecretString, instead: &str) -> String {
    let secret = secret.expose_secret();
    if !(SHORTEST..LONG).contains(&secret.len()) {
        return text.to_owned();
    }
    let mut rest = text;
    let mut shown = String::with_capacity(text.len());
    while let Some(at) = find_word(rest, secret) {
        shown.push_str(&rest[..at]);
        shown.push_str(instead);
        rest = &rest[at + secret.len()..];
    }
    shown + rest
}

/// The forms of a secret that are searched for.
struct Forms {
    /// As it is, if it is short.
    word: Option<Zeroizing<String>>,
    /// In lower case and without what may divide it, if it is long.
    dense: Option<Zeroizing<String>>,
    hex: Zeroizing<String>,
    /// The digits of its base64 that do not depend on its neighbours, for each place in a group.
    base64: Vec<Zeroizing<String>>,
}

impl Forms {
    fn of(secret: &str) -> Self {
        let base64 = (0..3).filter_map(|offset: usize| {
            let mut bytes = Zeroizing::new(vec![0; offset]);
            bytes.extend_from_slice(secret.as_bytes());
            let encoded = Zeroizing::new(STANDARD_NO_PAD.encode(&*bytes));
            // Digits are of six bits, and these hold bits of the secret alone.
            let inner = encoded.get((8 * offset).div_ceil(6)..8 * bytes.len() / 6)?;
            (inner.len() >= SHORTEST_BASE64).then(|| Zeroizing::new(inner.to_owned()))
        });
        let is_long = secret.len() >= LONG;
        let hex = secret.bytes().map(|byte| format!("{byte:02x}"));
        Self {
            word: (!is_long).then(|| Zeroizing::new(secret.to_owned())),
            dense: is_long.then(|| Zeroizing::new(dense(secret).to_lowercase())),
            hex: Zeroizing::new(hex.collect()),
            base64: base64.collect(),
        }
    }

    fn are_in(&self, text: &str) -> bool {
        let word = self.word.as_ref();
        if word.is_some_and(|word| find_word(text, word).is_some()) {
            return true;
        }
        let text = dense(text);
        let lower = Zeroizing::new(text.to_lowercase());
        let has = |form: &Zeroizing<String>| lower.contains(form.as_str());
        if self.dense.as_ref().is_some_and(has) || has(&self.hex) {
            return true;
        }
        let standard = Zeroizing::new(text.replace('-', "+").replace('_', "/"));
        let mut forms = self.base64.iter();
        forms.any(|form| standard.contains(form.as_str()))
    }
}

/// Where a text has this as a word of its own.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut matches = text.match_indices(word).map(|(at, _)| at);
    matches.find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(joins) && !after.is_some_and(joins)
    })
}

/// The text without what may divide a word unseen.
fn dense(text: &str) -> Zeroizing<String> {
    let divides = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    Zeroizing::new(text.chars().filter(|c| !divides(*c)).collect())
}

fn percent_decoded(text: &str) -> Zeroizing<String> {
    Zeroizing::new(percent_decode_str(text).decode_utf8_lossy().into_owned())
}

fn form_decoded(text: &str) -> Zeroizing<String> {
    percent_decoded(&Zeroizing::new(text.replace('+', " ")))
}

/// Without the escapes of JSON (RFC 8259, 7) and of HTML.
fn unescaped(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) =
            escape(rest).unwrap_or((if rest.starts_with('&') { '&' } else { '\\' }, 1));
        plain.push(c);
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
}

/// The character that an escape at the beginning stands for, and the escape's length.
fn escape(text: &str) -> Option<(char, usize)> {
    if let Some(entity) = text.strip_prefix('&') {
        let name = entity.get(..entity.find(';').filter(|end| *end <= 8)?)?;
        let number =
            name.strip_prefix('#')
                .and_then(|number| match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                });
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => char::from_u32(number?)?,
        };
        return Some((c, name.len() + 2));
    }
    let mut chars = text.chars().skip(1);
    match chars.next()? {
        'u' => {
            let number = u32::from_str_radix(text.get(2..6)?, 16).ok()?;
            Some((char::from_u32(number)?, 6))
        }
        'x' => {
            let number = u32::from_str_radix(text.get(2..4)?, 16).ok()?;
            Some((char::from_u32(number)?, 4))
        }
        c => c.is_ascii_punctuation().then_some((c, 2)),
    }
}

const SHORTEST: usize = 4;

/// A secret of this length is in no text by chance.
const LONG: usize = 12;

/// Fewer digits of base64 are in other words by chance.
const SHORTEST_BASE64: usize = 8;

/// So many encodings may lie above each other.
const MOST_LAYERS: usize = 3;

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;
    use secrecy::SecretString;

    use super::{repeats_in_any_form, without_short_secret};

    const SECRET: &str = "p+s/s=w%o:r d<é>\"1";

    fn is_found(text: &str) -> bool {
        repeats_in_any_form(text, &SecretString::from(SECRET))
    }

    #[test]
    fn a_secret_is_found_in_every_form() {
        let form: String = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
        let every: String = SECRET.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let units: String = SECRET
            .chars()
            .map(|c| format!("\\u{:04x}", u32::from(c)))
            .collect();
        let entities: String = SECRET
            .chars()
            .map(|c| format!("&#x{:x};", u32::from(c)))
            .collect();
        let hex: String = SECRET.bytes().map(|byte| format!("{byte:02X}")).collect();
        let divided: String = SECRET.chars().map(|c| format!("{c}\u{200b}\n")).collect();
        let twice: String = form_urlencoded::byte_serialize(form.as_bytes()).collect();
        for text in [
            SECRET.to_owned(),
            SECRET.to_uppercase(),
            form.clone(),
            twice,
            every,
            units,
            entities,
            hex,
            divided,
            serde_json::to_string(SECRET).unwrap(),
            STANDARD.encode(SECRET),
            STANDARD.encode(format!("the-client:{SECRET}")),
            STANDARD.encode(format!("a:{form}")),
            URL_SAFE_NO_PAD.encode(format!("id:{SECRET}x")),
        ] {
            assert!(is_found(&format!("<<{text}>>")), "{text}");
        }
        assert!(!is_found("the secret is wrong: p+s/s=w%o"));
    }

    #[test]
    fn a_short_secret_is_a_word_of_its_own() {
        let secret = SecretString::from("secret");
        let check = |text: &str, expected: &str| {
            assert_eq!(without_short_secret(text, &secret, "[…]"), expected);
            assert_eq!(
                repeats_in_any_form(text, &secret),
                text != expected,
                "{text}"
            );
        };
        check("the client_secret is wrong", "the client_secret is wrong");
        check("the secrets are wrong", "the secrets are wrong");
        check("`secret` is not secret.", "`[…]` is not […].");
        assert!(repeats_in_any_form("s%65cret", &secret));
        assert!(!repeats_in_any_form("it is", &SecretString::from("is")));
    }

    proptest! {
        #[test]
        fn base64_is_found_wherever_it_begins(before in ".{0,9}", after in ".{0,9}") {
            let text = STANDARD.encode(format!("{before}{SECRET}{after}"));
            prop_assert!(is_found(&text));
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            is_found(&text);
            without_short_secret(&text, &SecretString::from("abcd"), "");
        }
    }
}
