// The mistakes of all sets are reported together.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payment.get";
    pub struct Users = "iam.user.get";
}

fn main() {}
