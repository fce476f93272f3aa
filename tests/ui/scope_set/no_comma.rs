// A comma is missing.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts = "iam.users.get" "iam.roles.get";
}

fn main() {}
