// A token of one system is of no use in another, even where the scopes have the same names.
use passport_api::{ScopedToken, breb, visionamos};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

fn call(client: &visionamos::Client, token: &ScopedToken<Payouts>) {
    let _ = client.payments().get(token, "id");
}

fn main() {}
