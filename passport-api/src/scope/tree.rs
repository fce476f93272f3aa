//! The types that hold a set's scopes: trees of tuples with 16 places each.
//!
//! A scope's place is fixed by its number in the catalog, written in hexadecimal digits: scope 0x25
//! of up to 256 stands in place 5 of the set's tree 2. A place without scopes is [`No`], at any
//! level. Looking a scope up is then as many steps as there are digits, whatever the set's size.
//! Why it is so, and what it costs, is in `ARCHITECTURE.md`.

use std::marker::PhantomData;

use super::{Scope, ScopeSet};

/// A place without scopes.
#[derive(Clone, Copy, Debug)]
pub struct No;

/// What is missing from a set that lacks nothing.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

/// The scopes of a tree as data.
///
/// Each set of a program has its own, so it is as small as it can be: sixteen scopes that stand where
/// they belong are two numbers.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// No scopes.
    Absent,
    /// The scope with this place in the catalog.
    Scope(u32),
    /// Up to sixteen scopes with places in a row: the first place, and a bit for each that is there.
    Row(u32, u16),
    /// Sixteen subtrees.
    Branch(&'static [Self; 16]),
}

impl Node {
    /// Calls `visit` with the place of every scope.
    pub fn visit(&self, visit: &mut dyn FnMut(u32)) {
        match self {
            Self::Absent => {}
            Self::Scope(index) => visit(*index),
            Self::Row(first, bits) => {
                let there = (0..16).filter(|digit| bits & (1 << digit) != 0);
                there.for_each(|digit| visit(first + digit));
            }
            Self::Branch(children) => children.iter().for_each(|child| child.visit(visit)),
        }
    }

    /// Sixteen subtrees as one: a row where that says the same, which it does in every tree that a
    /// macro wrote.
    const fn of(children: &'static [Self; 16]) -> Self {
        let (mut first, mut bits) = (None, 0);
        let mut digit = 0;
        while digit < 16 {
            match children[digit as usize] {
                Self::Absent => {}
                Self::Scope(index) => {
                    let Some(start) = index.checked_sub(digit) else {
                        return Self::Branch(children);
                    };
                    match first {
                        Some(first) if first != start => return Self::Branch(children),
                        _ => first = Some(start),
                    }
                    bits |= 1 << digit;
                }
                Self::Row(..) | Self::Branch(_) => return Self::Branch(children),
            }
            digit += 1;
        }
        match first {
            Some(first) => Self::Row(first, bits),
            None => Self::Absent,
        }
    }
}

/// A tree of scopes: [`No`], a scope's marker, or a tuple of sixteen trees.
pub trait Tree: sealed::Tree {
    /// The same tree as data.
    const NODE: Node;
}

impl Tree for No {
    const NODE: Node = Node::Absent;
}

impl<X: Scope> Tree for X {
    const NODE: Node = Node::Scope(X::INDEX);
}

/// What stands in place `D` of a tree.
#[doc(hidden)]
pub trait Lookup<D>: sealed::Inner {
    /// The subtree, or the scope's marker.
    type Out;
}

/// The scopes of a set as data.
#[doc(hidden)]
pub trait Root {
    /// All sixteen trees.
    const NODE: Node;
}

/// The tree of the set `Self` that the digit `D` chooses.
#[doc(hidden)]
pub trait Branch<D> {
    /// The tree.
    type Out;
}

/// What stands at a place of several digits in the set `Self`.
#[doc(hidden)]
pub trait Find<At>: sealed::Find<At> {
    /// The scope's marker, or [`No`].
    type Out;
}

/// Implements [`Find`] for a number of digits: what is found, and each step on the way there.
macro_rules! find {
    (A $($digit:ident)*; $out:ty; $($tree:ty, $step:ident;)*) => {
        impl<S: ScopeSet + Branch<A>, A, $($digit),*> Find<(A, $($digit,)*)> for S
        where
            $($tree: Lookup<$step>,)*
        {
            type Out = $out;
        }

        impl<S: ScopeSet + Branch<A>, A, $($digit),*> sealed::Find<(A, $($digit,)*)> for S
        where
            $($tree: Lookup<$step>,)*
        {
        }
    };
}

/// What stands in `S` behind one digit, two, three and four.
type One<S, A> = <S as Branch<A>>::Out;
type Two<S, A, B> = <One<S, A> as Lookup<B>>::Out;
type Three<S, A, B, C> = <Two<S, A, B> as Lookup<C>>::Out;
type Four<S, A, B, C, D> = <Three<S, A, B, C> as Lookup<D>>::Out;

