//! Which scopes of two catalogues are the same: each class of same scopes is an atom.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use passport_spec::{Api, Catalogue, ScopeId, ScopeIds};

use crate::words::call_key;

/// A scope, whatever it is called in either catalogue.
pub(super) type Atom = usize;

/// A set of them.
pub(super) type Atoms = BTreeSet<Atom>;

/// The scopes of an old and a new catalogue, matched.
pub(super) struct Matched<'c> {
    /// The old catalogue.
    pub(super) old: Side<'c>,
    /// The new one.
    pub(super) new: Side<'c>,
    /// The scopes that are the same under another name: old, new.
    pub(super) renamed: Vec<(ScopeId, ScopeId)>,
}

/// One of two catalogues.
pub(super) struct Side<'c> {
    pub(super) catalogue: &'c Catalogue,
    atoms: Vec<Atom>,
}

impl Side<'_> {
    /// The atom of a scope.
    pub(super) fn atom(&self, id: ScopeId) -> Atom {
        self.atoms[id.index()]
    }

    /// The atoms of scopes.
    pub(super) fn atoms<'i>(&self, ids: impl IntoIterator<Item = &'i ScopeId>) -> Atoms {
        ids.into_iter().map(|id| self.atom(*id)).collect()
    }

    /// Whether the catalogue has a scope that is this atom.
    pub(super) fn has(&self, atom: Atom) -> bool {
        self.atoms.contains(&atom)
    }

    /// What a token with these scopes may use here; a scope that is unknown here is good for itself.
    pub(super) fn closure(&self, held: &Atoms) -> Atoms {
        let ids = self.catalogue.ids().map(|(id, _)| id);
        let ids: ScopeIds = ids.filter(|id| held.contains(&self.atom(*id))).collect();
        let closed = self.catalogue.closure(&ids);
        let closed = closed.iter().map(|id| self.atom(id));
        closed.chain(held.iter().copied()).collect()
    }

    /// The name of an atom here.
    pub(super) fn name(&self, atom: Atom) -> Option<&str> {
        let at = self.atoms.iter().position(|known| *known == atom)?;
        Some(&self.catalogue.scopes()[at].name)
    }
}

impl<'c> Matched<'c> {
    /// Matches two catalogues; `apis` are the pairs of APIs that use them.
    pub(super) fn new(old: &'c Catalogue, new: &'c Catalogue, apis: &[(&'c Api, &'c Api)]) -> Self {
        let mut links = Links::new(old.scopes().len(), new.scopes().len());
        let mut renamed = Vec::new();
        for (before, scope) in old.ids() {
            for (after, other) in new.ids() {
                if scope.name == other.name {
                    links.join(before, after);
                } else if scope.aliases.contains(&other.name) || other.aliases.contains(&scope.name)
                {
                    links.join(before, after);
                    renamed.push((before, after));
                }
            }
        }
        // Of a scope that kept its name, an alias that is a scope of its own now is no news.
        let is_name = |catalogue: &Catalogue, name: &str| {
            let found = catalogue.find(name);
            found.is_some_and(|id| catalogue.scope(id).name == name)
        };
        renamed.retain(|(before, after)| {
            !is_name(new, &old.scope(*before).name) || !is_name(old, &new.scope(*after).name)
        });
        for (before, after) in same_users(old, new, apis, &links) {
            links.join(before, after);
            renamed.push((before, after));
        }
        let (old_atoms, new_atoms) = links.classes();
        Self {
            old: Side {
                catalogue: old,
                atoms: old_atoms,
            },
            new: Side {
                catalogue: new,
                atoms: new_atoms,
            },
            renamed,
        }
    }

    /// The name of an atom, the new one where there are two.
    pub(super) fn name(&self, atom: Atom) -> &str {
        let name = self.new.name(atom).or_else(|| self.old.name(atom));
        name.unwrap_or_default()
    }
}

/// The scopes without a match that the same calls need: where it is one on either side.
fn same_users(
    old: &Catalogue,
    new: &Catalogue,
    apis: &[(&Api, &Api)],
    links: &Links,
) -> Vec<(ScopeId, ScopeId)> {
    let old_apis = apis.iter().map(|(old, _)| *old);
    let new_apis = apis.iter().map(|(_, new)| *new);
    let old_users = users(old, old_apis, |id| links.is_alone(Links::old(id)));
    let new_users = users(new, new_apis, |id| links.is_alone(links.new_place(id)));
    let pairs = old_users.iter().filter_map(|(calls, before)| {
        let after = new_users.get(calls)?;
        match (&before[..], &after[..]) {
            ([before], [after]) => Some((*before, *after)),
            _ => None,
        }
    });
    pairs.collect()
}

/// Which scopes a set of calls needs; a call is named by the API's place and itself.
fn users<'a>(
    catalogue: &Catalogue,
    apis: impl Iterator<Item = &'a Api>,
    wanted: impl Fn(ScopeId) -> bool,
) -> BTreeMap<Vec<(usize, String)>, Vec<ScopeId>> {
    let mut calls: HashMap<ScopeId, Vec<(usize, String)>> = HashMap::new();
    for (place, api) in apis.enumerate() {
        for endpoint in &api.endpoints {
            for id in endpoint.requirement.scopes() {
                let call = (place, call_key(api, endpoint));
                calls.entry(id).or_default().push(call);
            }
        }
    }
    let mut users: BTreeMap<_, Vec<ScopeId>> = BTreeMap::new();
    for (id, _) in catalogue.ids().filter(|(id, _)| wanted(*id)) {
        if let Some(mut calls) = calls.remove(&id) {
            calls.sort();
            users.entry(calls).or_default().push(id);
        }
    }
    users
}

/// Which of the old and the new scopes belong together.
struct Links {
    /// For each old and then each new scope another of its class; itself at the end of the way.
    parents: Vec<usize>,
    old: usize,
    joined: Vec<bool>,
}

impl Links {
    fn new(old: usize, new: usize) -> Self {
        Self {
            parents: (0..old + new).collect(),
            old,
            joined: vec![false; old + new],
        }
    }

    fn old(id: ScopeId) -> usize {
        id.index()
    }

    fn new_place(&self, id: ScopeId) -> usize {
        self.old + id.index()
    }

    fn is_alone(&self, place: usize) -> bool {
        !self.joined[place]
    }

    fn join(&mut self, before: ScopeId, after: ScopeId) {
        let (before, after) = (Self::old(before), self.new_place(after));
        self.joined[before] = true;
        self.joined[after] = true;
        let (before, after) = (self.root(before), self.root(after));
        self.parents[before.max(after)] = before.min(after);
    }

    fn root(&self, mut place: usize) -> usize {
        while self.parents[place] != place {
            place = self.parents[place];
        }
        place
    }

    fn classes(&self) -> (Vec<Atom>, Vec<Atom>) {
        let mut roots: Vec<Atom> = (0..self.parents.len()).map(|at| self.root(at)).collect();
        let new = roots.split_off(self.old);
        (roots, new)
    }
}
