// A set is written like a struct with fields.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts { scope: "iam.users.get" }
}

fn main() {}
