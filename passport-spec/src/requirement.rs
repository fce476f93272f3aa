//! What a call needs of its token.

use crate::cover::ScopeIds;
use crate::scope::ScopeId;

/// What a call needs of its token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Requirement {
    /// No token.
    Public,
    /// Any valid token, whatever its scopes.
    AnyToken,
    /// Not documented; callable with any token.
    Unknown,
    /// Every one of these scopes; never empty.
    AllOf(Vec<ScopeId>),
    /// Every scope of one of these lists, as they are written; never empty, and no list is.
    AnyOf(Vec<Vec<ScopeId>>),
}

impl Requirement {
    /// The alternatives (disjunctive normal form): each is a list of scopes of which all are needed.
    ///
    /// Empty for the states that need no scope.
    pub fn alternatives(&self) -> &[Vec<ScopeId>] {
        match self {
            Self::Public | Self::AnyToken | Self::Unknown => &[],
            Self::AllOf(scopes) => std::slice::from_ref(scopes),
            Self::AnyOf(alternatives) => alternatives,
        }
    }

    /// Every scope that is named, each once, in the order of the file.
    pub fn scopes(&self) -> Vec<ScopeId> {
        let mut seen = ScopeIds::default();
        self.alternatives()
            .iter()
            .flatten()
            .copied()
            .filter(|id| seen.insert(*id))
            .collect()
    }

    /// Whether a token that may use `usable` (already closed over implications) may make the call.
    pub fn is_met_by(&self, usable: &ScopeIds) -> bool {
        match self {
            Self::Public | Self::AnyToken | Self::Unknown => true,
            Self::AllOf(scopes) => scopes.iter().all(|id| usable.contains(*id)),
            Self::AnyOf(alternatives) => alternatives
                .iter()
                .any(|scopes| scopes.iter().all(|id| usable.contains(*id))),
        }
    }
}
