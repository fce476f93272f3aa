// A set is no enumeration.
use passport_api::breb;

breb::scope_set! {
    pub enum Payouts = "iam.users.get";
}

fn main() {}
