// No scope has a name like this.
use passport_api::breb;

breb::scope_set! {
    pub struct Payouts = "books:read";
}

fn main() {}
