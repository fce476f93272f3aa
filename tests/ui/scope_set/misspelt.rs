// A scope is misspelt.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get", "paas.core.breb_payment.post";
}

fn main() {}
