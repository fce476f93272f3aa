// A token of one set is none of another.
use passport_api::{ScopedToken, breb::sets};

fn forge(token: ScopedToken<sets::Unscoped>) -> ScopedToken<sets::EntityClientCredentials> {
    token
}

fn main() {}
