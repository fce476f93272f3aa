//! A named set: what it carries, and what it may call.

use passport_spec::{Api, Endpoint, NamedSet, ScopeIds};
use serde::Serialize;

/// What there is to know of a named set.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SetExplained {
    /// The API.
    pub api: String,
    /// The name.
    pub name: String,
    /// The path of its type.
    pub identifier: String,
    /// One sentence.
    pub description: Option<String>,
    /// Its scopes.
    pub scopes: Vec<String>,
    /// The calls that need scopes, and that it may make.
    pub calls: Vec<String>,
    /// The bound of generic code that takes larger sets as well.
    pub bound: String,
}

pub(super) fn explain(api: &Api, set: &NamedSet) -> SetExplained {
    let catalogue = &api.catalogue;
    let held: ScopeIds = set.scopes.iter().copied().collect();
    let usable = catalogue.closure(&held);
    let calls = api.endpoints.iter().filter(|endpoint| {
        let requirement = &endpoint.requirement;
        !requirement.alternatives().is_empty() && requirement.is_met_by(&usable)
    });
    let scopes = set.scopes.iter();
    let identifier = format!("{}::sets::{}", api.name, set.type_name);
    SetExplained {
        api: api.name.clone(),
        name: set.name.clone(),
        description: set.description.clone(),
        scopes: scopes.map(|id| catalogue.scope(*id).name.clone()).collect(),
        calls: calls.map(Endpoint::id).collect(),
        bound: format!("S: passport_api::Covers<{identifier}>"),
        identifier,
    }
}
