//! How responses are read: leniently.

use serde::de::{DeserializeOwned, Deserializer, Error};
use serde::{Deserialize, Serialize, ser};
use serde_json::{Map, Value};

use crate::json::{self, Failure};

/// Defines a struct that reads what servers really send.
///
/// * A field is written under its own name, or under the first name given behind `=`; it is read
///   under any of them. Where several are present, the first in the list wins.
/// * `null`, `""` and nothing at all are the same: an `Option` is `None`, a `Vec` empty, anything
///   else an error.
/// * Fields that the struct does not have are ignored.
/// * An error names the field and never repeats its value, which may be personal.
macro_rules! response {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $(
                $(#[$field_meta:meta])*
                pub $field:ident: $ty:ty $(= $written:literal $(| $read:literal)*)?,
            )*
        }
    ) => {
        $(#[$meta])*
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            $( $(#[$field_meta])* pub $field: $ty, )*
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut fields = $crate::types::Fields::default();
                $( fields.put(stringify!($field), &[$($written)?], &self.$field)?; )*
                serde::Serialize::serialize(&fields, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::types::Fields;

                let mut fields = <Fields as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self {
                    $( $field: fields.take(stringify!($field), &[$($written $(, $read)*)?])?, )*
                })
            }
        }
    };
}

pub(crate) use response;

/// The fields of a JSON object that say something.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// Takes a field out, under the first of its names that is there.
    pub(crate) fn take<T, E>(&mut self, field: &'static str, names: &[&'static str]) -> Result<T, E>
    where
        T: DeserializeOwned,
        E: Error,
    {
        let own = [field];
        let names = if names.is_empty() { &own } else { names };
        let mut found = names.iter().map(|name| (*name, self.0.remove(*name)));
        match found.find_map(|(name, value)| Some((name, value?))) {
            Some((name, value)) => read(value).map_err(|(problem, failure)| {
                json::fail(
                    failure.below_name(name),
                    format_args!("{}: {problem}", names[0]),
                )
            }),
            None => absent().ok_or_else(|| {
                let failure = Failure::missing_field(names[0]);
                json::fail(failure, format_args!("{}: missing", names[0]))
            }),
        }
    }

    /// Adds a field under the first of its names, unless it says nothing.
    pub(crate) fn put<T, E>(&mut self, field: &str, names: &[&str], value: &T) -> Result<(), E>
    where
        T: Serialize,
        E: ser::Error,
    {
        let value = serde_json::to_value(value).map_err(E::custom)?;
        if says_something(&value) && value != Value::Array(Vec::new()) {
            self.0
                .insert(names.first().unwrap_or(&field).to_string(), value);
        }
        Ok(())
    }

    /// The fields that nobody took.
    pub(crate) fn into_rest(self) -> Map<String, Value> {
        self.0
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(deserializer)?;
        fields.retain(|_, value| says_something(value));
        Ok(Self(fields))
    }
}

fn says_something(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}

/// What an absent field reads as: nothing, or a list of nothing.
fn absent<T: DeserializeOwned>() -> Option<T> {
    let as_null = T::deserialize(Value::Null);
    as_null
        .or_else(|_| T::deserialize(Value::Array(Vec::new())))
        .ok()
}

/// The inner error of an object names a field of it; that of a plain value would repeat the value.
fn read<T: DeserializeOwned>(value: Value) -> Result<T, (String, Failure)> {
    let kind = match &value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) | Value::Object(_) => return json::read_value(value),
    };
    let expected = std::any::type_name::<T>();
    T::deserialize(value).map_err(|_| {
        let problem = format!("{kind} is not a valid `{expected}`");
        (problem, Failure::unfit(kind))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::types::{Amount, Sensitive};

    response! {
        /// A response for the tests.
        struct Sample {
            /// Its id.
            pub id: String,
            /// A field with two names.
            pub owner: Option<Sensitive<u64>> = "owner_id" | "entity_owner_id",
            /// A list.
            pub tags: Vec<String>,
            /// A sample in a sample.
            pub inner: Option<Box<Sample>>,
            /// A sum.
            pub amount: Option<Amount>,
        }
    }

    fn error(json: serde_json::Value) -> String {
        serde_json::from_value::<Sample>(json)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn null_empty_and_nothing_are_the_same() {
        let nothing: Sample = serde_json::from_str(r#"{"id":"1"}"#).unwrap();
        let null = json!({"id": "1", "owner_id": null, "tags": null, "inner": null, "amount": ""});
        assert_eq!(serde_json::from_value::<Sample>(null).unwrap(), nothing);
        assert_eq!(serde_json::to_string(&nothing).unwrap(), r#"{"id":"1"}"#);
    }

    #[test]
    fn the_first_name_that_says_something_wins() {
        for json in [
            json!({"id": "1", "owner_id": 7, "entity_owner_id": 8}),
            json!({"id": "1", "owner_id": null, "entity_owner_id": 7}),
            json!({"id": "1", "entity_owner_id": 7, "new": {"field": []}}),
        ] {
            let sample: Sample = serde_json::from_value(json).unwrap();
            assert_eq!(sample.owner, Some(7.into()));
            assert_eq!(
                serde_json::to_value(&sample).unwrap(),
                json!({"id": "1", "owner_id": 7})
            );
        }
    }

    #[test]
    fn errors_name_the_field_and_hide_the_value() {
        assert_eq!(error(json!({"id": ""})), "id: missing");
        let text = error(json!({"id": "1", "inner": {"id": "2", "entity_owner_id": "3000000001"}}));
        assert!(
            text.starts_with("inner: owner_id: a text is not a valid"),
            "{text}"
        );
        assert!(!text.contains("3000000001"), "{text}");
        assert!(error(json!({"id": "1", "amount": "1,5"})).starts_with("amount: a text"));
        assert!(serde_json::from_str::<Sample>("[]").is_err());
    }
}
