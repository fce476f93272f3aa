// A set claims a scope with the hidden trait of the look-up.
use passport_api::scope::Holds;
use passport_tests::foreign::{self, scopes::write};

foreign::scope_set! {
    pub struct Forged = "read:projects";
}

impl Holds<write::Projects> for Forged {}

fn main() {}
