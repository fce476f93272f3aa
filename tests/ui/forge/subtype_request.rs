// As `subtype`, for the request that makes a token.
#![allow(coherence_leak_check)]

use std::marker::PhantomData;

use passport_api::{ScopeSet, TokenRequest};
use passport_tests::foreign::{self, sets};

struct Forged<T>(PhantomData<T>);

type Small = Forged<for<'a> fn(&'a ())>;
type Large = Forged<fn(&'static ())>;

impl ScopeSet for Small {
    type Api = foreign::Client;
    const NAME: &'static str = "Small";
    const SCOPES: &'static [&'static str] = &[];
    type Tree = <sets::Unscoped as ScopeSet>::Tree;
}

impl ScopeSet for Large {
    type Api = foreign::Client;
    const NAME: &'static str = "Large";
    const SCOPES: &'static [&'static str] = &[];
    type Tree = <sets::SiteOwner as ScopeSet>::Tree;
}

fn forge(client: &foreign::Client) -> TokenRequest<'_, Large> {
    client.token::<Small>()
}

fn main() {}
