// `Payouts` lacks `paas.core.breb_payments.get` for `payments().get`.
use passport_api::{ScopedToken, breb};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.post";
}

fn call(client: &breb::Client, token: &ScopedToken<Payouts>) {
    let _ = client.payments().get(token, "id");
}

fn main() {}
