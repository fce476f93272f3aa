//! Reading and validating the fields of a JSON body.

use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::refusal::{Reason, Refusal};

/// An object of a request body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'b> {
    object: &'b Map<String, Value>,
}

impl<'b> Fields<'b> {
    pub(crate) fn of(value: &'b Value) -> Result<Self, Refusal> {
        match value {
            Value::Object(object) => Ok(Self { object }),
            _ => Err(Reason::MalformedBody.because("The body must be a JSON object.")),
        }
    }

    /// A field that is there and not null.
    pub(crate) fn value(&self, name: &str) -> Option<&'b Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    /// An object that may be absent.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Fields<'b>>, Refusal> {
        let wrong = |_| invalid(name, "must be an object");
        self.value(name)
            .map(|value| Fields::of(value).map_err(wrong))
            .transpose()
    }

    /// An object that must be there.
    pub(crate) fn required_object(&self, name: &str) -> Result<Fields<'b>, Refusal> {
        self.object(name)?.ok_or_else(|| missing(name))
    }

    /// A text that may be absent.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&'b str>, Refusal> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(invalid(name, "must be a string")),
        }
    }

    /// A text that may be absent and is at most this long.
    pub(crate) fn text_up_to(&self, name: &str, most: usize) -> Result<Option<&'b str>, Refusal> {
        let text = self.text(name)?;
        if text.is_some_and(|text| text.chars().count() > most) {
            return Err(invalid(
                name,
                &format!("must have at most {most} characters"),
            ));
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
        let text = self.text(name)?.ok_or_else(|| missing(name))?;
        if text.is_empty() {
            return Err(invalid(name, "must not be empty"));
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
            let (least, most) = (size.start(), size.end());
            return Err(invalid(
                name,
                &format!("must have {least} to {most} characters"),
            ));
        }
        Ok(text)
    }

    /// A text that must be there and be one of these.
    pub(crate) fn one_of(&self, name: &str, words: &[&str]) -> Result<&'b str, Refusal> {
        let text = self.required(name)?;
        if !words.contains(&text) {
            return Err(invalid(
                name,
                &format!("must be one of {}", words.join(", ")),
            ));
        }
        Ok(text)
    }

    /// A number that may be absent.
    pub(crate) fn number(&self, name: &str) -> Result<Option<f64>, Refusal> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => match value.as_f64() {
                None => Err(invalid(name, "must be a number")),
                number => Ok(number),
            },
        }
    }

    /// A decimal number, which must be written as a text.
    pub(crate) fn decimal(&self, name: &str) -> Result<Decimal, Refusal> {
        let text = self.required(name)?;
        Decimal::from_str(text).map_err(|_| invalid(name, "must be a decimal number in a string"))
    }

    /// A moment that may be absent.
    pub(crate) fn time(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let text = self.text(name)?;
        text.map(|text| parse_time(name, text)).transpose()
    }

    /// A moment that must be there.
    pub(crate) fn required_time(&self, name: &str) -> Result<Timestamp, Refusal> {
        self.time(name)?.ok_or_else(|| missing(name))
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
