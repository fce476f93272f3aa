// A scope of the forger's own is a set's tree and answers every look-up.
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
    type Tree = Fake;
}

impl tree::Find<<write::Projects as Scope>::At> for Fake {
    type Out = write::Projects;
}

fn forge(client: &foreign::Client, token: &ScopedToken<Forged>, body: &foreign::model::NewProject) {
    let _ = client.projects().create(token, body);
}

fn main() {}