find!(A; One<S, A>;);
find!(A B; Two<S, A, B>; One<S, A>, B;);
find!(A B C; Three<S, A, B, C>; One<S, A>, B; Two<S, A, B>, C;);
find!(A B C D; Four<S, A, B, C, D>; One<S, A>, B; Two<S, A, B>, C; Three<S, A, B, C>, D;);

/// `True` where the place of the scope `X` holds it, `False` where it holds nothing; for requirements
/// with alternatives.
pub trait Flag<X>: sealed::Flag<X> {
    /// The answer as a type.
    type Bool: Bool;
}

impl<X: Scope> Flag<X> for No {
    type Bool = False;
}

impl<X: Scope> Flag<X> for X {
    type Bool = True;
}

/// Yes or no, as a type.
pub trait Bool {
    /// Both.
    type And<Other: Bool>: Bool;
    /// Either.
    type Or<Other: Bool>: Bool;
}

/// Yes.
#[derive(Clone, Copy, Debug)]
pub struct True;

/// No.
#[derive(Clone, Copy, Debug)]
pub struct False;

impl Bool for True {
    type And<Other: Bool> = Other;
    type Or<Other: Bool> = Self;
}

impl Bool for False {
    type And<Other: Bool> = Self;
    type Or<Other: Bool> = Other;
}

/// Both of two requirements.
#[derive(Clone, Copy, Debug)]
pub struct All<A, B>(PhantomData<(A, B)>);

/// Either of two requirements.
#[derive(Clone, Copy, Debug)]
pub struct Any<A, B>(PhantomData<(A, B)>);

/// Finds the first scope of the tree `Wanted` that is not in `Self`.
#[doc(hidden)]
pub trait Difference<Wanted>: sealed::Difference<Wanted> {
    /// Its marker, or [`Nothing`].
    type First: Choice;
}

/// Finds the first scope of the set `Wanted` that is not in the set `Self`; both are of one API.
#[doc(hidden)]
pub trait Lacks<Wanted>: sealed::Lacks<Wanted> {
    /// Its marker, or [`Nothing`].
    type First: Choice;
}

/// A marker or [`Nothing`], of which the first marker is chosen.
pub trait Choice {
    /// This one if it is a marker, else the other.
    type Or<Other: Choice>: Choice;
}

impl Choice for Nothing {
    type Or<Other: Choice> = Other;
}

impl<X: Scope> Choice for X {
    type Or<Other: Choice> = Self;
}

/// The first scope of a tree.
pub trait Head {
    /// Its marker, or [`Nothing`].
    type First: Choice;
}

impl Head for No {
    type First = Nothing;
}

impl<X: Scope> Head for X {
    type First = X;
}

/// An empty place lacks all that is wanted of it.
impl<Wanted: Head> Difference<Wanted> for No {
    type First = Wanted::First;
}

/// A scope's place holds that scope or nothing in every tree that a macro wrote; of another, nothing
/// is known.
impl<X: Scope> Difference<Self> for X {
    type First = Nothing;
}

impl<X: Scope> Difference<No> for X {
    type First = Nothing;
}

#[expect(
    unnameable_types,
    reason = "a trait that nobody can name, nobody can implement"
)]
mod sealed {
    pub trait Tree {}

    impl Tree for super::No {}

    impl<X: super::Scope> Tree for X {}

    pub trait Inner {}

    impl Inner for super::No {}

    pub trait Find<At> {}

    pub trait Lacks<Wanted> {}

    /// Is the same type.
    pub trait Is<T> {}

    impl<T> Is<T> for T {}

    pub trait Flag<X> {}

    impl<X: super::Scope> Flag<X> for super::No {}

    impl<X: super::Scope> Flag<X> for X {}

    pub trait Difference<Wanted> {}

    impl<Wanted> Difference<Wanted> for super::No {}

    impl<X: super::Scope> Difference<Self> for X {}

    impl<X: super::Scope> Difference<super::No> for X {}
}

