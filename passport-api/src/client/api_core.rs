//! The common part of the clients of one API.

use std::fmt;
use std::marker::PhantomData;

use crate::client::Core;

/// The common part of a client of the API `A`.
///
/// Only the client builder of `A` makes one, so that a type that calls itself an API cannot pass off
/// another API's connection as its own.
#[doc(hidden)]
pub struct ApiCore<A> {
    core: Core,
    api: PhantomData<fn(A) -> A>,
}

impl<A> ApiCore<A> {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            core,
            api: PhantomData,
        }
    }

    /// The same without the API's type.
    pub(crate) fn erased(&self) -> &Core {
        &self.core
    }

    /// The base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.core.base_url()
    }
}

impl<A> Clone for ApiCore<A> {
    fn clone(&self) -> Self {
        Self::new(self.core.clone())
    }
}

impl<A> fmt::Debug for ApiCore<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.core.fmt(f)
    }
}
