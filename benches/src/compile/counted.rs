//! What the macros give the compiler to do, counted for the gate: tokens and implementations.

use proc_macro2::{TokenStream, TokenTree};

use super::package::{Package, passport_api};
use super::synthetic::{self, Need, SETS};
use crate::Outcome;
use crate::baseline::{Count, Margin};

/// Tokens and implementations per endpoint and per set of scopes.
///
/// # Errors
///
/// If the macros do not print what they expand to.
pub fn counted() -> Outcome<Vec<Count>> {
    let package = Package::create("counted", &passport_api())?;
    let compiler = package.compiler()?;
    package.write("scopes.toml", &synthetic::spec(MANY, Need::Scope))?;
    let few = "few.toml";
    package.write(few, &synthetic::spec(FEW, Need::Scope))?;

    let many = synthetic::api("scopes.toml");
    package.write("src/many.rs", &many)?;
    package.write("src/few.rs", &synthetic::api(few))?;
    let sets = many + &synthetic::sets(MANY, Need::Scope);
    package.write("src/sets.rs", &sets)?;
    let work = |file: &str| Work::of(&compiler.expansion(file)?);
    let (few, many, sets) = (
        work("src/few.rs")?,
        work("src/many.rs")?,
        work("src/sets.rs")?,
    );

    let endpoints = (MANY - FEW) as u64;
    let endpoint = |of: fn(&Work) -> u64| (of(&many) - of(&few)) / endpoints;
    let set = |of: fn(&Work) -> u64| (of(&sets) - of(&many)) / SETS as u64;
    Ok(vec![
        Count::new(
            "tokens of an endpoint",
            endpoint(TOKENS),
            Margin::PerCent(3),
        ),
        Count::new(
            "implementations of an endpoint",
            endpoint(IMPLS),
            Margin::By(0),
        ),
        Count::new(
            "tokens of a set of 200 scopes",
            set(TOKENS),
            Margin::PerCent(3),
        ),
        Count::new(
            "implementations of a set of 200 scopes",
            set(IMPLS),
            Margin::By(0),
        ),
    ])
}

/// What an expansion gives the compiler to do.
struct Work {
    tokens: u64,
    impls: u64,
}

impl Work {
    fn of(expansion: &str) -> Outcome<Self> {
        let tokens: TokenStream = expansion
            .parse()
            .map_err(|error| format!("the expansion is no Rust: {error}"))?;
        let mut work = Self {
            tokens: 0,
            impls: 0,
        };
        work.add(tokens);
        Ok(work)
    }

    fn add(&mut self, tokens: TokenStream) {
        for token in tokens {
            self.tokens += 1;
            match token {
                TokenTree::Group(group) => self.add(group.stream()),
                TokenTree::Ident(word) if word == "impl" => self.impls += 1,
                _ => {}
            }
        }
    }
}

const TOKENS: fn(&Work) -> u64 = |work| work.tokens;

const IMPLS: fn(&Work) -> u64 = |work| work.impls;

const FEW: usize = 100;

const MANY: usize = 200;

#[cfg(test)]
mod tests {
    use super::Work;

    #[test]
    fn tokens_in_groups_are_counted() {
        let work = Work::of("impl A { fn f(&self) -> impl B { self.b } }").unwrap();
        // impl A {} fn f () & self - > impl B {} self . b
        assert_eq!((work.tokens, work.impls), (16, 2));
    }
}
