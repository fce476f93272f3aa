//! How a token store fails; it is told, and never an error of a call.

use std::error::Error as StdError;
use std::fmt;

use crate::client::Core;
use crate::observe::Event;
use crate::token::store::AnyError;

/// What a store has answered with; that it has failed, or has not answered in time, is told.
pub(super) fn heed<T>(answer: Option<Result<T, AnyError>>, core: &Core) -> Option<T> {
    match answer {
        Some(Ok(value)) => return Some(value),
        Some(Err(error)) => {
            let error = StoreFailure(error);
            core.observe(&Event::StoreFailed { error: &error });
        }
        None => core.observe(&Event::StoreFailed {
            error: &TooSlow("token"),
        }),
    }
    None
}

/// A token store's own error, whose text may repeat what was stored: it is there for who asks for the
/// source, and is not shown.
struct StoreFailure(AnyError);

impl fmt::Debug for StoreFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StoreFailure").finish_non_exhaustive()
    }
}

impl fmt::Display for StoreFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the token store answered with an error of its own")
    }
}

impl StdError for StoreFailure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.0)
    }
}

/// The store of tokens, or of limits, has not answered in time.
#[derive(Debug)]
pub(crate) struct TooSlow(pub(crate) &'static str);

impl fmt::Display for TooSlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} store has not answered in time", self.0)
    }
}

impl StdError for TooSlow {}

/// A token store has a token that cannot be trusted.
#[derive(Debug)]
pub(super) struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the token in the store was changed, or not written by this store; it is replaced",
        )
    }
}

impl StdError for Unreadable {}
