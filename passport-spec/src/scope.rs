//! Scopes, the catalogues that hold them, and named sets of them.

use std::collections::HashMap;

use crate::ident::ScopePath;

/// A scope's place in its catalogue.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ScopeId(u32);

impl ScopeId {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The place as a number, counted from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One scope of a catalogue.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scope {
    /// The name on the wire; opaque but for [`wildcard`](Self::wildcard) and
    /// [`template`](Self::template).
    pub name: String,
    /// Where its marker type stands below `scopes`.
    pub path: ScopePath,
    /// One sentence for the docs.
    pub description: Option<String>,
    /// A link for the docs.
    pub docs: Option<String>,
    /// Other wire names of the same scope.
    pub aliases: Vec<String>,
    /// Why it should not be used any more, and what to use instead.
    pub deprecated: Option<String>,
    /// Scopes that a token with this one may use as well, as declared (not closed).
    pub implies: Vec<ScopeId>,
    /// Whether the name ends in `*` and covers every scope that starts with the text before it.
    pub wildcard: bool,
    /// Whether the name has holes in braces that the program fills.
    pub template: bool,
    /// Whether no document prints this name.
    pub inferred: bool,
    /// The line in the spec file, counted from 1.
    pub line: usize,
}

impl Scope {
    /// The text that every scope under a wildcard starts with.
    pub fn wildcard_prefix(&self) -> Option<&str> {
        if self.wildcard {
            self.name.strip_suffix('*')
        } else {
            None
        }
    }

    /// The names of a template's holes, in order.
    ///
    /// A scope that is no template has none, whatever its name holds.
    pub fn holes(&self) -> Vec<&str> {
        if !self.template {
            return Vec::new();
        }
        let after_braces = self.name.split('{').skip(1);
        after_braces
            .filter_map(|rest| rest.split_once('}').map(|(hole, _)| hole))
            .collect()
    }
}

/// A named set of scopes, such as a role.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NamedSet {
    /// The name in the file.
    pub name: String,
    /// The name of the Rust type.
    pub type_name: String,
    /// One sentence for the docs.
    pub description: Option<String>,
    /// The scopes, in the order of the file, without repetition.
    pub scopes: Vec<ScopeId>,
}

/// The scopes that one or several APIs share.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Catalogue {
    /// The name in the file; the API's name where the scopes are its own.
    pub name: String,
    /// A link to the page that lists the scopes.
    pub docs: Option<String>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) sets: Vec<NamedSet>,
    pub(crate) by_name: HashMap<String, ScopeId>,
    /// True if it has more scopes than can be numbered; then none of them is read.
    pub(crate) too_large: bool,
}

impl Catalogue {
    /// The scopes, in the order of the file.
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// The scopes with their places.
    pub fn ids(&self) -> impl Iterator<Item = (ScopeId, &Scope)> {
        self.scopes
            .iter()
            .enumerate()
            .map(|(index, scope)| (ScopeId::new(index), scope))
    }

    /// The named sets, in the order of the file.
    pub fn sets(&self) -> &[NamedSet] {
        &self.sets
    }

    /// The scope at a place of this catalogue.
    ///
    /// # Panics
    ///
    /// If the place is one of another, larger catalogue.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }

    /// The scope with this wire name or alias.
    pub fn find(&self, name: &str) -> Option<ScopeId> {
        self.by_name.get(name).copied()
    }

    /// Every wire name and alias, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.scopes.iter().flat_map(|scope| {
            std::iter::once(scope.name.as_str()).chain(scope.aliases.iter().map(String::as_str))
        })
    }
}
