// A set claims to lack nothing of another.
use passport_api::{ScopedToken, scope::tree::{Lacks, Nothing}};
use passport_tests::foreign::{self, sets::SiteOwner};

foreign::scope_set! {
    pub struct Forged = "webhooks";
}

impl Lacks<SiteOwner> for Forged {
    type First = Nothing;
}

fn forge(token: &ScopedToken<Forged>) -> ScopedToken<SiteOwner> {
    token.narrow()
}

fn main() {}
