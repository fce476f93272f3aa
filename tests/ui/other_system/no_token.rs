// A call that needs a token cannot be made without one.
use passport_tests::foreign;

fn call(client: &foreign::Client) {
    let _ = client.account().me();
}

fn main() {}
