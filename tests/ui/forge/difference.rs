// A tree claims to lack nothing of another.
use passport_api::{Scope, ScopeSet, ScopedToken, scope::tree};
use passport_tests::foreign::{self, sets::SiteOwner};

pub struct Forged;

#[derive(Clone, Copy)]
pub struct Fake;

impl Scope for Fake {
    type Api = foreign::Client;
    const NAME: &'static str = "projects/archive";
    const INDEX: u32 = 3;
    type At = ();
}

impl ScopeSet for Forged {
    type Api = foreign::Client;
    const NAME: &'static str = "Forged";
    const SCOPES: &'static [&'static str] = &[];
    type Tree = Fake;
}

impl tree::Difference<<SiteOwner as ScopeSet>::Tree> for Fake {
    type First = tree::Nothing;
}

fn forge(token: &ScopedToken<Forged>) -> ScopedToken<SiteOwner> {
    token.narrow()
}

fn main() {}
