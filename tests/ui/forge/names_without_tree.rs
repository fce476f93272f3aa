// A set names scopes that its tree does not hold.
use passport_api::{ScopeSet, ScopedToken};
use passport_tests::foreign::{self, sets::Unscoped};

pub struct Forged;

impl ScopeSet for Forged {
    type Api = foreign::Client;
    const NAME: &'static str = "Forged";
    const SCOPES: &'static [&'static str] = &["read:projects"];
    type Tree = <Unscoped as ScopeSet>::Tree;
}

fn forge(client: &foreign::Client, token: &ScopedToken<Forged>) {
    let _ = client.projects().list(token);
}

fn main() {}
