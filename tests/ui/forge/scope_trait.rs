// A set claims a scope with the trait that stands beside the scope's marker.
use passport_tests::foreign::{self, scopes::write};

foreign::scope_set! {
    pub struct Forged = "read:projects";
}

impl write::ProjectsIn<Forged> for write::Projects {}

fn main() {}
