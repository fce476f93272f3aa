use proptest::collection::vec;
use proptest::prelude::*;

use super::ScopeIds;
use crate::scope::{Catalogue, ScopeId};
use crate::spec::Spec;

/// A catalogue of up to 12 scopes with random implications; some are wildcards over a tree of names.
fn catalogues() -> impl Strategy<Value = Catalogue> {
    let names = vec("(a|b|c)(\\.(a|b|c|\\*)){0,2}", 1..12);
    let edges = vec((0..12_usize, 0..12_usize), 0..12);
    (names, edges).prop_map(|(mut names, edges)| {
        // A star stands at the end of a wildcard only.
        names.retain(|name| name.find('*').is_none_or(|at| at + 1 == name.len()));
        names.push("z".to_owned());
        names.sort();
        names.dedup();
        let mut text = String::from("[catalogue.c.scopes]\n");
        for (index, name) in names.iter().enumerate() {
            let implied = edges.iter().filter(|(from, _)| from % names.len() == index);
            let mut implied: Vec<String> = implied
                .map(|(_, to)| format!("{:?}", names[to % names.len()]))
                .collect();
            implied.sort();
            implied.dedup();
            text += &format!(
                "{name:?} = {{ wildcard = {}, implies = [{}], identifier = \"S{index}\" }}\n",
                name.ends_with('*'),
                implied.join(", ")
            );
        }
        Catalogue::clone(&Spec::parse("generated", &text).unwrap().catalogues()[0])
    })
}

fn pick(catalogue: &Catalogue, bits: u16) -> ScopeIds {
    let chosen = catalogue
        .ids()
        .filter(|(id, _)| bits & (1 << id.index()) != 0);
    chosen.map(|(id, _)| id).collect()
}

/// Which scope gives which, by following every single step again and again until nothing changes.
fn gives_by_brute_force(catalogue: &Catalogue) -> Vec<Vec<bool>> {
    let step = |from: &crate::scope::Scope, to: ScopeId| {
        let wildcard = from.name.strip_suffix('*').filter(|_| from.wildcard);
        from.implies.contains(&to)
            || wildcard.is_some_and(|prefix| catalogue.scope(to).name.starts_with(prefix))
    };
    let count = catalogue.scopes().len();
    let mut gives = vec![vec![false; count]; count];
    for (from, scope) in catalogue.ids() {
        for (to, _) in catalogue.ids() {
            gives[from.index()][to.index()] = from == to || step(scope, to);
        }
    }
    for middle in 0..count {
        for from in 0..count {
            for to in 0..count {
                gives[from][to] |= gives[from][middle] && gives[middle][to];
            }
        }
    }
    gives
}

proptest! {
    #[test]
    fn covering_is_reflexive(catalogue in catalogues(), a: u16) {
        let a = pick(&catalogue, a);
        prop_assert!(catalogue.covers(&a, &a));
    }

    #[test]
    fn covering_is_transitive(catalogue in catalogues(), a: u16, b: u16, c: u16) {
        let (a, b, c) = (pick(&catalogue, a), pick(&catalogue, b), pick(&catalogue, c));
        // Taking what `a` covers of `b` makes the first premise hold in every run.
        let covered = catalogue.closure(&a);
        let b: ScopeIds = b.iter().filter(|id| covered.contains(*id)).collect();
        prop_assert!(catalogue.covers(&a, &b));
        if catalogue.covers(&b, &c) {
            prop_assert!(catalogue.covers(&a, &c));
        }
    }

    #[test]
    fn covering_is_monotone(catalogue in catalogues(), a: u16, more: u16, wanted: u16) {
        let small = pick(&catalogue, a);
        let large = pick(&catalogue, a | more);
        let wanted = pick(&catalogue, wanted);
        if catalogue.covers(&small, &wanted) {
            prop_assert!(catalogue.covers(&large, &wanted));
        }
        prop_assert!(catalogue.closure(&large).is_superset(&catalogue.closure(&small)));
    }

    #[test]
    fn closing_twice_adds_nothing(catalogue in catalogues(), a: u16) {
        let once = catalogue.closure(&pick(&catalogue, a));
        prop_assert_eq!(catalogue.closure(&once), once);
    }

    #[test]
    fn closure_agrees_with_brute_force(catalogue in catalogues(), a: u16) {
        let held = pick(&catalogue, a);
        let closed = catalogue.closure(&held);
        let gives = gives_by_brute_force(&catalogue);
        for (to, scope) in catalogue.ids() {
            let reached = held.iter().any(|from| gives[from.index()][to.index()]);
            prop_assert_eq!(closed.contains(to), reached, "{}", &scope.name);
        }
    }

    #[test]
    fn sets_behave_like_sets(ids in vec(0..200_usize, 0..40), out in 0..200_usize) {
        let mut set: ScopeIds = ids.iter().copied().map(ScopeId::new).collect();
        let mut model: std::collections::BTreeSet<usize> = ids.into_iter().collect();
        set.remove(ScopeId::new(out));
        model.remove(&out);
        prop_assert_eq!(set.iter().map(ScopeId::index).collect::<Vec<_>>(),
            model.into_iter().collect::<Vec<_>>());
    }
}
