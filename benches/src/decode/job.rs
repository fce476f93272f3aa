//! What is read, by whom and how often: also for a process of its own, which callgrind runs.

use std::hint::black_box;

use serde::{Deserialize, Serialize};

use super::document;
use super::reading;
use crate::Outcome;

/// Reading a document over and over; it travels as JSON, as the argument behind
/// [`ARGUMENT`](Self::ARGUMENT).
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Job {
    /// What is read.
    pub what: What,
    /// By whom.
    pub reader: Reader,
    /// How often.
    pub times: usize,
}

/// What is read.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum What {
    /// An object with so many fields, of which there is a struct.
    Object(usize, Keys),
    /// A page of a list, so many bytes long.
    List(usize),
}

/// The keys of an object.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Keys {
    /// In the order of the fields.
    InOrder,
    /// The same, with a key that no field has behind each.
    HalfUnknown,
    /// In another order.
    Shuffled,
    /// In the opposite order.
    Reversed,
}

/// By whom.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Reader {
    /// An object by `object!`, a list by `Page`.
    Passport,
    /// What a person would write: an object by serde's derive, a list by a struct with a `Vec`.
    ByHand,
}

impl Job {
    /// The argument that makes this executable do a job.
    pub const ARGUMENT: &str = "--decode";

    /// Does the job on a command line, if there is one; the error is that of [`work`](Self::work).
    #[must_use]
    pub fn of(arguments: &[String]) -> Option<Outcome> {
        let [first, job] = arguments else {
            return None;
        };
        let work = || serde_json::from_str::<Self>(job)?.work();
        (first == Self::ARGUMENT).then(work)
    }

    /// Reads the document.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn work(&self) -> Outcome {
        let read = reading::of(self.what, self.reader)?;
        let document = document::of(self.what)?;
        // What the allocator and the linker do once is not counted.
        read(&document)?;
        measured(&mut || (0..self.times).try_for_each(|_| read(black_box(&document))))?;
        Ok(())
    }
}

impl Keys {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::InOrder,
        Self::HalfUnknown,
        Self::Shuffled,
        Self::Reversed,
    ];

    /// For a person.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::InOrder => "keys in order",
            Self::HalfUnknown => "half of the keys unknown",
            Self::Shuffled => "keys shuffled",
            Self::Reversed => "keys reversed",
        }
    }
}

/// The name of [`measured`] among callgrind's functions.
pub(super) const MEASURED: &str = "passport_benches::decode::job::measured*";

/// Callgrind counts what happens within this function, which is why it stays one.
#[inline(never)]
fn measured(work: &mut dyn FnMut() -> serde_json::Result<()>) -> serde_json::Result<()> {
    black_box(work())
}
