//! What each operation needs of its token, as the document writes it.
//!
//! A requirement stays in the form in which it is written: alternatives in their order, absorbed
//! ones too. What `scopes.toml` cannot say becomes a note.

mod catalogue;
mod clean;
mod extension;
mod hints;
mod requirement;
mod schemes;

pub use catalogue::{Declared, Scope, catalogue};
pub use clean::clean;
pub use requirement::{Need, Requirement, Rules, read};
pub use schemes::{Flow, Kind as SchemeKind, Scheme, Schemes};

/// How a list of scopes is meant.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Lists {
    /// All of them are needed, as the specification says.
    #[default]
    AllOf,
    /// Any one of them is enough, as many documents mean it.
    AnyOf,
}

impl Lists {
    /// Reads `all-of` or `any-of`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "all-of" | "all_of" => Some(Self::AllOf),
            "any-of" | "any_of" => Some(Self::AnyOf),
            _ => None,
        }
    }
}

/// What the alternative `{}` beside others is taken for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Anonymous {
    /// A token is optional, as it says: the call can be made with one and without.
    #[default]
    Optional,
    /// It is left out: the call takes a token with what the other alternatives say.
    Token,
    /// The call takes no token.
    Public,
}

impl Anonymous {
    /// Reads `optional`, `token` or `public`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "optional" => Some(Self::Optional),
            "token" => Some(Self::Token),
            "public" => Some(Self::Public),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
