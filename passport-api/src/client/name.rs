//! What errors, events and spans call a call.

use std::fmt;

use http::Method;

use crate::catalog::Endpoint;

/// What errors, events and spans call a call: `payments.create`, or the method and the prefix of the
/// path. The rest of a path may hold personal data.
///
/// It is text only where it is shown: most calls go well, and nobody is told of them.
#[derive(Clone, Copy)]
pub(crate) enum CallName<'c> {
    Endpoint(&'static Endpoint),
    Raw {
        method: &'c Method,
        /// The path of the prefix that the path begins with.
        prefix: &'c str,
    },
}

impl CallName<'_> {
    /// The endpoint, if it is one of the spec's.
    pub(crate) fn endpoint(&self) -> Option<&'static Endpoint> {
        match self {
            Self::Endpoint(endpoint) => Some(endpoint),
            Self::Raw { .. } => None,
        }
    }
}

impl fmt::Display for CallName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Endpoint(endpoint) => write!(f, "{}.{}", endpoint.resource, endpoint.name),
            Self::Raw { method, prefix } => write!(f, "{method} {prefix}/…"),
        }
    }
}
