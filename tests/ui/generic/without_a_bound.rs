// `S` lacks `paas.core.breb_payments.list.get` for `payments().list`.
use passport_api::{ScopedToken, breb};

fn report<S>(client: &breb::Client, token: &ScopedToken<S>) {
    let _ = client.payments().list(token);
}

fn main() {}
