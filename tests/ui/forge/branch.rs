// A set without scopes says what stands behind a digit.
use passport_api::scope::tree::{Branch, D0};
use passport_api::{ScopeSet, breb::sets::{EntityClientCredentials, Unscoped}};

impl Branch<D0> for Unscoped {
    type Out = <EntityClientCredentials as ScopeSet>::T0;
}

fn main() {}
