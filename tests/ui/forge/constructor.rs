// A token has no constructor.
use passport_api::{ScopedToken, breb::sets::Unscoped};

fn forge() -> ScopedToken<Unscoped> {
    ScopedToken::new("eyJhbGciOi")
}

fn main() {}
