// `Payouts` lacks `paas.core.breb_payments.list.get` for `payments().list`.
use passport_api::{ScopedToken, breb};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

fn report<S: breb::access::payments::List>(_: &ScopedToken<S>) {}

fn call(token: &ScopedToken<Payouts>) {
    report(token);
}

fn main() {}
