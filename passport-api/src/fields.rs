//! A serializable value as fields with texts: what a form, a multipart body and a query are made of.
//!
//! The value is written as JSON first and its fields are read back as the text that they are, so
//! that their order and every digit stay.

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// What a field says.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Said {
    /// A text for each of its values: none for null, one for a scalar, any number for a list.
    Texts(Vec<String>),
    /// An object, or a list that holds one, as JSON.
    Json(String),
}

impl Said {
    /// What a value says.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        Self::read(&serde_json::value::to_raw_value(value)?)
    }

    fn read(raw: &RawValue) -> Result<Self, serde_json::Error> {
        if !raw.get().starts_with('[') {
            return Ok(match scalar(raw)? {
                Scalar::Nothing => Self::Texts(Vec::new()),
                Scalar::Text(text) => Self::Texts(vec![text]),
                Scalar::Compound => Self::Json(raw.get().to_owned()),
            });
        }
        let items: Vec<&RawValue> = serde_json::from_str(raw.get())?;
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match scalar(item)? {
                Scalar::Nothing => {}
                Scalar::Text(text) => texts.push(text),
                Scalar::Compound => return Ok(Self::Json(raw.get().to_owned())),
            }
        }
        Ok(Self::Texts(texts))
    }

    /// The texts; JSON is one.
    pub(crate) fn into_texts(self) -> Vec<String> {
        match self {
            Self::Texts(texts) => texts,
            Self::Json(text) => vec![text],
        }
    }
}

/// The fields of an object as pairs; a list is a pair for each of its items, an object in it is JSON.
pub(crate) fn pairs<T: Serialize + ?Sized>(
    value: &T,
) -> Result<Vec<(String, String)>, serde_json::Error> {
    let json = serde_json::to_string(value)?;
    let mut pairs = Vec::new();
    for (name, raw) in fields(&json)? {
        let texts = Said::read(raw)?.into_texts().into_iter();
        pairs.extend(texts.map(|text| (name.clone(), text)));
    }
    Ok(pairs)
}

/// The fields of an object as `name[field]`, those of objects in it as `name[field][inner]`; the
/// items of a list repeat the name, or have their place in it where they are objects.
pub(crate) fn deep_pairs<T: Serialize + ?Sized>(
    name: &str,
    value: &T,
) -> Result<Vec<(String, String)>, serde_json::Error> {
    let mut pairs = Vec::new();
    add_deep(name, &serde_json::value::to_raw_value(value)?, &mut pairs)?;
    Ok(pairs)
}

fn add_deep(
    name: &str,
    raw: &RawValue,
    pairs: &mut Vec<(String, String)>,
) -> Result<(), serde_json::Error> {
    match Said::read(raw)? {
        Said::Texts(texts) => pairs.extend(texts.into_iter().map(|text| (name.to_owned(), text))),
        Said::Json(json) if json.starts_with('[') => {
            let items: Vec<&RawValue> = serde_json::from_str(&json)?;
            for (place, item) in items.into_iter().enumerate() {
                add_deep(&format!("{name}[{place}]"), item, pairs)?;
            }
        }
        Said::Json(json) => {
            for (field, inner) in fields(&json)? {
                add_deep(&format!("{name}[{field}]"), inner, pairs)?;
            }
        }
    }
    Ok(())
}

/// The fields of an object; the error does not repeat what is there instead, which may be personal.
fn fields(json: &str) -> Result<Vec<(String, &RawValue)>, serde_json::Error> {
    let fields: Result<Fields<'_>, _> = serde_json::from_str(json);
    fields
        .map(|fields| fields.0)
        .map_err(|_| serde_json::Error::custom("it is no object with fields"))
}

enum Scalar {
    Nothing,
    Text(String),
    Compound,
}

fn scalar(raw: &RawValue) -> Result<Scalar, serde_json::Error> {
    let text = raw.get();
    Ok(match text.as_bytes().first() {
        Some(b'n') => Scalar::Nothing,
        Some(b'"') => Scalar::Text(serde_json::from_str(text)?),
        Some(b'[' | b'{') => Scalar::Compound,
        _ => Scalar::Text(text.to_owned()),
    })
}

/// The fields of an object, or pairs in a list, in their order.
struct Fields<'j>(Vec<(String, &'j RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object with fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = list.next_element()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(Fields(Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Said, deep_pairs, pairs};

    #[derive(serde::Serialize)]
    struct Ordered {
        z: f64,
        a: Option<u64>,
        none: Option<u64>,
        list: Vec<&'static str>,
        object: Inner,
    }

    #[derive(serde::Serialize)]
    struct Inner {
        y: bool,
        b: Vec<i8>,
    }

    fn ordered() -> Ordered {
        Ordered {
            z: 0.1 + 0.2,
            a: Some(u64::MAX),
            none: None,
            list: vec!["x & y", "\"q\""],
            object: Inner {
                y: true,
                b: vec![1, 2],
            },
        }
    }

    fn texts(pairs: &[(String, String)]) -> Vec<String> {
        pairs.iter().map(|(n, v)| format!("{n}={v}")).collect()
    }

    #[test]
    fn fields_keep_their_order_and_every_digit() {
        assert_eq!(
            texts(&pairs(&ordered()).unwrap()),
            [
                "z=0.30000000000000004",
                "a=18446744073709551615",
                "list=x & y",
                "list=\"q\"",
                "object={\"y\":true,\"b\":[1,2]}",
            ]
        );
    }

    #[test]
    fn deep_fields_have_the_path_in_their_names() {
        let deep = deep_pairs("f", &ordered()).unwrap();
        let deep = texts(&deep);
        assert_eq!(
            deep[4..],
            ["f[object][y]=true", "f[object][b]=1", "f[object][b]=2"]
        );
        let places = deep_pairs("f", &json!({"a": [{"b": 1}, {"b": null}, [3]]})).unwrap();
        assert_eq!(texts(&places), ["f[a][0][b]=1", "f[a][2]=3"]);
    }

    #[test]
    fn pairs_in_a_list_are_fields_and_other_values_are_not() {
        assert_eq!(
            texts(&pairs(&[("a", 1), ("a", 2)]).unwrap()),
            ["a=1", "a=2"]
        );
        assert_eq!(texts(&pairs(&None::<Inner>).unwrap()), [""; 0]);
        for wrong in [json!("text"), json!(1), json!([1])] {
            let error = pairs(&wrong).unwrap_err().to_string();
            assert_eq!(error, "it is no object with fields", "{wrong}");
        }
        assert_eq!(Said::of(&json!(null)).unwrap(), Said::Texts(Vec::new()));
    }
}
