//! What a set of scopes demands of a grant.

use crate::catalog::{Catalog, ScopeInfo};
use crate::client::{Api, Core};
use crate::error::{Error, Kind, MissingScopes};
use crate::scope::ScopeSet;
use crate::scope::tree::{Node, Root};
use crate::token::access::AccessToken;
use crate::token::grant::Names;

/// A set of scopes as data.
#[derive(Clone, Copy)]
pub(super) struct Demand {
    name: &'static str,
    /// Places in the catalog of the scopes to ask for.
    scopes: &'static [u16],
    tree: &'static Node,
    /// Whether an audit has changed what the set carries.
    withheld: bool,
    /// The spec whose scopes the tree's numbers mean.
    catalog: &'static Catalog,
}

impl Demand {
    /// Never inlined, because each copy of it would bring a copy of the set's constants.
    #[inline(never)]
    pub(super) fn of<S: ScopeSet>() -> Self {
        const {
            assert!(
                are_named(S::SCOPES, S::PLACES, S::Api::CATALOG.scopes),
                "`SCOPES` and `PLACES` of a scope set are not the same scopes; declare it with the \
                 `scope_set!` of the API's module"
            );
        }
        Self {
            name: S::NAME,
            scopes: S::PLACES,
            tree: &<S as Root>::NODE,
            withheld: S::WITHHELD,
            catalog: S::Api::CATALOG,
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The value of the token request's `scope` parameter; empty where none is sent.
    pub(super) fn requested(&self, core: &Core) -> Result<String, Error> {
        self.check_declared()?;
        self.check_catalog(core)?;
        if !core.catalog().token.scope_parameter {
            return Ok(String::new());
        }
        let mut names = Vec::with_capacity(self.scopes.len());
        for place in self.scopes {
            names.push(core.names().wire_of((*place).into())?);
        }
        Ok(names.join(" "))
    }

    pub(super) fn check(&self, token: &AccessToken, core: &Core) -> Result<(), Error> {
        self.check_catalog(core)?;
        self.check_names(token, core.names())
    }

    /// The types see to this, but for hidden functions that a person could call.
    fn check_catalog(&self, core: &Core) -> Result<(), Error> {
        if std::ptr::eq(self.catalog, core.catalog()) {
            return Ok(());
        }
        Err(Error::config(format!(
            "the set `{}` is one of `{}`, the client one of `{}`",
            self.name,
            self.catalog.name,
            core.catalog().name
        )))
    }

    /// Holds the set against what a token was granted.
    pub(super) fn check_names(&self, token: &AccessToken, names: &Names) -> Result<(), Error> {
        self.check_declared()?;
        let mut missing = Vec::new();
        self.tree.visit(&mut |index| {
            if !token.may_use(index) {
                missing.push(index);
            }
        });
        if missing.is_empty() {
            return Ok(());
        }
        let (missing, inferred) = names.describe(&missing)?;
        let lost = token.lost().iter();
        let lost = lost
            .filter(|name| missing.contains(name))
            .cloned()
            .collect();
        Err(Error::new(Kind::MissingScopes(Box::new(MissingScopes {
            set: self.name,
            missing,
            declared: self.declared().map(str::to_owned).collect(),
            granted: token.granted().to_vec(),
            inferred,
            lost,
        }))))
    }

    /// The names of the scopes to ask for, as the spec has them.
    fn declared(&self) -> impl Iterator<Item = &'static str> {
        let places = self.scopes.iter();
        places.map(|place| self.catalog.scopes[usize::from(*place)].name)
    }

    /// What an audit has compiled is there to be compiled, not to be run.
    fn check_declared(&self) -> Result<(), Error> {
        if self.withheld {
            return Err(Error::config(format!(
                "the set `{}` was compiled for `cargo passport audit` and is not what its \
                 declaration says; compile it without the environment variable `PASSPORT_AUDIT`",
                self.name
            )));
        }
        Ok(())
    }
}

/// Whether the names are those at these places of the catalog, in the same order.
const fn are_named(names: &[&str], places: &[u16], scopes: &[ScopeInfo]) -> bool {
    if names.len() != places.len() {
        return false;
    }
    let mut index = 0;
    while index < names.len() {
        let place = places[index] as usize;
        if place >= scopes.len() || !is_same(names[index], scopes[place].name) {
            return false;
        }
        index += 1;
    }
    true
}

/// `==`, which constants have not.
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

#[cfg(all(test, feature = "breb"))]
mod tests {
    use super::{Demand, are_named};
    use crate::ScopeSet as _;
    use crate::breb::sets::{EntityClientCredentials, Unscoped};
    use crate::breb::{CATALOG, scope_set};
    use crate::scope::tree::Node;

    scope_set! {
        struct One = "paas.core.breb_payments.get";
    }

    /// What a set's scopes are in a program, apart from the loader's table.
    fn bytes(demand: Demand) -> usize {
        fn below(node: &Node) -> usize {
            match node {
                Node::Branch(children) => {
                    size_of_val(*children) + children.iter().map(below).sum::<usize>()
                }
                Node::Absent | Node::Scope(_) | Node::Row(..) => 0,
            }
        }
        size_of_val(demand.scopes) + size_of_val(demand.tree) + below(demand.tree)
    }

    #[test]
    fn the_scopes_of_a_set_are_few_bytes() {
        let root = 17 * size_of::<Node>();
        assert!(root <= 272);
        assert_eq!(bytes(Demand::of::<Unscoped>()), size_of::<Node>());
        assert_eq!(bytes(Demand::of::<One>()), root + 2);
        let all = Demand::of::<EntityClientCredentials>();
        let count = EntityClientCredentials::SCOPES.len();
        assert_eq!(all.scopes.len(), count);
        assert_eq!(bytes(all), root + 2 * count);
    }

    #[test]
    fn what_is_asked_for_is_what_the_names_say() {
        let scopes = CATALOG.scopes;
        let (names, places) = (
            EntityClientCredentials::SCOPES,
            EntityClientCredentials::PLACES,
        );
        assert!(are_named(names, places, scopes));
        assert!(are_named(&[], &[], scopes));
        assert!(!are_named(names, &[], scopes));
        assert!(!are_named(&names[..1], &places[1..2], scopes));
        assert!(!are_named(&names[..1], &[u16::MAX], scopes));
        let longer = format!("{}s", names[0]);
        assert!(!are_named(&[&longer], &places[..1], scopes));
        assert!(!are_named(&[&longer[..3]], &places[..1], scopes));
        assert!(
            Demand::of::<One>()
                .declared()
                .eq(One::SCOPES.iter().copied())
        );
    }
}
