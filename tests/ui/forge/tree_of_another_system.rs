// A set of one system holds the scopes of another.
use passport_api::{ScopeSet, ScopedToken, breb, visionamos};

pub struct Forged;

impl ScopeSet for Forged {
    type Api = breb::Client;
    const NAME: &'static str = "Forged";
    const SCOPES: &'static [&'static str] = &[];
    type Tree = <visionamos::sets::EntityClientCredentials as ScopeSet>::Tree;
}

fn forge(client: &breb::Client, token: &ScopedToken<Forged>) {
    let _ = client.payments().list(token);
}

fn main() {}
