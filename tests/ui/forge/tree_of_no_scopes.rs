// A set's tree is made of anything.
use passport_api::ScopeSet;
use passport_tests::foreign;

pub struct Forged;

impl ScopeSet for Forged {
    type Api = foreign::Client;
    const NAME: &'static str = "Forged";
    const SCOPES: &'static [&'static str] = &["site:admin"];
    type Tree = Forged;
}

fn main() {}
