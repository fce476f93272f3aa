// The place of a call is written with more digits, or fewer, than it has.
use passport_api::{Api, ScopedToken};
use passport_tests::foreign::{self, sets::Unscoped};

fn forge(client: &foreign::Client, token: &ScopedToken<Unscoped>) {
    let _ = client.core().with_token1::<1>(token);
    let _ = client.core().with_token3::<0, 1, 1>(token);
}

fn main() {}
