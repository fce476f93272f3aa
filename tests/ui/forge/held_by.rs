// A set claims a scope with a hidden trait of the scope.
use passport_tests::foreign::{self, __private::HeldBy, scopes::write};

foreign::scope_set! {
    pub struct Forged = "read:projects";
}

impl HeldBy<Forged> for write::Projects {}

fn main() {}
