// A scope is not written as text.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts = breb_payments::Get;
}

fn main() {}
