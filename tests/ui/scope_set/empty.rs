// A set holds nothing.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts;
}

fn main() {}
