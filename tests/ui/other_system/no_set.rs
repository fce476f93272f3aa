// What is no set of scopes has no token.
use passport_api::breb;

struct Payouts;

fn call(client: &breb::Client) {
    let _ = client.token::<Payouts>();
}

fn main() {}
