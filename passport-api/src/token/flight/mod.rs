//! Single flight: one caller fetches a token, any number of callers wait for it.
//!
//! The logic is in [`cell`] and nowhere else, so that it can be compiled twice: with the
//! standard library's synchronization, and, for the tests, with that of `loom`, which runs every
//! order in which threads can get in each other's way (`modelled`).

mod cell;
#[cfg(test)]
mod modelled;
mod sync;

pub(crate) use cell::{Cell, Kept, Lead, Turn};
