// `Payouts` lacks `paas.core.breb_payments.list.get` for `payments().list`.
use passport_api::{ScopedToken, breb};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

fn call(client: &breb::Client, token: &ScopedToken<Payouts>) {
    let _ = client.payments().list(token);
}

fn main() {}
