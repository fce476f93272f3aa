// A set of one's own says what stands behind a digit.
use passport_api::{ScopeSet, scope::tree::{Branch, D0}};
use passport_tests::foreign::{self, sets::SiteOwner};

foreign::scope_set! {
    pub struct Forged = "webhooks";
}

impl Branch<D0> for Forged {
    type Out = <SiteOwner as ScopeSet>::T0;
}

fn main() {}
