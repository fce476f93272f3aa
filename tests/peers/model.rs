//! What the OAuth2 server and the resource behind it take and answer.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the resource saw in the token.
#[derive(Debug, Deserialize)]
pub(crate) struct Seen {
    pub(crate) client: String,
    pub(crate) scope: String,
}

/// A token that a client asks about, or takes back.
#[derive(Clone, Serialize)]
pub(crate) struct Presented {
    pub(crate) token: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented").finish_non_exhaustive()
    }
}

/// What the server says of a token (RFC 7662, 2.2); times are seconds since 1970.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Introspection {
    pub(crate) active: bool,
    pub(crate) scope: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) token_type: Option<String>,
    pub(crate) aud: Option<String>,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
}
