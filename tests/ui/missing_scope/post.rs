// `Payouts` lacks `paas.core.breb_payments.post` for `payments().create`.
use passport_api::{ScopedToken, breb};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

fn call(client: &breb::Client, token: &ScopedToken<Payouts>, body: &breb::model::CreatePayment) {
    let _ = client.payments().create(token, body);
}

fn main() {}
