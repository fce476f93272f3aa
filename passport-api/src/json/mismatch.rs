//! Where a server's JSON does not fit its type.
//!
//! The message of a JSON error may repeat a value, and a key may be one as well: both may be
//! personal. So nothing is kept but the place, the kind of value that stands there, and names that
//! are the program's own.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Unexpected};

use crate::json::{trace, value};

/// Where JSON does not fit its type, and in which way. It has no value and no key of the server.
#[derive(Debug)]
pub(crate) struct Mismatch {
    line: usize,
    column: usize,
    /// The text is no JSON, or ends too early.
    is_syntax: bool,
    failure: Failure,
}

impl Mismatch {
    /// Reads the body once more, to find the field at which it fails.
    #[cold]
    pub(crate) fn find<'de, S>(body: &'de [u8], seed: S, error: &serde_json::Error) -> Self
    where
        S: DeserializeSeed<'de>,
    {
        let failure = trace::read(body, seed).err();
        Self {
            line: error.line(),
            column: error.column(),
            is_syntax: !error.is_data(),
            failure: failure.unwrap_or_default(),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at line {} column {}", self.line, self.column)?;
        let failure = &self.failure;
        let path = || Path(&failure.path);
        match failure.problem {
            Some(Problem::Missing(name)) => {
                write!(f, ": the field `{}` is missing", path().and(name))
            }
            Some(Problem::Repeated(name)) => {
                write!(f, ": the field `{}` is there twice", path().and(name))
            }
            Some(Problem::Unfit(what)) if failure.path.is_empty() => write!(f, ": it is {what}"),
            Some(Problem::Unfit(what)) => write!(f, ": `{}` is {what}", path()),
            None if failure.path.is_empty() && self.is_syntax => f.write_str(": it is no JSON"),
            None if failure.path.is_empty() => Ok(()),
            None if self.is_syntax => write!(f, ": it is no JSON from `{}` on", path()),
            None => write!(f, ": `{}` does not fit", path()),
        }
    }
}

/// An error of a deserializer that keeps the way to it, and no text.
#[derive(Debug, Default)]
pub(crate) struct Failure {
    /// From the inside out.
    path: Vec<Segment>,
    problem: Option<Problem>,
}

#[derive(Debug)]
enum Problem {
    /// A field that has to be there.
    Missing(&'static str),
    Repeated(&'static str),
    /// The value is something else than the type takes.
    Unfit(&'static str),
}

/// A step on the way from the whole to a value in it.
#[derive(Debug)]
pub(super) enum Segment {
    Index(usize),
    /// The name of a field or variant of a type.
    Name(Cow<'static, str>),
    /// A key that may be the server's own.
    Key,
    /// The rest of a way that is deeper than is looked at.
    Deeper,
}

impl Failure {
    /// The same failure, seen from one level further out.
    pub(super) fn below(mut self, segment: Segment) -> Self {
        self.path.push(segment);
        self
    }

    /// An error of the deserializer itself, which finds some values of another type before the type
    /// is asked. Its message begins with the kind of value, and may end with the value.
    pub(super) fn of_deserializer(error: &dyn fmt::Display) -> Self {
        let message = error.to_string();
        let found = message.strip_prefix("invalid type: ").and_then(|found| {
            let kinds = MESSAGES.iter();
            let mut kinds = kinds.filter(|(start, _)| found.starts_with(start));
            kinds.next()
        });
        Self {
            path: Vec::new(),
            problem: found.map(|(_, what)| Problem::Unfit(what)),
        }
    }

    /// The same failure, seen from the object that has this field.
    pub(crate) fn below_name(self, name: &'static str) -> Self {
        self.below(Segment::Name(Cow::Borrowed(name)))
    }

    /// The value is something else than the type takes.
    pub(crate) fn unfit(what: &'static str) -> Self {
        Self::of(Problem::Unfit(what))
    }

    fn of(problem: Problem) -> Self {
        Self {
            path: Vec::new(),
            problem: Some(problem),
        }
    }
}

impl de::Error for Failure {
    /// The message may be made of a value, so it is dropped.
    fn custom<T: fmt::Display>(_: T) -> Self {
        value::failed().unwrap_or_default()
    }

    fn invalid_type(found: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::of(Problem::Unfit(kind(&found)))
    }

    fn invalid_value(found: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::of(Problem::Unfit(match found {
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => {
                "a number out of range"
            }
            Unexpected::Str(_) | Unexpected::Char(_) => "a text that does not fit",
            ref other => kind(other),
        }))
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self::of(Problem::Unfit("an array of another length"))
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::of(Problem::Unfit("none of the known variants"))
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::of(Problem::Unfit("an object with an unknown field"))
    }

    fn missing_field(name: &'static str) -> Self {
        Self::of(Problem::Missing(name))
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::of(Problem::Repeated(name))
    }
}

impl de::StdError for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Path(&self.path).fmt(f)
    }
}

/// The kind of a value, without the value.
fn kind(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) => "a text",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "an array",
        Unexpected::Map => "an object",
        _ => "of another type",
    }
}

/// The words of [`Unexpected`], and those of [`kind`] for the same.
const MESSAGES: &[(&str, &str)] = &[
    ("boolean", "a boolean"),
    ("integer", "a number"),
    ("floating point", "a number"),
    ("number", "a number"),
    ("string", "a text"),
    ("null", "null"),
    ("sequence", "an array"),
    ("map", "an object"),
];

/// `items[3].amount`, of segments from the inside out.
#[derive(Clone, Copy)]
struct Path<'p>(&'p [Segment]);

impl<'p> Path<'p> {
    fn and(self, name: &'static str) -> impl fmt::Display + use<'p> {
        let dot = if self.0.is_empty() { "" } else { "." };
        fmt::from_fn(move |f| write!(f, "{self}{dot}{name}"))
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, segment) in self.0.iter().rev().enumerate() {
            let dot = if place == 0 { "" } else { "." };
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Name(name) => write!(f, "{dot}{name}")?,
                Segment::Key => write!(f, "{dot}{{key}}")?,
                Segment::Deeper => write!(f, "{dot}…")?,
            }
        }
        Ok(())
    }
}
