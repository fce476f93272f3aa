// A set claims to meet a requirement with alternatives.
use passport_tests::foreign::{self, __private::{Meets, tree::Any}, scopes};

foreign::scope_set! {
    pub struct Forged = "read:projects";
}

impl Meets<Any<scopes::reports::audit::Read, scopes::legacy::All>> for Forged {}

fn main() {}
