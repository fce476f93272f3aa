//! The least set of scopes that meets all requirements.

use std::cmp::Reverse;

use passport_spec::{Catalogue, ScopeId, ScopeIds};

/// What a call needs: all scopes of one of these lists.
pub(super) type Alternatives = Vec<Vec<ScopeId>>;

/// A least set.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Least {
    /// The scopes; none of them gives another.
    pub(super) scopes: Vec<ScopeId>,
    /// Whether no other set is smaller; `false` only where there are too many choices to try all.
    pub(super) exact: bool,
}

/// The set with the fewest deprecated scopes, then the least power (everything that its scopes give
/// counts), then the fewest names, that meets all of `needs`.
///
/// Where `within` is given, only alternatives whose scopes are all in it are taken, if there is one.
pub(super) fn least(
    catalogue: &Catalogue,
    needs: &[Alternatives],
    within: Option<&ScopeIds>,
) -> Least {
    let inside = |scopes: &[ScopeId]| {
        within.is_none_or(|within| scopes.iter().all(|id| within.contains(*id)))
    };
    let mut forced = ScopeIds::default();
    let mut open: Vec<Alternatives> = Vec::new();
    for need in needs {
        let fitting: Alternatives = need.iter().filter(|list| inside(list)).cloned().collect();
        let lists = if fitting.is_empty() { need } else { &fitting };
        match &lists[..] {
            [only] => forced = with(&forced, only),
            lists if !open.iter().any(|known| known[..] == *lists) => open.push(lists.to_vec()),
            _ => {}
        }
    }
    let mut search = Search {
        catalogue,
        best: None,
        steps: 0,
    };
    search.choose(&forced, &open);
    let exact = search.steps < STEPS;
    let chosen = search.best.map_or(forced, |(_, chosen)| chosen);
    Least {
        scopes: without_given(catalogue, &chosen),
        exact,
    }
}

/// What a set costs; smaller is better.
pub(super) fn cost(catalogue: &Catalogue, scopes: &ScopeIds) -> (usize, usize) {
    let deprecated = scopes
        .iter()
        .filter(|id| catalogue.scope(*id).deprecated.is_some());
    (deprecated.count(), catalogue.closure(scopes).iter().count())
}

/// Branch and bound: each step decides for one requirement how it is met.
struct Search<'a> {
    catalogue: &'a Catalogue,
    best: Option<((usize, usize, usize), ScopeIds)>,
    steps: usize,
}

impl Search<'_> {
    fn choose(&mut self, chosen: &ScopeIds, open: &[Alternatives]) {
        if self.steps >= STEPS {
            return;
        }
        self.steps += 1;
        let usable = self.catalogue.closure(chosen);
        let met = |need: &Alternatives| {
            need.iter()
                .any(|list| list.iter().all(|id| usable.contains(*id)))
        };
        let open: Vec<Alternatives> = open.iter().filter(|need| !met(need)).cloned().collect();
        let (deprecated, power) = cost(self.catalogue, chosen);
        if open.is_empty() {
            let names = without_given(self.catalogue, chosen).len();
            let cost = (deprecated, power, names);
            if self.best.as_ref().is_none_or(|(best, _)| cost < *best) {
                self.best = Some((cost, chosen.clone()));
            }
            return;
        }
        // More scopes never cost less.
        let worse =
            |(best, _): &((usize, usize, usize), ScopeIds)| (deprecated, power) > (best.0, best.1);
        if self.best.as_ref().is_some_and(worse) {
            return;
        }
        let mut ways: Vec<ScopeIds> = open[0].iter().map(|list| with(chosen, list)).collect();
        // What adds least comes first, so that the bound is good early.
        ways.sort_by_cached_key(|way| cost(self.catalogue, way));
        for way in ways {
            self.choose(&way, &open[1..]);
        }
    }
}

fn with(chosen: &ScopeIds, list: &[ScopeId]) -> ScopeIds {
    chosen.iter().chain(list.iter().copied()).collect()
}

/// The scopes that no other of them gives; of two that give each other, the first.
fn without_given(catalogue: &Catalogue, scopes: &ScopeIds) -> Vec<ScopeId> {
    let mut kept = scopes.clone();
    let mut ids: Vec<ScopeId> = scopes.iter().collect();
    // The weakest go first, the latest of equals.
    ids.sort_by_cached_key(|id| {
        let power = catalogue.closure(&ScopeIds::from_iter([*id]));
        (power.iter().count(), Reverse(id.index()))
    });
    for id in ids {
        let mut rest = kept.clone();
        rest.remove(id);
        if catalogue.closure(&rest).contains(id) {
            kept = rest;
        }
    }
    kept.iter().collect()
}

/// How many choices are tried at most: a tenth of a second's worth.
const STEPS: usize = 20_000;

#[cfg(test)]
mod tests {
    use passport_spec::{ScopeIds, Spec};

    use super::least;

    const SPEC: &str = r#"
        [catalogue.c.scopes]
        "a" = "A"
        "b" = "B"
        "c" = "C"
        "d" = { description = "D", implies = ["a", "b"] }
        "x.*" = { description = "X", wildcard = true }
        "x.one" = "1"
        "old" = { description = "O", deprecated = "use c" }
    "#;

    /// Needs are written `a|b+c, d`; the answer is the names.
    fn of(needs: &str, within: Option<&str>) -> String {
        let spec = Spec::parse("scopes.toml", SPEC).unwrap();
        let catalogue = &spec.catalogues()[0];
        let id = |name: &str| catalogue.find(name).unwrap();
        let needs: Vec<_> = needs
            .split(", ")
            .filter(|need| !need.is_empty())
            .map(|need| {
                let lists = need
                    .split('|')
                    .map(|list| list.split('+').map(id).collect());
                lists.collect::<Vec<Vec<_>>>()
            })
            .collect();
        let within =
            within.map(|names| catalogue.closure(&names.split(' ').map(id).collect::<ScopeIds>()));
        let least = least(catalogue, &needs, within.as_ref());
        assert!(least.exact);
        let names = least.scopes.iter().map(|id| &*catalogue.scope(*id).name);
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_needed_is_enough() {
        assert_eq!(of("", None), "");
        assert_eq!(of("a, b, a", None), "a b");
        assert_eq!(of("a, d", None), "d", "which gives a");
        assert_eq!(of("x.one", Some("x.*")), "x.one", "and not what gives it");
        assert_eq!(of("x.one, x.*", None), "x.*");
    }

    #[test]
    fn a_choice_adds_the_least() {
        assert_eq!(of("a|b, b", None), "b", "which adds nothing");
        assert_eq!(of("a|d", None), "a");
        assert_eq!(of("a+b|c", None), "c");
        assert_eq!(of("a+b|c, a, b", None), "a b");
        assert_eq!(of("a|b, b|c, a|c", None), "a b");
        assert_eq!(of("a|c, b|c", None), "c", "one for both");
        assert_eq!(of("old|a+b", None), "a b", "none that is deprecated");
    }

    #[test]
    fn a_choice_stays_within_what_is_declared() {
        assert_eq!(of("a|b", Some("b")), "b");
        assert_eq!(of("a+b|c", Some("d")), "a b");
        assert_eq!(of("a|b", Some("c")), "a", "where one can");
    }
}
