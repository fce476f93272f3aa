// `S` lacks `paas.core.breb_payments.list.get` for `payments().list`.
use passport_api::breb::{self, scopes::paas::core::breb_payments};
use passport_api::{Carries, ScopedToken};

fn report<S: Carries<breb_payments::Get>>(client: &breb::Client, token: &ScopedToken<S>) {
    let _ = client.payments().list(token);
}

fn main() {}
