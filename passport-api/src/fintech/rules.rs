//! Rules for requests that both generations document.

use crate::fintech::{Currency, Money};
use crate::types::{Amount, FieldProblem, Problems};

/// What a key's value must look like, by the type of the key.
///
/// Source: <https://docs.passportfintech.com/EN/creating-breb-keys>
#[derive(Clone, Copy, Debug)]
pub(crate) enum KeyRule {
    Document,
    Mobile,
    Email,
    Alphanumeric,
    CommerceCode,
}

impl KeyRule {
    /// Notes a value that breaks the rule.
    pub(crate) fn check(self, problems: &mut Problems, field: &str, value: &str) {
        problems.require(self.allows(value), field, self.text());
    }

    fn allows(self, value: &str) -> bool {
        let length = value.chars().count();
        match self {
            Self::Document => (1..=18).contains(&length) && is_alphanumeric(value),
            Self::Mobile => length == 10 && is_digits(value) && value.starts_with('3'),
            Self::Email => is_key_email(value),
            Self::Alphanumeric => {
                let name = value.strip_prefix('@');
                (6..=21).contains(&length) && name.is_some_and(is_alphanumeric)
            }
            Self::CommerceCode => length == 10 && is_digits(value) && value.starts_with("00"),
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Document => "1 to 18 letters and digits",
            Self::Mobile => "10 digits that start with 3",
            Self::Email => {
                "an e-mail address with at most 30 characters before the @ and 61 after it"
            }
            Self::Alphanumeric => "an @ and letters and digits, 6 to 21 characters in all",
            Self::CommerceCode => "10 digits that start with 00",
        }
    }
}

/// The two parts and the @ between them make up the documented total of 92.
fn is_key_email(value: &str) -> bool {
    value.rsplit_once('@').is_some_and(|(name, domain)| {
        (1..=30).contains(&name.chars().count()) && (1..=61).contains(&domain.chars().count())
    })
}

/// Nine digits: a NIT without its check digit.
pub(crate) fn is_nit(text: &str) -> bool {
    text.len() == 9 && is_digits(text)
}

/// At most 15 digits, as E.164 has it. The pages ask for a `+` before them, but their own samples
/// leave it out, and one is a local number of nine digits.
pub(crate) fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (1..=15).contains(&digits.len()) && is_digits(digits)
}

/// Finds a sum that no payment can have: another currency than pesos, or less than the rail's
/// minimum (code U111).
///
/// Source: <https://docs.passportfintech.com/EN/errores-codes--payments->
pub(crate) fn check_sum(sum: &Money) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Problems::default();
    problems.require(sum.currency == Currency::Cop, "currency", "`COP`");
    problems.require(sum.value >= Amount::from(1), "value", "at least 1");
    problems.finish()
}

/// Returns whether a sum or a share has at most two digits behind the point.
pub(crate) fn has_two_decimals(number: Amount) -> bool {
    number.decimal().scale() <= 2
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_alphanumeric(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_of_key_has_its_pattern() {
        let long_name = format!("{}@x.co", "a".repeat(31));
        for (rule, good, bad) in [
            (
                KeyRule::Document,
                vec!["1", "A1B2", "123456789012345678"],
                vec!["", "1-2", "ñ", "1234567890123456789"],
            ),
            (
                KeyRule::Mobile,
                vec!["3000000001"],
                vec!["2000000001", "300000001", "+573000001"],
            ),
            (
                KeyRule::Email,
                vec!["a@b.co"],
                vec!["a", "@b.co", "a@", &long_name],
            ),
            (
                KeyRule::Alphanumeric,
                vec!["@abc12"],
                vec!["@abc1", "abc123", "@abc-12", "@abcdefghijklmnopqrstu"],
            ),
            (
                KeyRule::CommerceCode,
                vec!["0012345678"],
                vec!["0112345678", "001234567", "00123456789"],
            ),
        ] {
            for value in good {
                assert!(rule.allows(value), "{rule:?} {value:?}");
            }
            for value in bad {
                assert!(!rule.allows(value), "{rule:?} {value:?}");
            }
        }
    }

    #[test]
    fn numbers_of_businesses_and_phones() {
        assert!(is_nit("900000001") && !is_nit("9000000011") && !is_nit("90000000A"));
        for phone in [
            "+573000000001",
            "573000000001",
            "300000001",
            "+550000000009",
        ] {
            assert!(is_phone(phone), "{phone}");
        }
        for text in [
            "",
            "+",
            "++57",
            "57 300",
            "+1234567890123456",
            "1234567890123456",
        ] {
            assert!(!is_phone(text), "{text}");
        }
    }

    #[test]
    fn a_payment_is_at_least_one_peso() {
        let sum = |text: &str| Money::cop(text.parse::<Amount>().unwrap());
        for fits in ["1", "1.00", "25000", "90000000000000000"] {
            assert!(check_sum(&sum(fits)).is_ok(), "{fits}");
        }
        for small in ["0", "0.99", "-25000"] {
            assert_eq!(check_sum(&sum(small)).unwrap_err()[0].field, "value");
        }
        let dollars = check_sum(&Money::new(1, "USD")).unwrap_err();
        assert_eq!(dollars[0].to_string(), "`currency` must be `COP`");
    }
}
