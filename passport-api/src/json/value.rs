//! The way to a failure through types that read JSON as a [`Value`] first.
//!
//! Their error is made of a text, which the tracing deserializer does not take, because it may repeat
//! what the server has sent. So the failure lies beside it, on the thread, and only while a body is
//! read once more.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error};
use serde_json::Value;

use crate::json::mismatch::Failure;
use crate::json::trace;

/// Reads a value that a type has read as JSON first, to make something of it afterwards. The error is
/// its message, and the way to it if that is looked for.
pub(crate) fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, (String, Failure)> {
    if IS_TRACING.get() {
        return trace::deserialize(value, PhantomData)
            .map_err(|failure| (failure.to_string(), failure));
    }
    T::deserialize(value).map_err(|error| (error.to_string(), Failure::default()))
}

/// An error of a type that has read JSON first: its failure is found again when the error is the
/// tracing deserializer's own.
pub(crate) fn fail<E: Error>(failure: Failure, message: fmt::Arguments<'_>) -> E {
    if IS_TRACING.get() {
        FAILED.set(Some(failure));
    }
    E::custom(message)
}

/// The failure of the error that is being made.
pub(super) fn failed() -> Option<Failure> {
    FAILED.take()
}

/// Drops the failure of an error that a type has taken back.
pub(super) fn take_back() {
    FAILED.set(None);
}

thread_local! {
    /// A body is read once more, to find where it fails.
    static IS_TRACING: Cell<bool> = const { Cell::new(false) };
    /// The failure that [`fail`] was given last.
    static FAILED: Cell<Option<Failure>> = const { Cell::new(None) };
}

/// While it lives, failures are looked for on this thread.
pub(super) struct Tracing;

impl Tracing {
    pub(super) fn begin() -> Self {
        IS_TRACING.set(true);
        Self
    }
}

impl Drop for Tracing {
    fn drop(&mut self) {
        IS_TRACING.set(false);
        FAILED.set(None);
    }
}
