// A set claims to meet a requirement.
use passport_api::__private::requirement::sealed::Satisfies;
use passport_tests::foreign::{self, scopes::write};

foreign::scope_set! {
    pub struct Forged = "read:projects";
}

impl Satisfies<write::Projects> for Forged {}

fn main() {}
