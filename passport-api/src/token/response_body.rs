//! The body of a token response, read into what is of matter.

use std::fmt;

use secrecy::SecretString;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::catalog::TokenEndpoint;
use crate::json::without_bom;
use crate::token::secret::into_secret;

/// The fields of a token response (RFC 6749, 5.1) that are of matter. Of those that nothing knows,
/// nothing is kept, so that a large body costs no more than its bytes.
#[derive(Default)]
pub(super) struct ResponseBody {
    pub(super) access_token: Option<SecretString>,
    /// `None` where it is not there, or no text.
    pub(super) token_type: Option<String>,
    pub(super) expires_in: Option<Moment>,
    pub(super) expires_at: Option<Moment>,
    pub(super) granted: GrantedValue,
    /// The fields that `scopes.toml` declares.
    pub(super) declared: Map<String, Value>,
}

/// The field that lists what was granted.
#[derive(Default)]
pub(super) enum GrantedValue {
    #[default]
    Absent,
    Text(String),
    /// The texts of a list.
    List(Vec<String>),
    /// Something else.
    Other,
}

/// A moment or a length of time as it is written: a number, or the text of one or of a date.
pub(super) enum Moment {
    /// Not below zero; rounded down.
    Seconds(u64),
    Text(String),
}

impl ResponseBody {
    /// `None` if it is no JSON object.
    pub(super) fn read(body: &[u8], endpoint: &TokenEndpoint) -> Option<Self> {
        let mut json = serde_json::Deserializer::from_slice(without_bom(body));
        let read = BodyReader(endpoint).deserialize(&mut json).ok()?;
        json.end().ok()?;
        Some(read)
    }
}

struct BodyReader<'e>(&'e TokenEndpoint);

impl<'de> DeserializeSeed<'de> for BodyReader<'_> {
    type Value = ResponseBody;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ResponseBody, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for BodyReader<'_> {
    type Value = ResponseBody;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a token response")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ResponseBody, A::Error> {
        let endpoint = self.0;
        let mut body = ResponseBody::default();
        while let Some(field) = map.next_key_seed(FieldReader(endpoint))? {
            match field {
                FieldName::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
                // The one that stands last counts.
                FieldName::Known(name) => body.set(name, map.next_value()?),
                FieldName::Declared(name) => {
                    let value: Value = map.next_value()?;
                    // A declared field may be one of the others as well.
                    if let Some(known) = Known::of(name, endpoint) {
                        let text =
                            serde_json::to_string(&value).map_err(serde::de::Error::custom)?;
                        let raw = RawValue::from_string(text).map_err(serde::de::Error::custom)?;
                        body.set(known, &raw);
                    }
                    if value.is_null() {
                        body.declared.remove(name);
                    } else {
                        body.declared.insert(name.to_owned(), value);
                    }
                }
            }
        }
        Ok(body)
    }
}

impl ResponseBody {
    fn set(&mut self, name: Known, raw: &RawValue) {
        match name {
            Known::AccessToken => self.access_token = text(raw).map(into_secret),
            Known::TokenType => self.token_type = text(raw),
            Known::ExpiresIn => self.expires_in = Moment::read(raw),
            Known::ExpiresAt => self.expires_at = Moment::read(raw),
            Known::Granted => {
                self.granted = serde_json::from_str(raw.get()).unwrap_or(GrantedValue::Other);
            }
        }
    }
}

/// The fields that each response may have.
#[derive(Clone, Copy)]
enum Known {
    AccessToken,
    TokenType,
    ExpiresIn,
    ExpiresAt,
    Granted,
}

impl Known {
    fn of(name: &str, endpoint: &TokenEndpoint) -> Option<Self> {
        Some(match name {
            "access_token" => Self::AccessToken,
            "token_type" => Self::TokenType,
            "expires_in" => Self::ExpiresIn,
            "expires_at" => Self::ExpiresAt,
            name if name == endpoint.granted_field => Self::Granted,
            _ => return None,
        })
    }
}

enum FieldName {
    Known(Known),
    Declared(&'static str),
    Other,
}

struct FieldReader<'e>(&'e TokenEndpoint);

impl<'de> DeserializeSeed<'de> for FieldReader<'_> {
    type Value = FieldName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<FieldName, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for FieldReader<'_> {
    type Value = FieldName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<FieldName, E> {
        let declared = self.0.response.iter().find(|field| field.wire == name);
        Ok(match (declared, Known::of(name, self.0)) {
            (Some(field), _) => FieldName::Declared(field.wire),
            (None, Some(known)) => FieldName::Known(known),
            (None, None) => FieldName::Other,
        })
    }
}

/// The text, if it is one.
fn text(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}

impl Moment {
    fn read(raw: &RawValue) -> Option<Self> {
        let written = raw.get();
        if written.starts_with('"') {
            let text = text(raw)?;
            return Some(seconds(text.trim()).map_or_else(|| Self::Text(text), Self::Seconds));
        }
        seconds(written).map(Self::Seconds)
    }
}

/// A number that is not below zero, rounded down; in any of the forms of JSON.
fn seconds(number: &str) -> Option<u64> {
    if let Ok(whole) = number.parse() {
        return Some(whole);
    }
    // Without the words for what is no number.
    let is_number = number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    let number: f64 = number.parse().ok().filter(|_| is_number)?;
    // A conversion goes to the nearest number that there is.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (number >= 0.0).then_some(number.floor() as u64)
}

impl<'de> Deserialize<'de> for GrantedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GrantedReader)
    }
}

struct GrantedReader;

impl<'de> Visitor<'de> for GrantedReader {
    type Value = GrantedValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what was granted")
    }

    fn visit_unit<E>(self) -> Result<GrantedValue, E> {
        Ok(GrantedValue::Absent)
    }

    fn visit_str<E>(self, text: &str) -> Result<GrantedValue, E> {
        Ok(GrantedValue::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<GrantedValue, A::Error> {
        let mut names = Vec::new();
        while let Some(item) = items.next_element::<&RawValue>()? {
            names.extend(text(item));
        }
        Ok(GrantedValue::List(names))
    }
}
