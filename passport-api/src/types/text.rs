//! Texts that mean nothing.

use serde::de::{Deserialize, Deserializer};

/// Reads an optional text where the empty one stands for an absent one.
///
/// For `#[serde(deserialize_with)]`, together with `#[serde(default)]`.
///
/// # Errors
///
/// What is there is not a text.
///
/// # Example
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Person {
///     #[serde(default, deserialize_with = "passport_api::types::empty_as_absent")]
///     second_name: Option<String>,
/// }
///
/// let person: Person = serde_json::from_str(r#"{"second_name": ""}"#)?;
/// assert_eq!(person.second_name, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn empty_as_absent<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.filter(|text| !text.is_empty()).map(T::from))
}