/// The sixteen digits, and what holds for a set's sixteen trees and for a tuple of sixteen.
macro_rules! sixteen {
    ($($digit:ident $tree:ident $child:ident $other:ident),*) => {
        $(
            /// A hexadecimal digit of a scope's place.
            #[derive(Clone, Copy, Debug)]
            pub struct $digit;

            impl Lookup<$digit> for No {
                type Out = Self;
            }

            impl<S: ScopeSet> Branch<$digit> for S {
                type Out = S::$tree;
            }
        )*

        impl<S: ScopeSet> Root for S {
            const NODE: Node = Node::of(&[$(<S::$tree as Tree>::NODE),*]);
        }

        impl<S: ScopeSet, T: ScopeSet> sealed::Lacks<T> for S
        where
            T::Api: sealed::Is<S::Api>,
            $(S::$tree: Difference<T::$tree>),*
        {
        }

        // Between two sets of one API this always holds, so what does not hold is said of the APIs.
        #[diagnostic::do_not_recommend]
        impl<S: ScopeSet, T: ScopeSet> Lacks<T> for S
        where
            T::Api: sealed::Is<S::Api>,
            $(S::$tree: Difference<T::$tree>),*
        {
            type First = first!($(<S::$tree as Difference<T::$tree>>::First),*);
        }

        impl<$($child),*> sealed::Inner for ($($child,)*) {}

        impl<$($child: Tree),*> sealed::Tree for ($($child,)*) {}

        impl<$($child: Tree),*> Tree for ($($child,)*) {
            const NODE: Node = Node::of(&[$($child::NODE),*]);
        }

        impl<$($child),*> sealed::Difference<No> for ($($child,)*) {}

        impl<$($child),*> Difference<No> for ($($child,)*) {
            type First = Nothing;
        }

        impl<$($child, $other),*> sealed::Difference<($($other,)*)> for ($($child,)*) {}

        impl<$($child: Difference<$other>, $other),*> Difference<($($other,)*)> for ($($child,)*) {
            type First = first!($(<$child as Difference<$other>>::First),*);
        }

        impl<$($child: Head),*> Head for ($($child,)*) {
            type First = first!($(<$child as Head>::First),*);
        }
    };
}

macro_rules! first {
    ($last:ty) => { $last };
    ($first:ty, $($rest:ty),*) => { <$first as Choice>::Or<first!($($rest),*)> };
}

sixteen!(
    D0 T0 A0 B0,
    D1 T1 A1 B1,
    D2 T2 A2 B2,
    D3 T3 A3 B3,
    D4 T4 A4 B4,
    D5 T5 A5 B5,
    D6 T6 A6 B6,
    D7 T7 A7 B7,
    D8 T8 A8 B8,
    D9 T9 A9 B9,
    DA TA AA BA,
    DB TB AB BB,
    DC TC AC BC,
    DD TD AD BD,
    DE TE AE BE,
    DF TF AF BF
);

/// What stands in each place of a tuple.
macro_rules! lookup {
    ($($digit:ident => $child:ident),*) => {
        $(
            impl<A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, AA, AB, AC, AD, AE, AF> Lookup<$digit>
                for (A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, AA, AB, AC, AD, AE, AF)
            {
                type Out = $child;
            }
        )*
    };
}

lookup!(
    D0 => A0,
    D1 => A1,
    D2 => A2,
    D3 => A3,
    D4 => A4,
    D5 => A5,
    D6 => A6,
    D7 => A7,
    D8 => A8,
    D9 => A9,
    DA => AA,
    DB => AB,
    DC => AC,
    DD => AD,
    DE => AE,
    DF => AF
);

#[cfg(test)]
mod tests {
    use super::Node::{self, Absent, Branch, Row, Scope};

    fn places(node: &Node) -> Vec<u32> {
        let mut places = Vec::new();
        node.visit(&mut |place| places.push(place));
        places
    }

    #[test]
    fn scopes_where_they_belong_are_a_row() {
        const FULL: &[Node; 16] = &{
            let mut full = [Absent; 16];
            full[1] = Scope(33);
            full[15] = Scope(47);
            full
        };
        let node = Node::of(FULL);
        assert!(matches!(node, Row(32, 0b1000_0000_0000_0010)), "{node:?}");
        assert_eq!(places(&node), [33, 47]);
        assert!(matches!(Node::of(&[Absent; 16]), Absent));
    }

    #[test]
    fn no_scope_is_lost_that_stands_elsewhere() {
        const MOVED: &[Node; 16] = &[Scope(7); 16];
        const EARLY: &[Node; 16] = &{
            let mut early = [Absent; 16];
            early[9] = Scope(3);
            early
        };
        const ROWS: &[Node; 16] = &[Row(32, 0b101); 16];
        for (node, count, first) in [(MOVED, 16, 7), (EARLY, 1, 3), (ROWS, 32, 32)] {
            let node = Node::of(node);
            assert!(matches!(node, Branch(_)), "{node:?}");
            let places = places(&node);
            assert_eq!((places.len(), places[0]), (count, first));
        }
    }
}
