// A token is taken without its set.
use passport_api::{ScopedToken, breb::sets::Unscoped};

fn forge(token: &ScopedToken<Unscoped>) {
    let _ = token.erased();
}

fn main() {}
