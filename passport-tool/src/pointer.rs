//! JSON pointers (RFC 6901), and following a document's own `$ref`s.

use serde_json::{Map, Value};

/// The pointer of `key` below `pointer`.
///
/// ```
/// assert_eq!(passport_tool::pointer::join("/paths", "/a~b"), "/paths/~1a~0b");
/// ```
pub fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", escape(key))
}

/// A key as it stands in a pointer.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The pointer that a `$ref` into the same document means; `None` if it is no such `$ref`.
pub fn of_ref(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = percent_decode(fragment);
    (decoded.is_empty() || decoded.starts_with('/')).then_some(decoded)
}

/// Undoes `%7B` and its kind; what is no escape stays.
pub fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// A value and the pointer where it stands.
#[derive(Clone, Debug)]
pub struct Place<'d> {
    /// The value.
    pub value: &'d Value,
    /// Its pointer.
    pub pointer: String,
}

impl<'d> Place<'d> {
    /// The value at `pointer` of `document`, if there is one.
    pub fn at(document: &'d Value, pointer: &str) -> Option<Self> {
        document.pointer(pointer).map(|value| Self {
            value,
            pointer: pointer.to_owned(),
        })
    }

    /// The value under `key`, as it stands.
    pub fn get(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| Self {
            value,
            pointer: join(&self.pointer, key),
        })
    }

    /// The text under `key`.
    pub fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key).and_then(Value::as_str)
    }

    /// Whether `key` is `true`.
    pub fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// The value's keys with their values.
    pub fn entries(&self) -> impl Iterator<Item = (&'d String, Self)> {
        let pointer = self.pointer.clone();
        let object: Option<&'d Map<String, Value>> = self.value.as_object();
        object.into_iter().flatten().map(move |(key, value)| {
            let pointer = join(&pointer, key);
            (key, Self { value, pointer })
        })
    }

    /// The value's items.
    pub fn items(&self) -> impl Iterator<Item = Self> {
        let pointer = self.pointer.clone();
        let items: Option<&'d Vec<Value>> = self.value.as_array();
        items
            .into_iter()
            .flatten()
            .enumerate()
            .map(move |(index, value)| Self {
                value,
                pointer: format!("{pointer}/{index}"),
            })
    }

    /// What stands here, or what its `$ref`s lead to; `None` where they lead nowhere.
    pub fn follow(self, document: &'d Value) -> Option<Self> {
        let mut place = self;
        for _ in 0..MOST_STEPS {
            let Some(reference) = place.text("$ref") else {
                return Some(place);
            };
            place = Self::at(document, &of_ref(reference)?)?;
        }
        None
    }
}

/// More `$ref`s than this in a row are a circle.
const MOST_STEPS: usize = 32;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Place, percent_decode};

    #[test]
    fn follows_refs() {
        let document = json!({
            "a": { "$ref": "#/b/x~1y" }, "b": { "x/y": { "ok": true } },
            "circle": { "$ref": "#/circle" }, "nowhere": { "$ref": "#/zzz" },
        });
        let follow = |pointer| Place::at(&document, pointer).unwrap().follow(&document);
        assert_eq!(follow("/a").unwrap().pointer, "/b/x~1y");
        assert!(follow("/circle").is_none());
        assert!(follow("/nowhere").is_none());
    }

    #[test]
    fn decodes_percent() {
        assert_eq!(percent_decode("/a%7Bb%7D%zz%"), "/a{b}%zz%");
        assert_eq!(percent_decode("é%"), "é%");
    }
}
