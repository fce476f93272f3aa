// A scope stands in the set twice.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get", "paas.core.breb_payments.get";
}

fn main() {}
