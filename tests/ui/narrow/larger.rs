// `Watch` lacks `paas.core.breb_payments.post` for `narrow`.
use passport_api::{ScopedToken, breb};

breb::scope_set! {
    pub struct Watch = "paas.core.breb_payments.get";
    pub struct Payouts = "paas.core.breb_payments.get", "paas.core.breb_payments.post";
}

fn call(token: &ScopedToken<Watch>) {
    let _: ScopedToken<Payouts> = token.narrow();
}

fn main() {}
