//! Texts that are wiped from memory.

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use zeroize::Zeroizing;

/// Takes a secret over; the text it came in is wiped, which moving it would not always do: a text with
/// room to spare is moved to a smaller place, and the old one stays as it was.
pub(crate) fn into_secret(text: String) -> SecretString {
    let text = Zeroizing::new(text);
    SecretString::from(text.as_str())
}

/// Whether a server's text repeats a secret, and so may not be shown. What is shorter than a word or
/// two is in many texts by chance, and no secret that anybody uses.
pub(crate) fn repeats(text: &str, secret: &SecretString) -> bool {
    let secret = secret.expose_secret();
    secret.len() >= SHORTEST && text.contains(secret)
}

/// [`repeats`] for a text anywhere in a JSON value.
pub(crate) fn value_repeats(value: &Value, secret: &SecretString) -> bool {
    match value {
        Value::String(text) => repeats(text, secret),
        Value::Array(items) => items.iter().any(|item| value_repeats(item, secret)),
        Value::Object(fields) => {
            let mut fields = fields.iter();
            fields.any(|(name, value)| repeats(name, secret) || value_repeats(value, secret))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

const SHORTEST: usize = 12;

#[cfg(test)]
mod tests {
    use secrecy::{ExposeSecret, SecretString};
    use serde_json::json;
    use zeroize::{ZeroizeOnDrop, Zeroizing};

    use super::{into_secret, repeats, value_repeats};

    #[test]
    fn a_secret_comes_whole_and_is_found_again() {
        let mut roomy = String::with_capacity(100);
        roomy.push_str("correct-horse-battery");
        let secret = into_secret(roomy);
        assert_eq!(secret.expose_secret(), "correct-horse-battery");
        assert!(repeats("the token correct-horse-battery is", &secret));
        assert!(!repeats("correct-horse", &secret));
        assert!(!repeats("read:all", &into_secret("all".to_owned())));
    }

    #[test]
    fn secret_is_found_anywhere_in_a_value() {
        let secret = into_secret("correct-horse-battery".to_owned());
        for value in [
            json!("a correct-horse-battery"),
            json!([1, { "a": ["correct-horse-battery"] }]),
            json!({ "correct-horse-battery": null }),
        ] {
            assert!(value_repeats(&value, &secret), "{value}");
        }
        assert!(!value_repeats(&json!({ "a": ["b", 1, true] }), &secret));
    }

    #[test]
    fn what_holds_a_secret_is_wiped() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<SecretString>();
        wiped::<Zeroizing<Vec<u8>>>();
        wiped::<Zeroizing<String>>();
    }
}
