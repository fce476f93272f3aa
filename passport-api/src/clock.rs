//! Where the time comes from.

use std::fmt;
use std::time::SystemTime;

/// Tells the time; a test gives the client one that it controls.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// #[derive(Debug)]
/// struct Stopped;
///
/// impl passport_api::Clock for Stopped {
///     fn now(&self) -> SystemTime {
///         SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
///     }
/// }
/// ```
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the time comes from"
    )]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
