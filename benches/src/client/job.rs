//! What a client is to do, and what it tells.

use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::server::Address;
use crate::subject::{Call, Name, Over};

/// What a client is to do; it travels as JSON, as the argument behind [`ARGUMENT`](Self::ARGUMENT).
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Job {
    /// By which client.
    pub subject: Name,
    /// Which call.
    pub call: Call,
    /// Over what.
    pub over: Over,
    /// Where to.
    pub server: Address,
    /// How many calls are made before, so that connections are there.
    pub warm: usize,
    /// How many calls are counted.
    pub calls: usize,
}

/// What was allocated.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Allocations {
    /// How often memory was asked for, or for more of it.
    pub count: usize,
    /// How many bytes; of a reallocation, those that are more than before.
    pub bytes: usize,
}

impl Job {
    /// The argument that makes this executable a client.
    pub const ARGUMENT: &str = "--client";

    /// The job on a command line, if there is one.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn read(arguments: &[String]) -> Outcome<Option<Self>> {
        match arguments {
            [first, job] if first == Self::ARGUMENT => Ok(Some(serde_json::from_str(job)?)),
            _ => Ok(None),
        }
    }
}

impl Allocations {
    /// What was allocated since.
    #[must_use]
    pub const fn since(self, before: Self) -> Self {
        Self {
            count: self.count - before.count,
            bytes: self.bytes - before.bytes,
        }
    }
}
