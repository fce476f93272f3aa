//! What a set of scopes demands of a grant.

use crate::catalog::Catalog;
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
    scopes: &'static [&'static str],
    tree: &'static Node,
    /// Whether an audit has changed what the set carries.
    withheld: bool,
    /// The spec whose scopes the tree's numbers mean.
    catalog: &'static Catalog,
}

impl Demand {
    pub(super) fn of<S: ScopeSet>() -> Self {
        Self {
            name: S::NAME,
            scopes: S::SCOPES,
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
        if !core.catalog().token.scope_parameter {
            return Ok(String::new());
        }
        let mut names = Vec::with_capacity(self.scopes.len());
        for scope in self.scopes {
            names.push(core.names().wire(scope)?);
        }
        Ok(names.join(" "))
    }

    pub(super) fn check(&self, token: &AccessToken, core: &Core) -> Result<(), Error> {
        // The types see to this, but for hidden functions that a person could call.
        if !std::ptr::eq(self.catalog, core.catalog()) {
            return Err(Error::config(format!(
                "the set `{}` is one of `{}`, the client one of `{}`",
                self.name,
                self.catalog.name,
                core.catalog().name
            )));
        }
        self.check_names(token, core.names())
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
            declared: self
                .scopes
                .iter()
                .map(|scope| (*scope).to_owned())
                .collect(),
            granted: token.granted().to_vec(),
            inferred,
            lost,
        }))))
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
