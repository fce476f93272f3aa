// A requirement with alternatives is said to be met by a set without places.
use passport_api::{Scope, ScopeSet, ScopedToken, scope::{Formula, tree::{Any, True}}};
use passport_tests::foreign::{self, scopes::{legacy, reports}};

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
    type T0 = Fake;
    type T1 = Fake;
    type T2 = Fake;
    type T3 = Fake;
    type T4 = Fake;
    type T5 = Fake;
    type T6 = Fake;
    type T7 = Fake;
    type T8 = Fake;
    type T9 = Fake;
    type TA = Fake;
    type TB = Fake;
    type TC = Fake;
    type TD = Fake;
    type TE = Fake;
    type TF = Fake;
}

impl Formula<Forged> for Any<reports::audit::Read, legacy::All> {
    type Value = True;
}

fn forge(client: &foreign::Client, token: &ScopedToken<Forged>) {
    let _ = client.reports().audit(token);
}

fn main() {}
