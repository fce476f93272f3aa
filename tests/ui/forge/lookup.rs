// A scope of the forger's own is a set's tree and answers every step of a look-up.
use passport_api::{Scope, ScopeSet, scope::tree};
use passport_tests::foreign;

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

impl<D> tree::Lookup<D> for Fake {
    type Out = foreign::scopes::write::Projects;
}

fn main() {}
