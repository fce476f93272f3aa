//! What a call to an endpoint begins with.
//!
//! Generated code has one of these calls for each endpoint, and the compiler checks each: one call of
//! a method with an argument costs it half of what the steps that it stands for would.

use crate::catalog::Endpoint;
use crate::client::{ApiCore, Core};
use crate::scope::requirement::sealed::{Satisfies, WithoutToken};
use crate::scope::requirement::{FirstDigit, NextDigit};
use crate::token::{ErasedToken, ScopedToken};

/// The client, the endpoint, and the token where the endpoint takes one.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Opening<'c> {
    pub(super) core: &'c Core,
    pub(super) token: Option<&'c ErasedToken>,
    pub(super) endpoint: &'static Endpoint,
}

impl<'c> Opening<'c> {
    /// `place` is the endpoint's in the catalog.
    pub(super) fn new(core: &'c Core, token: Option<&'c ErasedToken>, place: usize) -> Self {
        Self {
            core,
            token,
            endpoint: &core.catalog().endpoints[place],
        }
    }
}

/// Defines the two openings of a call to an endpoint whose place has so many digits: with a token
/// whose set meets the endpoint's requirement, and without a token where the endpoint takes none.
macro_rules! openings {
    ($with:ident, $without:ident, $requirement:ty, $($tree:ty: $step:ident $digit:ident),*) => {
        impl<A> ApiCore<A> {
            #[doc(hidden)]
            pub fn $with<'c, $(const $digit: usize),*>(
                &'c self,
                token: &'c ScopedToken<impl Satisfies<$requirement>>,
            ) -> Opening<'c>
            where
                $($tree: $step<$digit>,)*
            {
                Opening::new(self.erased(), Some(token.erased()), place(&[$($digit),*]))
            }

            #[doc(hidden)]
            pub fn $without<$(const $digit: usize),*>(&self) -> Opening<'_>
            where
                $($tree: $step<$digit>,)*
                $requirement: WithoutToken,
            {
                Opening::new(self.erased(), None, place(&[$($digit),*]))
            }
        }
    };
}

/// The part of the requirements of `A` that one digit leads to; two, three and four digits.
type One<A, const I: usize> = <A as FirstDigit<I>>::Out;
type Two<A, const I: usize, const J: usize> = <One<A, I> as NextDigit<J>>::Out;
type Three<A, const I: usize, const J: usize, const K: usize> = <Two<A, I, J> as NextDigit<K>>::Out;
type Four<A, const I: usize, const J: usize, const K: usize, const L: usize> =
    <Three<A, I, J, K> as NextDigit<L>>::Out;

openings!(with_token1, without_token1, One<A, I>, A: FirstDigit I);
openings!(with_token2, without_token2, Two<A, I, J>, A: FirstDigit I, One<A, I>: NextDigit J);
openings!(
    with_token3, without_token3, Three<A, I, J, K>,
    A: FirstDigit I, One<A, I>: NextDigit J, Two<A, I, J>: NextDigit K
);
openings!(
    with_token4, without_token4, Four<A, I, J, K, L>,
    A: FirstDigit I, One<A, I>: NextDigit J, Two<A, I, J>: NextDigit K,
    Three<A, I, J, K>: NextDigit L
);

/// The number that these hexadecimal digits write.
const fn place(digits: &[usize]) -> usize {
    let (mut place, mut next) = (0, 0);
    while next < digits.len() {
        place = place * 16 + digits[next];
        next += 1;
    }
    place
}
