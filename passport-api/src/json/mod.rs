//! JSON that a server has sent: read as a type, and what is said where it does not fit.

mod mismatch;
mod trace;
mod value;

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::{DeserializeOwned, DeserializeSeed};

use crate::error::Error;

pub(crate) use mismatch::{Failure, Mismatch};
pub(crate) use trace::expect_keys;
pub(crate) use value::{fail, read_value};

/// Reads a body as a type.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Mismatch> {
    read_seed(body, PhantomData)
}

/// Reads a body by a seed. The body is read a second time where that fails, to find the field that
/// does not fit; a body that fits pays nothing for it.
pub(crate) fn read_seed<'de, S>(body: &'de [u8], seed: S) -> Result<S::Value, Mismatch>
where
    S: DeserializeSeed<'de> + Copy,
{
    let body = without_bom(body);
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = seed.deserialize(&mut json);
    read.and_then(|value| json.end().map(|()| value))
        .map_err(|error| Mismatch::find(body, seed, &error))
}

/// The error of an answer that does not fit its type.
#[cold]
pub(crate) fn not_as_expected(body: &Bytes, mismatch: &Mismatch) -> Error {
    Error::unreadable(body.clone(), format!("not the expected JSON {mismatch}"))
}

/// The text without the byte order mark of UTF-8 in front of it, which a parser may ignore (RFC 8259,
/// 8.1).
pub(crate) fn without_bom(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)
}

#[cfg(test)]
mod tests;
