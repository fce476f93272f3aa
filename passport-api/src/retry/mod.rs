//! When and whether a call is sent again.

mod retry_after;

pub(crate) use retry_after::retry_after;
