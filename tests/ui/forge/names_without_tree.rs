// A set names scopes that its tree does not hold.
use passport_api::{ScopeSet, ScopedToken};
use passport_tests::foreign::{self, sets::Unscoped};

pub struct Forged;

impl ScopeSet for Forged {
    type Api = foreign::Client;
    const NAME: &'static str = "Forged";
    const SCOPES: &'static [&'static str] = &["read:projects"];
    type T0 = <Unscoped as ScopeSet>::T0;
    type T1 = <Unscoped as ScopeSet>::T1;
    type T2 = <Unscoped as ScopeSet>::T2;
    type T3 = <Unscoped as ScopeSet>::T3;
    type T4 = <Unscoped as ScopeSet>::T4;
    type T5 = <Unscoped as ScopeSet>::T5;
    type T6 = <Unscoped as ScopeSet>::T6;
    type T7 = <Unscoped as ScopeSet>::T7;
    type T8 = <Unscoped as ScopeSet>::T8;
    type T9 = <Unscoped as ScopeSet>::T9;
    type TA = <Unscoped as ScopeSet>::TA;
    type TB = <Unscoped as ScopeSet>::TB;
    type TC = <Unscoped as ScopeSet>::TC;
    type TD = <Unscoped as ScopeSet>::TD;
    type TE = <Unscoped as ScopeSet>::TE;
    type TF = <Unscoped as ScopeSet>::TF;
}

fn forge(client: &foreign::Client, token: &ScopedToken<Forged>) {
    let _ = client.projects().list(token);
}

fn main() {}
