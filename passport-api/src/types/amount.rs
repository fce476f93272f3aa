//! A sum of money.

use std::error;
use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, Error as DecimalError};
use serde::de::{Deserialize, Deserializer, Error as DeError, Visitor};
use serde::ser::{Serialize, Serializer};

/// A sum of money in the currency's main unit, exact to the last digit.
///
/// It is a decimal number and never a float. It keeps the digits behind the point as they were
/// written, so `1500.00` prints as `1500.00`; comparing and hashing look at the value alone, so it
/// equals `1500`.
///
/// In JSON it is a string. A JSON integer is read as well, and a JSON float below 10¹² whose digits
/// leave no doubt (15 at most); whatever a float cannot keep there is less than a thousandth.
///
/// # Example
///
/// ```
/// use passport_api::types::Amount;
///
/// let price: Amount = "1500.00".parse()?;
/// assert_eq!(price.to_string(), "1500.00");
/// assert_eq!(price, Amount::from(1500));
/// assert_eq!(price.checked_add("0.50".parse()?), Some("1500.50".parse()?));
/// # Ok::<(), passport_api::types::ParseAmountError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Amount(Decimal);

impl Amount {
    /// The number itself, for calculations.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        self.0
    }

    /// The sum, or `None` where it would not be exact.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.exact(other, self.0.checked_add(other.0)?)
    }

    /// The difference, or `None` where it would not be exact.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.exact(other, self.0.checked_sub(other.0)?)
    }

    /// A result that lost digits behind the point was rounded, unless one of the two is zero: its
    /// digits are dropped, but they say nothing.
    fn exact(self, other: Self, result: Decimal) -> Option<Self> {
        let kept = result.scale() == self.0.scale().max(other.0.scale());
        let exact = kept || self.0.is_zero() || other.0.is_zero();
        exact.then_some(Self(result))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl FromStr for Amount {
    type Err = ParseAmountError;

    /// Reads `-1234.50` and the like: digits, at most one point between them, at most one minus
    /// before.
    ///
    /// # Errors
    ///
    /// Anything else, and more digits than an amount holds; nothing is ever rounded.
    fn from_str(text: &str) -> Result<Self, ParseAmountError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(fraction) {
            return Err(ParseAmountError(Kind::NotANumber));
        }
        match Decimal::from_str_exact(text) {
            Ok(decimal) => Ok(Self(decimal)),
            Err(cause) => Err(ParseAmountError(Kind::TooManyDigits(cause))),
        }
    }
}

impl From<Decimal> for Amount {
    fn from(decimal: Decimal) -> Self {
        Self(decimal)
    }
}

/// Implements `From` for integers, which always fit.
macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Amount {
            fn from(whole: $integer) -> Self {
                Self(Decimal::from(whole))
            }
        }
    )*};
}

from_integer!(i32, i64, u32, u64);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AmountVisitor)
    }
}

struct AmountVisitor;

impl Visitor<'_> for AmountVisitor {
    type Value = Amount;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a decimal number, as a string")
    }

    fn visit_str<E: DeError>(self, text: &str) -> Result<Amount, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_i64<E: DeError>(self, whole: i64) -> Result<Amount, E> {
        Ok(Amount::from(whole))
    }

    fn visit_u64<E: DeError>(self, whole: u64) -> Result<Amount, E> {
        Ok(Amount::from(whole))
    }

    fn visit_i128<E: DeError>(self, whole: i128) -> Result<Amount, E> {
        self.visit_str(&whole.to_string())
    }

    fn visit_u128<E: DeError>(self, whole: u128) -> Result<Amount, E> {
        self.visit_str(&whole.to_string())
    }

    /// `Display` prints the shortest text that reads back as the same float. Where that has 15
    /// significant digits at most, it is the number that was written, or one that was written with
    /// more digits than a float keeps. In a large number those would be money: a float of
    /// `90000000000000000.10` is `90000000000000000`.
    fn visit_f64<E: DeError>(self, float: f64) -> Result<Amount, E> {
        let text = float.to_string();
        let digits = text.replace(['-', '.'], "");
        let significant = digits.trim_start_matches('0');
        if significant.len() > FLOAT_DIGITS || float.abs() >= FLOAT_LIMIT {
            return Err(E::custom(ParseAmountError(Kind::InexactFloat)));
        }
        self.visit_str(&text)
    }
}

/// Why a text is not an [`Amount`].
#[derive(Clone, Debug, PartialEq)]
pub struct ParseAmountError(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    NotANumber,
    TooManyDigits(DecimalError),
    InexactFloat,
}

impl fmt::Display for ParseAmountError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            Kind::NotANumber => "an amount is written like `1234.50`",
            Kind::TooManyDigits(_) => "more digits than an amount holds: 28, also behind the point",
            Kind::InexactFloat => "an amount in a float with more digits than a float keeps",
        })
    }
}

impl error::Error for ParseAmountError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.0 {
            Kind::TooManyDigits(cause) => Some(cause),
            Kind::NotANumber | Kind::InexactFloat => None,
        }
    }
}

/// So many significant decimal digits survive the way into a float and back.
const FLOAT_DIGITS: usize = f64::DIGITS as usize;

/// Below it, three of these digits stand behind the point.
const FLOAT_LIMIT: f64 = 1e12;

#[cfg(test)]
mod tests;
