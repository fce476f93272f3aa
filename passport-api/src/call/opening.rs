//! What a call to an endpoint begins with.
//!
//! Generated code has one of these calls for each endpoint, and the compiler checks each: one call of
//! a function with three arguments costs it half of what the steps that it stands for would.

use crate::catalog::Endpoint;
use crate::client::Core;
use crate::token::{ErasedToken, ScopedToken};

/// The client, the endpoint, and the token where the endpoint takes one.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Opening<'c> {
    pub(super) core: &'c Core,
    pub(super) token: Option<&'c ErasedToken>,
    pub(super) endpoint: &'static Endpoint,
}

/// The opening of a call with a token; `place` is the endpoint's in the catalog.
#[doc(hidden)]
pub fn with_token<'c, S>(core: &'c Core, token: &'c ScopedToken<S>, place: usize) -> Opening<'c> {
    Opening {
        core,
        token: Some(token.erased()),
        endpoint: &core.catalog().endpoints[place],
    }
}

/// The opening of a call without a token.
#[doc(hidden)]
pub fn without_token(core: &Core, place: usize) -> Opening<'_> {
    Opening {
        core,
        token: None,
        endpoint: &core.catalog().endpoints[place],
    }
}
