// A call that any token may make is begun with another system's token.
use passport_api::{Api, ScopedToken, breb::sets::EntityClientCredentials};
use passport_tests::foreign;

fn forge(client: &foreign::Client, token: &ScopedToken<EntityClientCredentials>) {
    let _ = client.core().with_token2::<1, 8>(token);
}

fn main() {}
