// A set's tree is made of anything.
use passport_api::{ScopeSet, scope::tree::No};
use passport_tests::foreign;

pub struct Forged;

impl ScopeSet for Forged {
    type Api = foreign::Client;
    const NAME: &'static str = "Forged";
    const SCOPES: &'static [&'static str] = &["site:admin"];
    type T0 = Forged;
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

fn main() {}
