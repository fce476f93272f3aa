//! The requirements of an API's endpoints as types, which the constructors of calls are bounded by.
//!
//! [`api!`](crate::api) writes one implementation of [`Requirements`] for each client. It holds the
//! requirement of every endpoint at the endpoint's place in the catalog, in trees of tuples as those
//! of a set's scopes ([`tree`](super::tree)). A call to an endpoint begins by its place, and the
//! compiler finds in the trees what the token's set has to meet. Coherence allows one implementation
//! for a client, and none outside of the client's crate, and the traits that choose in the trees are
//! sealed, so that no smaller requirement can be stated for a client.
//!
//! A type that implements [`Api`](crate::Api) by hand, with the catalog of another client, states its
//! own requirements, as a client of another `scopes.toml` does. It gets no token of that other client.

use std::marker::PhantomData;

use super::{Carries, Meets, Scope, ScopeSet};

/// The requirements of all endpoints of a client's API, in sixteen trees by the first digit of their
/// places.
///
/// A leaf is a scope's marker, [`Both`], [`OneOf`], [`AnySet`], [`OrNone`] or [`NoToken`].
#[doc(hidden)]
pub trait Requirements {
    /// The requirements of the endpoints whose place begins with 0.
    type E0;
    /// The same for 1.
    type E1;
    /// The same for 2.
    type E2;
    /// The same for 3.
    type E3;
    /// The same for 4.
    type E4;
    /// The same for 5.
    type E5;
    /// The same for 6.
    type E6;
    /// The same for 7.
    type E7;
    /// The same for 8.
    type E8;
    /// The same for 9.
    type E9;
    /// The same for A.
    type EA;
    /// The same for B.
    type EB;
    /// The same for C.
    type EC;
    /// The same for D.
    type ED;
    /// The same for E.
    type EE;
    /// The same for F.
    type EF;
}

/// Both requirements.
#[derive(Debug)]
pub struct Both<A, B>(PhantomData<(A, B)>);

/// One of the alternatives of a formula.
#[derive(Debug)]
pub struct OneOf<F>(PhantomData<F>);

/// Any set of the API `A`, the one without scopes included.
#[derive(Debug)]
pub struct AnySet<A>(PhantomData<A>);

/// A token that meets `R`, or no token.
#[derive(Debug)]
pub struct OrNone<R>(PhantomData<R>);

/// No token.
#[derive(Debug)]
pub struct NoToken;

/// The tree of the API `Self` that the first digit of an endpoint's place chooses.
#[doc(hidden)]
pub trait FirstDigit<const D: usize>: sealed::FirstDigit<D> {
    /// The tree.
    type Out;
}

/// The subtree of the tree `Self` that a further digit chooses.
#[doc(hidden)]
pub trait NextDigit<const D: usize>: sealed::NextDigit<D> {
    /// The subtree, or the requirement.
    type Out;
}

macro_rules! digits {
    ($($digit:literal $tree:ident $child:ident,)*) => {
        $(
            impl<A: Requirements> sealed::FirstDigit<$digit> for A {}

            impl<A: Requirements> FirstDigit<$digit> for A {
                type Out = A::$tree;
            }
        )*
        digits! { @next ($($child)*) $($digit $child)* }
    };
    (@next $all:tt $($digit:literal $child:ident)*) => {
        $( digits! { @one $all $digit $child } )*
    };
    (@one ($($all:ident)*) $digit:literal $child:ident) => {
        impl<$($all),*> sealed::NextDigit<$digit> for ($($all,)*) {}

        impl<$($all),*> NextDigit<$digit> for ($($all,)*) {
            type Out = $child;
        }
    };
}

digits! {
    0x0 E0 T0, 0x1 E1 T1, 0x2 E2 T2, 0x3 E3 T3, 0x4 E4 T4, 0x5 E5 T5, 0x6 E6 T6, 0x7 E7 T7,
    0x8 E8 T8, 0x9 E9 T9, 0xA EA TA, 0xB EB TB, 0xC EC TC, 0xD ED TD, 0xE EE TE, 0xF EF TF,
}

/// Sealed traits: code outside of this crate cannot name them.
#[expect(unnameable_types, reason = "sealed traits must not be nameable")]
pub(crate) mod sealed {
    use super::{AnySet, Both, Carries, Meets, NoToken, OneOf, OrNone, Scope, ScopeSet};

    /// A digit that chooses a tree of a client: one of sixteen, whatever the client's crate implements.
    pub trait FirstDigit<const D: usize> {}

    /// A digit that chooses a subtree: of a tuple, and of no requirement.
    pub trait NextDigit<const D: usize> {}

    /// The set `Self` meets the requirement `R`.
    pub trait Satisfies<R> {}

    impl<S: Carries<X>, X: Scope> Satisfies<X> for S {}

    impl<S: Satisfies<A> + Satisfies<B>, A, B> Satisfies<Both<A, B>> for S {}

    impl<S: Meets<F>, F> Satisfies<OneOf<F>> for S {}

    impl<S: ScopeSet<Api = A>, A> Satisfies<AnySet<A>> for S {}

    impl<S: Satisfies<R>, R> Satisfies<OrNone<R>> for S {}

    impl<S> Satisfies<NoToken> for S {}

    /// A requirement that a call without a token meets.
    pub trait WithoutToken {}

    impl<R> WithoutToken for OrNone<R> {}

    impl WithoutToken for NoToken {}
}
