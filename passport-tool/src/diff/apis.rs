//! The whole comparison: which API is which, then each of their parts.

use std::sync::Arc;

use passport_spec::{Api, Spec};

use super::atoms::Matched;
use super::change::{Breaking, Change, Changes, Kind};
use super::{endpoints, scopes, server, sets};

/// What changes from `old` to `new`.
///
/// See the [module](super) for an example.
pub fn diff(old: &Spec, new: &Spec) -> Changes {
    let mut list = Vec::new();
    let pairs = pairs(old, new, &mut list);
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for (before, after) in &pairs {
        let shared = |pair: &&(&Api, &Api)| {
            Arc::ptr_eq(&pair.0.catalogue, &before.catalogue)
                && Arc::ptr_eq(&pair.1.catalogue, &after.catalogue)
        };
        let sharing: Vec<(&Api, &Api)> = pairs.iter().filter(shared).copied().collect();
        let matched = Matched::new(&before.catalogue, &after.catalogue, &sharing);
        let mut found = Found {
            api: after.name.clone(),
            list: &mut list,
        };
        server::compare(before, after, &mut found);
        endpoints::compare(before, after, &matched, &mut found);
        // A catalogue that several APIs share is told of once.
        let place = |api: &Api| Arc::as_ptr(&api.catalogue) as usize;
        let catalogues = (place(before), place(after));
        if !seen.contains(&catalogues) {
            seen.push(catalogues);
            found.api.clone_from(&after.catalogue.name);
            scopes::compare(&matched, &sharing, &mut found);
            sets::compare(&matched, &mut found);
        }
    }
    list.sort_by(|a, b| (a.breaking, &a.api, a.kind).cmp(&(b.breaking, &b.api, b.kind)));
    Changes { list }
}

/// Takes the changes of one API.
pub(super) struct Found<'l> {
    api: String,
    list: &'l mut Vec<Change>,
}

/// How something was and how it is.
pub(super) type OldNew = (Option<String>, Option<String>);

impl Found<'_> {
    /// Adds a change that nobody may do more by.
    pub(super) fn add(
        &mut self,
        kind: Kind,
        subject: impl Into<String>,
        (old, new): OldNew,
        breaking: Breaking,
        why: impl Into<String>,
    ) -> &mut Change {
        self.list.push(Change {
            kind,
            api: self.api.clone(),
            subject: subject.into(),
            old,
            new,
            breaking,
            widened: false,
            why: why.into(),
        });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }
}

/// The APIs that are in both, by name; a single one on either side is the same under any name.
fn pairs<'s>(old: &'s Spec, new: &'s Spec, list: &mut Vec<Change>) -> Vec<(&'s Api, &'s Api)> {
    let mut add = |kind, name: &str, old_new: OldNew, breaking, why: &str| {
        let mut found = Found {
            api: name.to_owned(),
            list,
        };
        found.add(kind, name, old_new, breaking, why);
    };
    if let ([before], [after]) = (old.apis(), new.apis()) {
        if before.name != after.name {
            let names = (Some(before.name.clone()), Some(after.name.clone()));
            let why = "`api! { api = \"…\" }` names it, and scope sets are declared by its macro";
            add(Kind::ApiRenamed, &after.name, names, Breaking::Look, why);
        }
        return vec![(before, after)];
    }
    for api in new.apis() {
        if old.api(&api.name).is_none() {
            let names = (None, Some(api.name.clone()));
            add(
                Kind::ApiAdded,
                &api.name,
                names,
                Breaking::No,
                "nothing used it",
            );
        }
    }
    let mut pairs = Vec::new();
    for api in old.apis() {
        match new.api(&api.name) {
            Some(after) => pairs.push((api, after)),
            None => {
                let names = (Some(api.name.clone()), None);
                let why = "an `api!` that names it does not compile";
                add(Kind::ApiRemoved, &api.name, names, Breaking::Yes, why);
            }
        }
    }
    pairs
}
