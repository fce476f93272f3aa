//! Other ways to say in types which scopes a set carries, as libraries of the same shape as the
//! one of `api!`: the same endpoints, sets and calls, and nothing around them.

use std::fmt::Write as _;

use super::synthetic::{PER_RESOURCE, SETS, calls};

/// How a set carries scopes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Encoding {
    /// Not at all: the endpoints and the calls alone, which the others are held against.
    None,
    /// One trait `Grants<X>`, with an implementation per scope and set.
    Grants,
    /// A set is a list of types, `Cons<A, Cons<B, Nil>>`, in which the compiler looks the scope up.
    List,
}

/// The library with so many endpoints, scopes, and sets of that size.
pub(super) fn library(encoding: Encoding, size: usize) -> String {
    let mut text = FRAME.to_owned();
    text += encoding.traits();
    if encoding != Encoding::None {
        for index in 0..size {
            let _ = writeln!(text, "pub struct Scope{index};");
        }
    }
    for set in 0..SETS {
        text += &encoding.set(set, size);
    }
    for first in (0..size).step_by(PER_RESOURCE) {
        text += &resource(encoding, first, size.min(first + PER_RESOURCE));
    }
    text + &calls(size, "crate::Token")
}

/// The resource with the endpoints from `first` up to `end`.
fn resource(encoding: Encoding, first: usize, end: usize) -> String {
    let number = first / PER_RESOURCE;
    let mut text = format!(
        "impl Client {{ pub fn r{number}(&self) -> R{number}<'_> {{ R{number} {{ client: self }} }} }}\n\
         pub struct R{number}<'c> {{ client: &'c Client }}\nimpl<'c> R{number}<'c> {{\n"
    );
    for index in first..end {
        let (parameters, bound) = match encoding {
            Encoding::None => ("S", String::new()),
            Encoding::Grants => ("S", format!(" where S: Grants<Scope{index}>")),
            Encoding::List => ("S, I", format!(" where S: Contains<Scope{index}, I>")),
        };
        let _ = writeln!(
            text,
            "    pub fn get{index}<{parameters}>(&self, token: &'c Token<S>, id: &str) -> Call<'c>{bound} \
             {{ Call::new(self.client, token.erased(), \"/r{number}/e{index}/\", id) }}"
        );
    }
    text + "}\n"
}

impl Encoding {
    /// What a plot calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Grants => "one trait Grants<X>",
            Self::List => "type-level list",
        }
    }

    fn traits(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Grants => "pub trait Grants<X> {}\n",
            Self::List => LIST,
        }
    }

    fn set(self, set: usize, size: usize) -> String {
        let mut text = format!("pub struct Set{set};\n");
        match self {
            Self::None => {}
            Self::Grants => {
                for index in 0..size {
                    let _ = writeln!(text, "impl Grants<Scope{index}> for Set{set} {{}}");
                }
            }
            Self::List => {
                text = format!("pub type Set{set} = ");
                for index in 0..size {
                    let _ = write!(text, "Cons<Scope{index}, ");
                }
                text += "Nil";
                text += &">".repeat(size);
                text += ";\n";
            }
        }
        text
    }
}

const FRAME: &str = r#"#![recursion_limit = "100000"]
use std::marker::PhantomData;

pub struct Client { base: String }
pub struct Erased { text: String }
pub struct Token<S> { erased: Erased, set: PhantomData<S> }
impl<S> Token<S> { pub fn erased(&self) -> &Erased { &self.erased } }
pub struct Call<'c> { client: &'c Client, token: &'c Erased, path: String }
impl<'c> Call<'c> {
    pub fn new(client: &'c Client, token: &'c Erased, path: &str, id: &str) -> Self {
        Self { client, token, path: format!("{path}{id}") }
    }
}
"#;

const LIST: &str = r"
pub struct Nil;
pub struct Cons<H, T>(PhantomData<(H, T)>);
pub struct Here;
pub struct There<I>(PhantomData<I>);
pub trait Contains<X, I> {}
impl<X, T> Contains<X, Here> for Cons<X, T> {}
impl<X, H, T, I> Contains<X, There<I>> for Cons<H, T> where T: Contains<X, I> {}
";

#[cfg(test)]
mod tests {
    use super::{Encoding, library};

    #[test]
    fn each_endpoint_needs_its_scope_of_each_set() {
        for (encoding, text, times) in [
            (Encoding::None, "where S", 0),
            (Encoding::Grants, "where S: Grants<Scope", 25),
            (Encoding::Grants, "impl Grants<Scope24> for", 4),
            (Encoding::List, "where S: Contains<Scope", 25),
            (Encoding::List, "Cons<Scope24, Nil>", 4),
        ] {
            let library = library(encoding, 25);
            assert_eq!(library.matches(text).count(), times, "{encoding:?}: {text}");
            assert_eq!(library.matches("let _ = client.").count(), 100);
        }
    }
}
