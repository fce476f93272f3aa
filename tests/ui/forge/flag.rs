// A scope of the forger's own claims to be another.
use passport_api::{Scope, ScopeSet, ScopedToken, scope::tree::{self, No}};
use passport_tests::foreign;

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
    type T0 = Row;
    type T1 = No;
    type T2 = No;
    type T3 = No;
    type T4 = No;
    type T5 = No;
    type T6 = No;
    type T7 = No;
    type T8 = No;
    type T9 = No;
    type TA = No;
    type TB = No;
    type TC = No;
    type TD = No;
    type TE = No;
    type TF = No;
}

impl tree::Flag<foreign::scopes::reports::audit::Read> for Fake {
    type Bool = tree::True;
}

fn forge(client: &foreign::Client, token: &ScopedToken<Forged>) {
    let _ = client.reports().audit(token);
}

fn main() {}
