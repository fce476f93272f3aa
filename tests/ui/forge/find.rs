// A set answers the look-up of a scope itself.
use passport_api::{Scope, ScopeSet, ScopedToken, scope::tree};
use passport_tests::foreign::{self, scopes::write};

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

impl tree::Find<(tree::D0, tree::D1)> for Forged {
    type Out = write::Projects;
}

fn forge(client: &foreign::Client, token: &ScopedToken<Forged>, body: &foreign::model::NewProject) {
    let _ = client.projects().create(token, body);
}

fn main() {}
