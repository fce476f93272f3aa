//! Keeps panics of a caller's function from spreading.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

/// What a caller's function does, as it goes on.
pub(crate) type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A caller's function at work: it is called, polled and dropped with panics caught. It comes to
/// nothing when it panics.
pub(crate) struct Shielded<T> {
    work: Option<Work<T>>,
}

impl<T> Shielded<T> {
    pub(crate) fn new(start: impl FnOnce() -> Work<T>) -> Self {
        Self {
            work: caught(start),
        }
    }

    fn give_up(&mut self) {
        if let Some(work) = self.work.take() {
            caught(|| drop(work));
        }
    }
}

impl<T> Future for Shielded<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let Some(work) = &mut self.work else {
            return Poll::Ready(None);
        };
        match caught(|| work.as_mut().poll(context)) {
            Some(Poll::Pending) => Poll::Pending,
            Some(Poll::Ready(done)) => {
                self.give_up();
                Poll::Ready(Some(done))
            }
            None => {
                self.give_up();
                Poll::Ready(None)
            }
        }
    }
}

impl<T> Drop for Shielded<T> {
    fn drop(&mut self) {
        self.give_up();
    }
}

/// What a function returns, or nothing if it panics. What it panics with is let go of unseen, and
/// leaked, because dropping it may panic again.
fn caught<T>(function: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(function))
        .map_err(std::mem::forget)
        .ok()
}
