// A token is narrowed to a set of its own system only.
use passport_api::{ScopedToken, breb, visionamos};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

visionamos::scope_set! {
    pub struct Other = "paas.core.breb_payments.get";
}

fn call(token: &ScopedToken<Payouts>) -> ScopedToken<Other> {
    token.narrow()
}

fn main() {}
