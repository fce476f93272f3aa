//! Named sets: which scopes a role has.

use passport_spec::NamedSet;

use super::apis::Found;
use super::atoms::{Atoms, Matched, Side};
use super::change::{Breaking, Kind};
use crate::words;

/// Compares the named sets of two catalogues.
pub(super) fn compare(matched: &Matched<'_>, found: &mut Found<'_>) {
    let (old, new) = (matched.old.catalogue.sets(), matched.new.catalogue.sets());
    for set in old {
        match new.iter().find(|other| other.name == set.name) {
            Some(other) => one(matched, set, other, found),
            None => {
                let scopes = (Some(all(&matched.old, set)), None);
                let why = format!(
                    "`sets::{}` is gone, and what names it does not compile",
                    set.type_name
                );
                found.add(Kind::SetRemoved, &set.name, scopes, Breaking::Yes, why);
            }
        }
    }
    for set in new {
        if old.iter().all(|other| other.name != set.name) {
            let scopes = (None, Some(all(&matched.new, set)));
            let why = "nothing used it";
            found.add(Kind::SetAdded, &set.name, scopes, Breaking::No, why);
        }
    }
}

fn one(matched: &Matched<'_>, before: &NamedSet, after: &NamedSet, found: &mut Found<'_>) {
    let had = matched.old.atoms(&before.scopes);
    let has = matched.new.atoms(&after.scopes);
    let names = |atoms: &Atoms| words::some(atoms.iter().map(|atom| matched.name(*atom)));
    let gained: Atoms = has.difference(&had).copied().collect();
    if !gained.is_empty() {
        let why = "a token of this set needs a larger grant; a client without it gets none";
        let scopes = (None, Some(names(&gained)));
        let change = found.add(Kind::SetGained, &after.name, scopes, Breaking::Look, why);
        change.widened = true;
    }
    let lost: Atoms = had.difference(&has).copied().collect();
    if !lost.is_empty() {
        let covered = lost.is_subset(&matched.new.closure(&has));
        let (breaking, why) = if covered {
            (Breaking::No, "the scopes that are left cover these")
        } else {
            (
                Breaking::Yes,
                "calls that need these do not compile with this set",
            )
        };
        let scopes = (Some(names(&lost)), None);
        found.add(Kind::SetLost, &after.name, scopes, breaking, why);
    }
}

fn all(side: &Side<'_>, set: &NamedSet) -> String {
    let names = set
        .scopes
        .iter()
        .map(|id| side.catalogue.scope(*id).name.as_str());
    words::some(names)
}
