// A scope stands in the set under two of its names.
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Tracker = "issues:read", "read:issues";
}

fn main() {}
