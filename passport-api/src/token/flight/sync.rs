//! What the cell is built on: a lock, and a slot that is read without one.

use std::sync::Arc;

use arc_swap::ArcSwapOption;

pub(super) use std::sync::Mutex;
pub(super) use std::sync::atomic::AtomicU64;

/// A shared value that is replaced as a whole.
pub(super) struct Slot<T>(ArcSwapOption<T>);

impl<T> Slot<T> {
    pub(super) fn new(value: Option<Arc<T>>) -> Self {
        Self(ArcSwapOption::new(value))
    }

    pub(super) fn load(&self) -> Option<Arc<T>> {
        self.0.load_full()
    }

    /// Looks at the value without taking part in it, so that threads that do so at once write to
    /// nothing that they share.
    pub(super) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.load().as_deref().map(look)
    }

    pub(super) fn store(&self, value: Arc<T>) {
        self.0.store(Some(value));
    }
}
