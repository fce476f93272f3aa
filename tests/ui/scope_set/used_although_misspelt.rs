// A misspelt scope is the only error, whatever the set is used for.
use passport_api::{ScopedToken, breb};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payment.post";
}

fn call(client: &breb::Client, token: &ScopedToken<Payouts>) {
    let _ = client.payments().list(token);
}

fn main() {}
