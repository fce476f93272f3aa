//! Which scopes a set of scopes covers: itself, what it implies, what its wildcards name.

use crate::scope::{Catalogue, ScopeId};

/// A set of scopes of one catalogue.
///
/// ```
/// # let spec = passport_spec::Spec::parse("scopes.toml", r#"
/// #     [catalogue.c.scopes]
/// #     "a" = "A"
/// #     "b" = "B"
/// # "#).unwrap();
/// let catalogue = &spec.catalogues()[0];
/// let mut set = passport_spec::ScopeIds::default();
/// set.insert(catalogue.find("b").unwrap());
/// assert!(set.contains(catalogue.find("b").unwrap()));
/// assert!(!set.contains(catalogue.find("a").unwrap()));
/// ```
#[derive(Clone, Debug, Default)]
pub struct ScopeIds {
    words: Vec<u64>,
}

impl ScopeIds {
    /// Adds a scope; answers whether it is new.
    pub fn insert(&mut self, id: ScopeId) -> bool {
        let (word, bit) = (id.index() / 64, 1 << (id.index() % 64));
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        new
    }

    /// Takes a scope out.
    pub fn remove(&mut self, id: ScopeId) {
        if let Some(word) = self.words.get_mut(id.index() / 64) {
            *word &= !(1 << (id.index() % 64));
        }
    }

    /// Whether the scope is in the set.
    pub fn contains(&self, id: ScopeId) -> bool {
        let word = self.words.get(id.index() / 64).copied().unwrap_or(0);
        word & (1 << (id.index() % 64)) != 0
    }

    /// Whether every scope of `other` is in this set.
    pub fn is_superset(&self, other: &Self) -> bool {
        other.iter().all(|id| self.contains(id))
    }

    /// The scopes, in the order of the catalogue.
    pub fn iter(&self) -> impl Iterator<Item = ScopeId> {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            (0..64)
                .filter(move |bit| word & (1 << bit) != 0)
                .map(move |bit| ScopeId::new(index * 64 + bit))
        })
    }
}

impl PartialEq for ScopeIds {
    fn eq(&self, other: &Self) -> bool {
        self.is_superset(other) && other.is_superset(self)
    }
}

impl Eq for ScopeIds {}

impl FromIterator<ScopeId> for ScopeIds {
    fn from_iter<I: IntoIterator<Item = ScopeId>>(ids: I) -> Self {
        let mut set = Self::default();
        for id in ids {
            set.insert(id);
        }
        set
    }
}

impl Catalogue {
    /// What the scope gives directly: what it implies, and what it names as a wildcard.
    fn gives(&self, id: ScopeId) -> impl Iterator<Item = ScopeId> {
        let scope = self.scope(id);
        let under_wildcard = scope.wildcard_prefix().into_iter().flat_map(|prefix| {
            let under = self
                .ids()
                .filter(move |(_, other)| other.name.starts_with(prefix));
            under.map(|(other, _)| other)
        });
        scope.implies.iter().copied().chain(under_wildcard)
    }

    /// The scopes that a token with `held` may use: `held` itself, what it implies and what its
    /// wildcards name, and what those give in turn.
    pub fn closure(&self, held: &ScopeIds) -> ScopeIds {
        let mut closed = ScopeIds::default();
        let mut waiting: Vec<ScopeId> = held.iter().collect();
        while let Some(id) = waiting.pop() {
            if closed.insert(id) {
                waiting.extend(self.gives(id));
            }
        }
        closed
    }

    /// Whether a token with `held` may use every scope of `wanted`.
    pub fn covers(&self, held: &ScopeIds, wanted: &ScopeIds) -> bool {
        self.closure(held).is_superset(wanted)
    }
}

#[cfg(test)]
mod tests;
