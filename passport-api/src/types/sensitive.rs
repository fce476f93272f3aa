//! Personal data.

use std::fmt;

use serde::{Deserialize, Serialize};

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
#[derive(Clone, Copy, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
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
}
