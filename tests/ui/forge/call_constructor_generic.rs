// A call is begun by the hidden constructor, with a token of any set.
use passport_api::{Api, ScopedToken};
use passport_tests::foreign;

fn forge<S: foreign::access::Client>(client: &foreign::Client, token: &ScopedToken<S>) {
    let _ = client.core().with_token2::<1, 1>(token);
}

fn main() {}
