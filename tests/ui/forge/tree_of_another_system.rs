// A set of one system holds the scopes of another.
use passport_api::{ScopeSet, ScopedToken, breb, visionamos};

pub struct Forged;

impl ScopeSet for Forged {
    type Api = breb::Client;
    const NAME: &'static str = "Forged";
    const SCOPES: &'static [&'static str] = &[];
    type T0 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T0;
    type T1 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T1;
    type T2 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T2;
    type T3 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T3;
    type T4 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T4;
    type T5 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T5;
    type T6 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T6;
    type T7 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T7;
    type T8 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T8;
    type T9 = <visionamos::sets::EntityClientCredentials as ScopeSet>::T9;
    type TA = <visionamos::sets::EntityClientCredentials as ScopeSet>::TA;
    type TB = <visionamos::sets::EntityClientCredentials as ScopeSet>::TB;
    type TC = <visionamos::sets::EntityClientCredentials as ScopeSet>::TC;
    type TD = <visionamos::sets::EntityClientCredentials as ScopeSet>::TD;
    type TE = <visionamos::sets::EntityClientCredentials as ScopeSet>::TE;
    type TF = <visionamos::sets::EntityClientCredentials as ScopeSet>::TF;
}

fn forge(client: &breb::Client, token: &ScopedToken<Forged>) {
    let _ = client.payments().list(token);
}

fn main() {}
