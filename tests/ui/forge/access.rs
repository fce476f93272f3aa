// A set claims access to a call.
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Forged = "read:projects";
}

impl foreign::access::projects::Create for Forged {}

fn main() {}
