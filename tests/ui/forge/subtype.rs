// Two sets of which one is a subtype of the other: a token of the one is none of the other.
#![allow(coherence_leak_check)]

use std::marker::PhantomData;

use passport_api::{ScopeSet, ScopedToken};
use passport_tests::foreign::{self, sets};

struct Forged<T>(PhantomData<T>);

type Small = Forged<for<'a> fn(&'a ())>;
type Large = Forged<fn(&'static ())>;

impl ScopeSet for Small {
    type Api = foreign::Client;
    const NAME: &'static str = "Small";
    const SCOPES: &'static [&'static str] = &[];
    type T0 = <sets::Unscoped as ScopeSet>::T0;
    type T1 = <sets::Unscoped as ScopeSet>::T1;
    type T2 = <sets::Unscoped as ScopeSet>::T2;
    type T3 = <sets::Unscoped as ScopeSet>::T3;
    type T4 = <sets::Unscoped as ScopeSet>::T4;
    type T5 = <sets::Unscoped as ScopeSet>::T5;
    type T6 = <sets::Unscoped as ScopeSet>::T6;
    type T7 = <sets::Unscoped as ScopeSet>::T7;
    type T8 = <sets::Unscoped as ScopeSet>::T8;
    type T9 = <sets::Unscoped as ScopeSet>::T9;
    type TA = <sets::Unscoped as ScopeSet>::TA;
    type TB = <sets::Unscoped as ScopeSet>::TB;
    type TC = <sets::Unscoped as ScopeSet>::TC;
    type TD = <sets::Unscoped as ScopeSet>::TD;
    type TE = <sets::Unscoped as ScopeSet>::TE;
    type TF = <sets::Unscoped as ScopeSet>::TF;
}

impl ScopeSet for Large {
    type Api = foreign::Client;
    const NAME: &'static str = "Large";
    const SCOPES: &'static [&'static str] = &[];
    type T0 = <sets::SiteOwner as ScopeSet>::T0;
    type T1 = <sets::SiteOwner as ScopeSet>::T1;
    type T2 = <sets::SiteOwner as ScopeSet>::T2;
    type T3 = <sets::SiteOwner as ScopeSet>::T3;
    type T4 = <sets::SiteOwner as ScopeSet>::T4;
    type T5 = <sets::SiteOwner as ScopeSet>::T5;
    type T6 = <sets::SiteOwner as ScopeSet>::T6;
    type T7 = <sets::SiteOwner as ScopeSet>::T7;
    type T8 = <sets::SiteOwner as ScopeSet>::T8;
    type T9 = <sets::SiteOwner as ScopeSet>::T9;
    type TA = <sets::SiteOwner as ScopeSet>::TA;
    type TB = <sets::SiteOwner as ScopeSet>::TB;
    type TC = <sets::SiteOwner as ScopeSet>::TC;
    type TD = <sets::SiteOwner as ScopeSet>::TD;
    type TE = <sets::SiteOwner as ScopeSet>::TE;
    type TF = <sets::SiteOwner as ScopeSet>::TF;
}

fn forge(token: ScopedToken<Small>) -> ScopedToken<Large> {
    token
}

fn main() {}
