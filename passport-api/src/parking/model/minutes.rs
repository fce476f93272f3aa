//! Lengths of time.

use serde::{Deserialize, Serialize};
use serde_json::Number;

/// A number of minutes, which may have a fraction.
///
/// Source: <https://developer.passportinc.com/concepts/formats>
///
/// # Example
///
/// ```
/// use passport_api::parking::model::Minutes;
///
/// assert_eq!(serde_json::to_string(&Minutes::from(60))?, "60");
/// assert_eq!(serde_json::to_string(&Minutes::from(7.5))?, "7.5");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Minutes(Number);

impl Minutes {
    /// The number.
    #[must_use]
    pub fn get(&self) -> f64 {
        self.0.as_f64().unwrap_or_default()
    }
}

impl From<u32> for Minutes {
    fn from(minutes: u32) -> Self {
        Self(minutes.into())
    }
}

/// Infinity and NaN become 0.
impl From<f64> for Minutes {
    fn from(minutes: f64) -> Self {
        Self(Number::from_f64(minutes).unwrap_or_else(|| 0.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_fraction() {
        for (minutes, json) in [
            (Minutes::from(60), "60"),
            (Minutes::from(0.5), "0.5"),
            (Minutes::from(f64::NAN), "0"),
        ] {
            assert_eq!(serde_json::to_string(&minutes).unwrap(), json);
            assert_eq!(serde_json::from_str::<Minutes>(json).unwrap(), minutes);
        }
        assert!((Minutes::from(7.5).get() - 7.5).abs() < f64::EPSILON);
        assert!(serde_json::from_str::<Minutes>(r#""60""#).is_err());
    }
}
