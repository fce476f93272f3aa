//! Whether a requirement lets more tokens through than another, or fewer.

use passport_spec::Requirement;

use super::atoms::{Atoms, Matched, Side};

/// What becomes of tokens where an old requirement is replaced by a new one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Relation {
    /// The same are let through.
    Same,
    /// Fewer are.
    Stricter,
    /// More are.
    Looser,
    /// Some are that were not, and the other way round.
    Changed,
}

/// Compares two requirements.
///
/// The question is what becomes of a token that has just the scopes of one alternative: is a token
/// that was enough for the old spec enough for the new one, with the implications of the new one; and
/// would a token that is enough now have been enough, with the implications of the old one. Any other
/// token has more than one of these, and what it may use grows with it.
pub(super) fn relation(old: &Requirement, new: &Requirement, matched: &Matched<'_>) -> Relation {
    let (before, after) = (level(old), level(new));
    if before != after {
        return if before < after {
            Relation::Stricter
        } else {
            Relation::Looser
        };
    }
    if before < SCOPES {
        return Relation::Same;
    }
    let old: Vec<Atoms> = alternatives(old, &matched.old);
    let new: Vec<Atoms> = alternatives(new, &matched.new);
    let still_good = old.iter().all(|held| is_met(&new, held, &matched.new));
    let was_good = new.iter().all(|held| is_met(&old, held, &matched.old));
    match (still_good, was_good) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Looser,
        (false, true) => Relation::Stricter,
        (false, false) => Relation::Changed,
    }
}

fn alternatives(requirement: &Requirement, side: &Side<'_>) -> Vec<Atoms> {
    let alternatives = requirement.alternatives().iter();
    alternatives.map(|ids| side.atoms(ids)).collect()
}

fn is_met(alternatives: &[Atoms], held: &Atoms, side: &Side<'_>) -> bool {
    let usable = side.closure(held);
    alternatives.iter().any(|needed| needed.is_subset(&usable))
}

/// How much a token must be: none, any, or one with scopes.
fn level(requirement: &Requirement) -> u8 {
    match requirement {
        Requirement::Public => 0,
        Requirement::AnyToken | Requirement::Unknown => 1,
        Requirement::AllOf(_) | Requirement::AnyOf(_) => SCOPES,
    }
}

const SCOPES: u8 = 2;
