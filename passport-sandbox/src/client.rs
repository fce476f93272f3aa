//! Clients: who may fetch a token, and with which scopes.

use std::fmt;

/// Someone who may fetch tokens from the sandbox.
///
/// ```
/// let client = passport_sandbox::Client::new("reader", "s3cret").scopes(["read:zones"]);
/// assert_eq!(client.id(), "reader");
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) every_scope: bool,
}

impl Client {
    /// A client that may fetch tokens, which carry no scope yet.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            scopes: Vec::new(),
            every_scope: false,
        }
    }

    /// Adds scopes, as the spec writes them, an alias, or a template with its holes filled.
    ///
    /// Each API takes those that it knows.
    #[must_use]
    pub fn scopes<I>(mut self, scopes: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        self.scopes.extend(scopes.into_iter().map(Into::into));
        self
    }

    /// Adds every scope of every API.
    #[must_use]
    pub fn every_scope(mut self) -> Self {
        self.every_scope = true;
        self
    }

    /// The client's id.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("id", &self.id)
            .field("secret", &"[redacted]")
            .field("scopes", &self.scopes)
            .field("every_scope", &self.every_scope)
            .finish()
    }
}
