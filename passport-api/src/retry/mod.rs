//! Whether a request is sent again, and when.

mod backoff;
mod budget;
mod policy;
mod replay;
mod retry_after;

pub use policy::RetryPolicy;

pub(crate) use backoff::Backoff;
pub(crate) use budget::Budget;
pub(crate) use replay::{Pause, Replay, Verdict, has_value, judge};
pub(crate) use retry_after::retry_after;
