// The semicolon is missing.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts = "iam.users.get"
}

fn main() {}
