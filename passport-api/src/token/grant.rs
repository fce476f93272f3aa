//! From the scopes that a server names to the scopes of the catalog, and back.

use std::collections::{BTreeMap, HashMap};

use crate::catalog::{Catalog, ScopeInfo};
use crate::error::Error;

/// What the scopes of a catalog are called on the wire, for one client.
///
/// A scope is called as the spec says, unless the client builder maps it to another name; the holes
/// of a template are filled with the client builder's values.
#[derive(Debug)]
pub(crate) struct Names {
    catalog: &'static Catalog,
    mapped: HashMap<u32, String>,
    holes: BTreeMap<String, String>,
}

impl Names {
    pub(crate) fn new(
        catalog: &'static Catalog,
        mapped: HashMap<u32, String>,
        holes: BTreeMap<String, String>,
    ) -> Self {
        Self {
            catalog,
            mapped,
            holes,
        }
    }

    /// The names of scopes on the wire, and which of them are inferred and not mapped.
    pub(crate) fn describe(&self, places: &[u32]) -> Result<(Vec<String>, Vec<String>), Error> {
        let (mut names, mut inferred) = (Vec::new(), Vec::new());
        for place in places {
            let place = *place as usize;
            if place >= self.catalog.scopes.len() {
                // Only a scope that a person implemented has such a place.
                return Err(Error::config(format!(
                    "`{}` has no scope with the place {place}",
                    self.catalog.name
                )));
            }
            let name = self.wire_of(place)?;
            if self.is_inferred(place) {
                inferred.push(name.clone());
            }
            names.push(name);
        }
        Ok((names, inferred))
    }

    /// Those of the names on the wire that are inferred and not mapped.
    pub(super) fn inferred_among<'n>(&self, names: &[&'n str]) -> Vec<&'n str> {
        let inferred = |name: &str| {
            let mut places = 0..self.catalog.scopes.len();
            places.any(|place| {
                self.is_inferred(place) && self.wire_of(place).is_ok_and(|wire| wire == name)
            })
        };
        names
            .iter()
            .copied()
            .filter(|name| inferred(name))
            .collect()
    }

    /// Whether nobody has said what the scope at this place is called: no document, and not the
    /// program.
    fn is_inferred(&self, place: usize) -> bool {
        self.catalog.scopes[place].inferred && self.mapped_name(place).is_none()
    }

    fn mapped_name(&self, place: usize) -> Option<&String> {
        self.mapped.get(&u32::try_from(place).ok()?)
    }

    /// The scopes that a token with these granted names may use, by their places.
    pub(super) fn usable(&self, granted: &[String]) -> Vec<bool> {
        let mut usable = vec![false; self.catalog.scopes.len()];
        for (place, scope) in self.catalog.scopes.iter().enumerate() {
            if granted.iter().any(|name| self.means(name, place, scope)) {
                usable[place] = true;
                scope
                    .gives
                    .iter()
                    .for_each(|given| usable[*given as usize] = true);
            }
        }
        usable
    }

    /// Whether a granted name means the scope.
    fn means(&self, granted: &str, place: usize, scope: &ScopeInfo) -> bool {
        let by_name = self.wire_of(place).is_ok_and(|name| name == granted);
        by_name || scope.aliases.contains(&granted)
    }

    /// What the scope at this place of the catalog is called on the wire.
    pub(super) fn wire_of(&self, place: usize) -> Result<String, Error> {
        let scope = &self.catalog.scopes[place];
        if let Some(name) = self.mapped_name(place) {
            return Ok(name.clone());
        }
        if scope.template {
            self.fill(scope.name)
        } else {
            Ok(scope.name.to_owned())
        }
    }

    /// Fills the holes of a template.
    fn fill(&self, template: &str) -> Result<String, Error> {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((hole, after)) = behind.split_once('}') else {
                break;
            };
            let value = self.holes.get(hole).ok_or_else(|| {
                Error::config(format!(
                    "the scope `{template}` has the hole `{hole}`; fill it with \
                     `.scope_hole(\"{hole}\", …)` when you build the client"
                ))
            })?;
            filled.push_str(before);
            filled.push_str(value);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

#[cfg(test)]
mod tests;
