// All mistakes of a set are reported together.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payment.get", "nothing.*", "iam.users.get", "iam.users.get";
}

fn main() {}
