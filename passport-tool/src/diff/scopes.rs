//! Scopes: which are new, gone or renamed, and what each lets its holder use.

use std::collections::HashSet;

use passport_spec::{Api, Requirement, Scope, ScopeId};

use super::apis::Found;
use super::atoms::{Atom, Atoms, Matched, Side};
use super::change::{Breaking, Kind};
use crate::words;

/// Compares the scopes of two catalogues; `apis` are the pairs of APIs that use them.
pub(super) fn compare(matched: &Matched<'_>, apis: &[(&Api, &Api)], found: &mut Found<'_>) {
    let (old, new) = (matched.old.catalogue, matched.new.catalogue);
    for (before, after) in &matched.renamed {
        renamed(old.scope(*before), new.scope(*after), found);
    }
    let renamed_old: HashSet<ScopeId> = matched.renamed.iter().map(|pair| pair.0).collect();
    let renamed_new: HashSet<ScopeId> = matched.renamed.iter().map(|pair| pair.1).collect();
    for (id, scope) in old.ids() {
        match same_name(&matched.new, &scope.name) {
            Some(other) => kept(scope, new.scope(other), found),
            None if renamed_old.contains(&id) => {}
            None => {
                let names = (Some(scope.name.clone()), None);
                let why = "a `scope_set!` that names it does not compile";
                found.add(Kind::ScopeRemoved, &scope.name, names, Breaking::Yes, why);
            }
        }
    }
    for (id, scope) in new.ids() {
        if same_name(&matched.old, &scope.name).is_none() && !renamed_new.contains(&id) {
            let names = (None, Some(scope.name.clone()));
            let why = "no set could name it";
            found.add(Kind::ScopeAdded, &scope.name, names, Breaking::No, why);
        }
    }
    covers(matched, apis, found);
}

fn same_name(side: &Side<'_>, name: &str) -> Option<ScopeId> {
    let id = side.catalogue.find(name)?;
    (side.catalogue.scope(id).name == name).then_some(id)
}

fn renamed(before: &Scope, after: &Scope, found: &mut Found<'_>) {
    let names = (Some(before.name.clone()), Some(after.name.clone()));
    let (breaking, why) = if !after.aliases.contains(&before.name) {
        (
            Breaking::Yes,
            "the old name is unknown to `scope_set!`; as an alias of the new one it would compile",
        )
    } else if before.path == after.path {
        (Breaking::No, "the old name is an alias of the new one")
    } else {
        (
            Breaking::Yes,
            "the old name is an alias of the new one, but its marker type has another path, and \
             code that names it does not compile",
        )
    };
    found.add(Kind::ScopeRenamed, &after.name, names, breaking, why);
    deprecated(before, after, found);
}

/// Compares a scope that has its name still.
fn kept(before: &Scope, after: &Scope, found: &mut Found<'_>) {
    if before.path != after.path {
        let path = |scope: &Scope| Some(format!("scopes::{}", scope.path));
        let why = "sets compile, but code that names the marker type, such as a bound, does not";
        let paths = (path(before), path(after));
        found.add(
            Kind::IdentifierChanged,
            &after.name,
            paths,
            Breaking::Yes,
            why,
        );
    }
    deprecated(before, after, found);
}

fn deprecated(before: &Scope, after: &Scope, found: &mut Found<'_>) {
    let (kind, why) = match (&before.deprecated, &after.deprecated) {
        (None, Some(_)) => (
            Kind::ScopeDeprecated,
            "it compiles with a warning, which `-D warnings` makes an error",
        ),
        (Some(_), None) => (Kind::ScopeRevived, "there is a warning less"),
        _ => return,
    };
    let reasons = (before.deprecated.clone(), after.deprecated.clone());
    found.add(kind, &after.name, reasons, Breaking::No, why);
}

/// Compares what each scope lets its holder use beside itself.
fn covers(matched: &Matched<'_>, apis: &[(&Api, &Api)], found: &mut Found<'_>) {
    let mut seen = Atoms::new();
    for (id, _) in matched.new.catalogue.ids() {
        let atom = matched.new.atom(id);
        if !matched.old.has(atom) || !seen.insert(atom) {
            continue;
        }
        let held = Atoms::from([atom]);
        let (before, after) = (matched.old.closure(&held), matched.new.closure(&held));
        if before == after {
            continue;
        }
        let name = matched.name(atom).to_owned();
        let gained: Atoms = after.difference(&before).copied().collect();
        if !gained.is_empty() {
            let calls = calls_of(matched, apis, &before, &after, Direction::Gained);
            let list = (None, Some(names(matched, &gained)));
            let why = holder("may now use these as well", "and so call", &calls);
            let change = found.add(Kind::ScopeWidened, name.clone(), list, Breaking::No, why);
            change.widened = true;
        }
        let lost: Atoms = before.difference(&after).copied().collect();
        if !lost.is_empty() {
            let calls = calls_of(matched, apis, &before, &after, Direction::Lost);
            let list = (Some(names(matched, &lost)), None);
            let why = holder("may not use these any more", "nor call", &calls);
            found.add(Kind::ScopeNarrowed, name, list, Breaking::Yes, why);
        }
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Direction {
    Gained,
    Lost,
}

/// The calls that these scopes were not enough for and are now, or the other way round.
fn calls_of(
    matched: &Matched<'_>,
    apis: &[(&Api, &Api)],
    before: &Atoms,
    after: &Atoms,
    direction: Direction,
) -> Vec<String> {
    let met = |requirement: &Requirement, side: &Side<'_>, usable: &Atoms| {
        let mut alternatives = requirement.alternatives().iter();
        alternatives.any(|ids| side.atoms(ids).is_subset(usable))
    };
    let mut calls = Vec::new();
    for (old, new) in apis {
        let (here, there, side, usable, other_side, other_usable) = match direction {
            Direction::Gained => (new, old, &matched.new, after, &matched.old, before),
            Direction::Lost => (old, new, &matched.old, before, &matched.new, after),
        };
        for endpoint in &here.endpoints {
            let key = words::call_key(here, endpoint);
            let mut others = there.endpoints.iter();
            let other = others.find(|other| words::call_key(there, other) == key);
            let was = other.is_some_and(|e| met(&e.requirement, other_side, other_usable));
            if met(&endpoint.requirement, side, usable) && !was {
                calls.push(endpoint.id());
            }
        }
    }
    calls
}

fn names(matched: &Matched<'_>, atoms: &Atoms) -> String {
    let names = atoms.iter().map(|atom: &Atom| matched.name(*atom));
    words::some(names)
}

fn holder(may: &str, call: &str, calls: &[String]) -> String {
    if calls.is_empty() {
        return format!("whoever holds it {may}");
    }
    let calls = words::some(calls.iter().map(String::as_str));
    format!("whoever holds it {may}, {call} {calls}")
}
