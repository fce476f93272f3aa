// A scope of the forger's own stands at the place of another, for a narrower token.
use passport_api::{Scope, ScopeSet, ScopedToken, scope::tree::No};
use passport_tests::foreign;

foreign::scope_set! {
    pub struct Audit = "reports.audit.read";
}

type Row = (No, No, No, No, No, No, No, No, No, No, No, No, No, No, Fake, No);

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
    type Tree = (Row, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No);
}

fn forge(token: &ScopedToken<Forged>) -> ScopedToken<Audit> {
    token.narrow()
}

fn main() {}
