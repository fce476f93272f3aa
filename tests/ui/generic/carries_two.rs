// `Payouts` lacks `paas.core.breb_payments.post` for `pay`.
use passport_api::breb::{self, scopes::paas::core::breb_payments};
use passport_api::{Carries, ScopedToken};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

fn pay<S>(_: &ScopedToken<S>)
where
    S: Carries<breb_payments::Get> + Carries<breb_payments::Post>,
{
}

fn call(token: &ScopedToken<Payouts>) {
    pay(token);
}

fn main() {}
