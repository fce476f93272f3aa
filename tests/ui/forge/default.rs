// A token has no default.
use passport_api::{ScopedToken, breb::sets::Unscoped};

fn forge() -> ScopedToken<Unscoped> {
    Default::default()
}

fn main() {}
