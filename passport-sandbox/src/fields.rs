//! Reading and validating the fields of a JSON body.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use passport_api::types::Amount;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::refusal::{Reason, Refusal};

/// An object of a request body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'b> {
    object: &'b Map<String, Value>,
    /// The field that holds the object; none of the body itself. Messages name it.
    within: Option<&'b str>,
}

impl<'b> Fields<'b> {
    pub(crate) fn of(value: &'b Value) -> Result<Self, Refusal> {
        match value {
            Value::Object(object) => Ok(Self {
                object,
                within: None,
            }),
            _ => Err(Reason::MalformedBody.because("The body must be a JSON object.")),
        }
    }

    /// A field that is there and not null.
    pub(crate) fn value(&self, name: &str) -> Option<&'b Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    /// An object that may be absent.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Fields<'b>>, Refusal> {
        match self.object.get_key_value(name) {
            None | Some((_, Value::Null)) => Ok(None),
            Some((name, Value::Object(object))) => Ok(Some(Self {
                object,
                within: Some(name),
            })),
            Some(_) => Err(self.invalid(name, "must be an object")),
        }
    }

    /// An object that must be there.
    pub(crate) fn required_object(&self, name: &str) -> Result<Fields<'b>, Refusal> {
        self.object(name)?.ok_or_else(|| self.missing(name))
    }

    /// A text that may be absent.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&'b str>, Refusal> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.invalid(name, "must be a string")),
        }
    }

    /// A text that may be absent and is at most this long.
    pub(crate) fn text_up_to(&self, name: &str, most: usize) -> Result<Option<&'b str>, Refusal> {
        let text = self.text(name)?;
        if text.is_some_and(|text| text.chars().count() > most) {
            let must = format!("must have at most {most} characters");
            return Err(self.invalid(name, &must));
        }
        Ok(text)
    }

    /// A text that may be absent, and has as many characters as this where it is not.
    pub(crate) fn sized_or_absent(
        &self,
        name: &str,
        size: RangeInclusive<usize>,
    ) -> Result<Option<&'b str>, Refusal> {
        let present = self.value(name).map(|_| self.sized(name, size));
        present.transpose()
    }

    /// A text that must be there and not be empty.
    pub(crate) fn required(&self, name: &str) -> Result<&'b str, Refusal> {
        let text = self.text(name)?.ok_or_else(|| self.missing(name))?;
        if text.is_empty() {
            return Err(self.invalid(name, "must not be empty"));
        }
        Ok(text)
    }

    /// A text that must be there, with as many characters as this.
    pub(crate) fn sized(
        &self,
        name: &str,
        size: RangeInclusive<usize>,
    ) -> Result<&'b str, Refusal> {
        let text = self.required(name)?;
        if !size.contains(&text.chars().count()) {
            let must = match size.into_inner() {
                (least, most) if least == most => format!("must have {least} characters"),
                (least, most) => format!("must have {least} to {most} characters"),
            };
            return Err(self.invalid(name, &must));
        }
        Ok(text)
    }

    /// A text that must be there and be one of these.
    pub(crate) fn one_of(&self, name: &str, words: &[&str]) -> Result<&'b str, Refusal> {
        let text = self.required(name)?;
        if !words.contains(&text) {
            let must = format!("must be one of {}", words.join(", "));
            return Err(self.invalid(name, &must));
        }
        Ok(text)
    }

    /// A number that may be absent.
    pub(crate) fn number(&self, name: &str) -> Result<Option<f64>, Refusal> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => match value.as_f64() {
                None => Err(self.invalid(name, "must be a number")),
                number => Ok(number),
            },
        }
    }

    /// A decimal number, which must be written as a text: digits, a point and a minus, without an
    /// exponent.
    pub(crate) fn decimal(&self, name: &str) -> Result<Decimal, Refusal> {
        let text = self.required(name)?;
        let amount = text.parse::<Amount>();
        let wrong = |_| self.invalid(name, "must be a decimal number in a string");
        amount.map(Amount::decimal).map_err(wrong)
    }

    /// A moment that may be absent.
    pub(crate) fn time(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let text = self.text(name)?;
        let name = self.full_name(name);
        text.map(|text| parse_time(&name, text)).transpose()
    }

    /// A moment that must be there.
    pub(crate) fn required_time(&self, name: &str) -> Result<Timestamp, Refusal> {
        self.time(name)?.ok_or_else(|| self.missing(name))
    }

    /// A refusal because a field of this object is not there.
    pub(crate) fn missing(&self, name: &str) -> Refusal {
        missing(&self.full_name(name))
    }

    /// A refusal because a field of this object `must …`.
    pub(crate) fn invalid(&self, name: &str, must: &str) -> Refusal {
        invalid(&self.full_name(name), must)
    }

    /// A field's name with the one of the object in front: `address.city`.
    fn full_name(&self, name: &str) -> String {
        match self.within {
            Some(within) => format!("{within}.{name}"),
            None => name.to_owned(),
        }
    }
}

/// A refusal because a field is not there.
pub(crate) fn missing(name: &str) -> Refusal {
    Reason::MissingField.because(format!("The field `{name}` is missing."))
}

/// A refusal because a field `must …`.
pub(crate) fn invalid(name: &str, must: &str) -> Refusal {
    Reason::InvalidField.because(format!("The field `{name}` {must}."))
}

/// A refusal because nothing has this id.
pub(crate) fn not_found(what: &str, id: &str) -> Refusal {
    Reason::NotFound.because(format!("There is no {what} with the id `{id}`."))
}

/// Reads an RFC 3339 moment: date and time with a `T` between them, and an offset.
pub(crate) fn parse_time(name: &str, text: &str) -> Result<Timestamp, Refusal> {
    let is_separated = text.as_bytes().get(10) == Some(&b'T');
    let time = text.parse().ok().filter(|_| is_separated);
    time.ok_or_else(|| {
        invalid(
            name,
            "must be an RFC 3339 time such as 2025-01-02T03:04:05Z",
        )
    })
}
