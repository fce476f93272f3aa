// A call that needs a token is begun without one.
use passport_api::Api;
use passport_tests::foreign;

fn forge(client: &foreign::Client) {
    let _ = client.core().without_token2::<1, 1>();
}

fn main() {}
