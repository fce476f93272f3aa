//! Sums of money: nothing is lost between text, amount and JSON, and no float leaves its traces.
//!
//! The input is a text or a JSON value; what stands behind the first line break is another amount.

use std::hash::{BuildHasher, RandomState};

use passport_api::breb::model::Money;
use passport_api::types::Amount;
use serde_json::{Value, json};

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (first, second) = text.split_once('\n').unwrap_or((text, "0.05"));
    if let Ok(amount) = first.parse() {
        check_text(first, amount);
        if let Ok(other) = second.parse() {
            check_sum(amount, other);
        }
    }
    check_json(first);
}

/// A text that is an amount is what the amount prints, zeros in front aside.
fn check_text(text: &str, amount: Amount) {
    let printed = amount.to_string();
    assert_eq!(plain(&printed), plain(text), "{text} printed as {printed}");
    assert_eq!(printed.parse(), Ok(amount));
    assert_eq!(
        printed.parse::<Amount>().map(|a| a.to_string()),
        Ok(printed.clone())
    );
    let quoted = json!(printed);
    assert_eq!(json!(amount), quoted);
    assert_eq!(serde_json::from_value(quoted).ok(), Some(amount));
    let money = Money::cop(amount);
    let body = json!({ "value": printed, "currency": "COP" });
    assert_eq!(json!(money), body);
    assert_eq!(serde_json::from_value::<Money>(body).ok(), Some(money));
}

/// The sign and the digits, without zeros in front; zero has no sign.
fn plain(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let digits = match digits.trim_start_matches('0') {
        rest if rest.is_empty() || rest.starts_with('.') => format!("0{rest}"),
        rest => rest.to_owned(),
    };
    let is_zero = !digits.contains(|c: char| c.is_ascii_digit() && c != '0');
    if is_zero {
        digits
    } else {
        format!("{sign}{digits}")
    }
}

/// Sums are exact, and there is one of any two amounts that are not very long.
fn check_sum(amount: Amount, other: Amount) {
    let is_short = |amount: Amount| amount.to_string().len() <= 14;
    let sum = amount.checked_add(other);
    assert_eq!(sum, other.checked_add(amount));
    if is_short(amount) && is_short(other) {
        let back = sum.and_then(|sum| sum.checked_sub(other));
        assert_eq!(back, Some(amount));
    }
    if let Some(sum) = sum {
        assert!(sum.checked_sub(other).is_none_or(|back| back == amount));
        assert_eq!(sum.to_string().parse(), Ok(sum));
    }
    if let Some(difference) = amount.checked_sub(other) {
        assert_eq!(difference.cmp(&Amount::default()), amount.cmp(&other));
    }
    if amount == other {
        let hasher = RandomState::new();
        assert_eq!(hasher.hash_one(amount), hasher.hash_one(other));
    }
}

/// A JSON value that is an amount is what its text says.
fn check_json(text: &str) {
    let Ok(amount) = serde_json::from_str::<Amount>(text) else {
        return;
    };
    let value: Value = serde_json::from_str(text).expect("an amount is JSON");
    match &value {
        Value::String(inner) => check_text(inner, amount),
        Value::Number(_) => check_number(text.trim_ascii(), amount),
        _ => panic!("{value} was read as an amount"),
    }
    let printed = json!(amount);
    assert!(printed.is_string());
    assert_eq!(serde_json::from_value(printed).ok(), Some(amount));
}

/// A JSON number of 15 digits at most, or a whole one, is exact. Of another, a float has dropped
/// digits before anybody could read them; they must be worth nothing.
fn check_number(text: &str, amount: Amount) {
    let expected = decimal(text);
    let printed = trimmed(&amount.to_string());
    let digits = expected.replace(['-', '.'], "");
    let is_whole = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    let (whole, fraction) = expected.split_once('.').unwrap_or((&expected, ""));
    let is_kept = digits.trim_start_matches('0').len() <= 15 && fraction.len() <= 28;
    if is_whole || is_kept {
        assert_eq!(printed, expected, "{text}");
        return;
    }
    let cut = format!("{whole}.{fraction:0<12.12}");
    let cut: Amount = cut.parse().expect("a float's amount is small");
    let difference = amount.checked_sub(cut).expect("both are small").decimal();
    assert!(
        difference.abs() < Amount::from(1).decimal() / Amount::from(1000).decimal(),
        "{text}"
    );
}

/// The value of a JSON number's text as a plain decimal: its point is moved as its exponent says.
fn decimal(number: &str) -> String {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    // What does not fit makes a number that is zero, however many digits it has: one that large
    // was no amount.
    let exponent: i64 = exponent.parse().unwrap_or(i64::MIN / 2);
    let length = i64::try_from(whole.len()).expect("a text's length is small");
    let point = exponent.saturating_add(length);
    if !digits.contains(|c| c != '0') || point < -400 {
        return "0".to_owned();
    }
    let moved = match usize::try_from(point) {
        Ok(point) if point >= digits.len() => {
            format!("{digits}{}", "0".repeat(point - digits.len()))
        }
        Ok(point) => format!("{}.{}", &digits[..point], &digits[point..]),
        Err(_) => format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
    };
    trimmed(&format!("{sign}{moved}"))
}

/// Without zeros that change nothing.
fn trimmed(text: &str) -> String {
    let text = plain(text);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
