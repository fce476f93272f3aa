// A call is begun by the hidden constructor, with a token whose set lacks the scope.
use passport_api::{Api, ScopedToken};
use passport_tests::foreign::{self, sets::Unscoped};

fn forge(client: &foreign::Client, token: &ScopedToken<Unscoped>) {
    let _ = client.core().with_token2::<1, 1>(token);
}

fn main() {}
