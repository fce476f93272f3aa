//! A field of a JSON object, found without reading the others.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The text of the last field of this name, as far as the object can be read.
pub(super) fn find<'b>(body: &'b [u8], name: &str) -> Option<&'b RawValue> {
    let mut found = None;
    let search = Search {
        name,
        found: &mut found,
    };
    // A field before an error is found all the same.
    let _ = serde_json::Deserializer::from_slice(body).deserialize_map(search);
    found
}

struct Search<'s, 'b> {
    name: &'s str,
    found: &'s mut Option<&'b RawValue>,
}

impl<'b> Visitor<'b> for Search<'_, 'b> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'b>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == self.name {
                *self.found = None;
                *self.found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
