// A client fetches tokens for its own system only.
use passport_api::{breb, parking};

breb::scope_set! {
    pub struct Payouts = "paas.core.breb_payments.get";
}

fn call(client: &parking::Client) {
    let _ = client.token::<Payouts>();
}

fn main() {}
