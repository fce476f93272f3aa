//! Where the time comes from, and how one waits for it.

mod manual;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

pub use manual::ManualClock;

/// A wait for a clock.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send + Sync>>;

/// Tells the time and waits for it; a test gives the client one that it controls, such as
/// [`ManualClock`].
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use passport_api::{Clock, Sleep};
///
/// /// A clock that is an hour ahead.
/// #[derive(Debug)]
/// struct Ahead;
///
/// impl Clock for Ahead {
///     fn now(&self) -> SystemTime {
///         passport_api::SystemClock.now() + Duration::from_secs(3600)
///     }
///
///     fn sleep(&self, duration: Duration) -> Sleep {
///         passport_api::SystemClock.sleep(duration)
///     }
/// }
/// ```
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> SystemTime;

    /// Waits on purpose: for a back-off, a `Retry-After` or a limit to pass.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Ends when the time for something else is up, such as an answer. It is a [`sleep`](Self::sleep)
    /// unless a clock tells the two apart, as [`ManualClock`] does.
    fn timer(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }
}

/// The clock of the machine; it waits on tokio's timer.
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

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}
