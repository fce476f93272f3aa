// `Payouts` lacks `paas.core.breb_payments.get` for `payments().get`.
use passport_api::{ScopedToken, breb};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.post";
}

fn spawn(_: impl Future + Send + 'static) {}

fn call(client: breb::Client, token: ScopedToken<Payouts>) {
    spawn(async move { client.payments().get(&token, "id").await.is_ok() });
}

fn main() {}
