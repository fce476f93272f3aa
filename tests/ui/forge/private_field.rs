// A token's set cannot be taken out.
use passport_api::{ScopedToken, breb::sets};

fn forge(token: ScopedToken<sets::Unscoped>) -> ScopedToken<sets::EntityClientCredentials> {
    ScopedToken { set: std::marker::PhantomData, ..token }
}

fn main() {}
