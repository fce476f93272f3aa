// A set claims access to a call that has alternatives.
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Forged = "read:projects";
}

impl foreign::access::reports::Audit for Forged {}

fn main() {}
