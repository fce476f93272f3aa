//! Personal data.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// Personal data: a phone number, a plate, the name of a person.
///
/// `Debug` prints `[redacted]` and there is no `Display`, so it reaches no log by accident. JSON
/// carries it as it is.
///
/// # Example
///
/// ```
/// use passport_api::types::Sensitive;
///
/// let phone: Sensitive = "3000000001".into();
/// assert_eq!(format!("{phone:?}"), "[redacted]");
/// assert_eq!(phone.expose(), "3000000001");
/// ```
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Sensitive<T = String>(T);

impl<T> Sensitive<T> {
    /// The data itself.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The data itself, given away.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// The message of an error would repeat what is not of the right type, so this one says that alone.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Sensitive<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let data = T::deserialize(deserializer);
        data.map(Self).map_err(|_| {
            D::Error::custom(format_args!(
                "personal data that is not a valid `{}`",
                std::any::type_name::<T>()
            ))
        })
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(data: T) -> Self {
        Self(data)
    }
}

impl From<&str> for Sensitive<String> {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_nothing_but_serializes_all() {
        let email = Sensitive::from("alguien@ejemplo.test");
        assert_eq!(
            format!("{email:?} {:#?}", Some(&email))
                .matches("alguien")
                .count(),
            0
        );
        let json = serde_json::to_string(&email).unwrap();
        assert_eq!(json, r#""alguien@ejemplo.test""#);
        assert_eq!(serde_json::from_str::<Sensitive>(&json).unwrap(), email);
        assert_eq!(email.into_exposed(), "alguien@ejemplo.test");
    }

    #[test]
    fn an_error_does_not_repeat_the_data() {
        let error = serde_json::from_str::<Sensitive>("3000000001").unwrap_err();
        assert_eq!(
            error.to_string(),
            "personal data that is not a valid `alloc::string::String`"
        );
    }
}
