// A call that needs any token needs one of its own system.
use passport_api::{ScopedToken, breb};
use passport_tests::foreign;

fn call(client: &foreign::Client, token: &ScopedToken<breb::sets::Unscoped>) {
    let _ = client.account().me(token);
}

fn main() {}
