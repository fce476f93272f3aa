// `Payouts` lacks `paas.core.breb_payments.list.get` for `report`.
use passport_api::breb::{self, scopes::paas::core::breb_payments::list};
use passport_api::{Carries, ScopedToken};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

fn report<S: Carries<list::Get>>(_: &ScopedToken<S>) {}

fn call(token: &ScopedToken<Payouts>) {
    report(token);
}

fn main() {}
