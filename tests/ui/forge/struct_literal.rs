// A token is made by hand.
use passport_api::{ScopedToken, breb::sets::Unscoped};

fn forge() -> ScopedToken<Unscoped> {
    ScopedToken { handle: todo!(), set: todo!() }
}

fn main() {}
