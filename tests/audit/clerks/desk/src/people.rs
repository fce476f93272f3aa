//! A set with the name of another, and alternatives.

use passport_api::ScopedToken;
use shop::Client;

shop::scope_set! {
    /// One alternative of a search, and what another call needs of the other one.
    pub struct Reader = "people:read", "orders:read", "reports.audit";
}

/// Takes one of two lists of scopes.
pub fn search(client: &Client, token: &ScopedToken<Reader>) {
    let _ = client.people().search(token);
}
