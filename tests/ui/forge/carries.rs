// A set claims a scope with an implementation of the public trait.
use passport_api::Carries;
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Forged = "read:projects";
}

impl Carries<foreign::scopes::write::Projects> for Forged {}

fn main() {}
