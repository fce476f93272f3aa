//! `docs/faults.md`.
use crate::cells::{Coordinates, Rows};
use crate::oracle::Outcome;
pub(crate) fn compare(_: &Rows, _: &[Coordinates<'_>], _: &[Outcome]) {}
