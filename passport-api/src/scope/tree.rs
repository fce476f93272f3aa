//! The type that holds a set's scopes: a tree of tuples with 16 places each.
//!
//! A scope's place is fixed by its number in the catalog, written in hexadecimal digits: scope 0x25
//! of up to 256 stands in place 5 of the tuple in place 2. A place without scopes is [`No`], at any
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
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// No scopes.
    Absent,
    /// The scope with this place in the catalog.
    Scope(u32),
    /// Sixteen subtrees.
    Branch(&'static [Self; 16]),
}

impl Node {
    /// Calls `visit` with the place of every scope.
    pub fn visit(&self, visit: &mut dyn FnMut(u32)) {
        match self {
            Self::Absent => {}
            Self::Scope(index) => visit(*index),
            Self::Branch(children) => children.iter().for_each(|child| child.visit(visit)),
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
pub trait Lookup<D>: sealed::Inner {
    /// The subtree, or the scope's marker.
    type Out;
}

/// What stands at a place of several digits in the tree of the set `Self`.
///
/// It is a trait of the set and not of its tree, because the compiler looks a whole type over when it
/// matches it with an implementation, and this one is matched for every scope. See
/// `ARCHITECTURE.md` for what that is worth.
pub trait Find<At>: sealed::Find<At> {
    /// The scope's marker, or [`No`].
    type Out;
}

/// Implements [`Find`] for a number of digits: what is found, and each step on the way there.
macro_rules! find {
    ($($digit:ident)*; $out:ty; $($tree:ty, $step:ident;)*) => {
        impl<S: ScopeSet, $($digit),*> Find<($($digit,)*)> for S
        where
            $($tree: Lookup<$step>,)*
        {
            type Out = $out;
        }

        impl<S: ScopeSet, $($digit),*> sealed::Find<($($digit,)*)> for S
        where
            $($tree: Lookup<$step>,)*
        {
        }
    };
}

/// The tree of `S`, one, two and three steps down.
type One<S, A> = <<S as ScopeSet>::Tree as Lookup<A>>::Out;
type Two<S, A, B> = <One<S, A> as Lookup<B>>::Out;
type Three<S, A, B, C> = <Two<S, A, B> as Lookup<C>>::Out;
type Four<S, A, B, C, D> = <Three<S, A, B, C> as Lookup<D>>::Out;

find!(A; One<S, A>; S::Tree, A;);
find!(A B; Two<S, A, B>; S::Tree, A; One<S, A>, B;);
find!(A B C; Three<S, A, B, C>; S::Tree, A; One<S, A>, B; Two<S, A, B>, C;);
find!(
    A B C D; Four<S, A, B, C, D>;
    S::Tree, A; One<S, A>, B; Two<S, A, B>, C; Three<S, A, B, C>, D;
);

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
pub trait Difference<Wanted>: sealed::Difference<Wanted> {
    /// Its marker, or [`Nothing`].
    type First: Choice;
}

/// The first scope of `Wanted` that is not in `Held`.
pub type FirstMissing<Held, Wanted> = <Held as Difference<Wanted>>::First;

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

    pub trait Flag<X> {}

    impl<X: super::Scope> Flag<X> for super::No {}

    impl<X: super::Scope> Flag<X> for X {}

    pub trait Difference<Wanted> {}

    impl<Wanted> Difference<Wanted> for super::No {}

    impl<X: super::Scope> Difference<Self> for X {}

    impl<X: super::Scope> Difference<super::No> for X {}
}

/// The sixteen digits, and what holds for a tuple of sixteen.
macro_rules! sixteen {
    ($($digit:ident $child:ident $other:ident),*) => {
        $(
            /// A hexadecimal digit of a scope's place.
            #[derive(Clone, Copy, Debug)]
            pub struct $digit;

            impl Lookup<$digit> for No {
                type Out = Self;
            }
        )*

        impl<$($child),*> sealed::Inner for ($($child,)*) {}

        impl<$($child: Tree),*> sealed::Tree for ($($child,)*) {}

        impl<$($child: Tree),*> Tree for ($($child,)*) {
            const NODE: Node = Node::Branch(&[$($child::NODE),*]);
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
    D0 A0 B0,
    D1 A1 B1,
    D2 A2 B2,
    D3 A3 B3,
    D4 A4 B4,
    D5 A5 B5,
    D6 A6 B6,
    D7 A7 B7,
    D8 A8 B8,
    D9 A9 B9,
    DA AA BA,
    DB AB BB,
    DC AC BC,
    DD AD BD,
    DE AE BE,
    DF AF BF
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
