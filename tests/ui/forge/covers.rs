// A set claims to cover a larger one.
use passport_api::Covers;
use passport_tests::foreign::{self, sets::SiteOwner};

foreign::scope_set! {
    pub struct Forged = "read:projects";
}

impl Covers<SiteOwner> for Forged {}

fn main() {}
