// A set takes no parameters.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts<T> = "iam.users.get";
}

fn main() {}
