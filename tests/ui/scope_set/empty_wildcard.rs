// A wildcard covers nothing.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts = "paas.core.zones.*";
}

fn main() {}
