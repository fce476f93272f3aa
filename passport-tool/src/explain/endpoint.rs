//! An endpoint: what it needs, and who has that.

use passport_spec::{Api, Endpoint, EndpointFact, Requirement, ScopeIds, doc_code};
use serde::Serialize;

use crate::docs;
use crate::words;

/// What there is to know of an endpoint.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EndpointExplained {
    /// The API.
    pub api: String,
    /// Resource and method.
    pub name: String,
    /// HTTP method and path.
    pub call: String,
    /// The call as it is written in Rust.
    pub client_call: String,
    /// For the docs.
    pub description: Option<String>,
    /// A link.
    pub docs: Option<String>,
    /// The whole requirement.
    pub needs: String,
    /// Each way to meet it; empty where no scope is needed.
    pub alternatives: Vec<Alternative>,
    /// Whether no document says that it takes these scopes.
    pub inferred: bool,
    /// Its other facts that no document shows.
    pub also_inferred: Vec<String>,
    /// Whether it may be sent again.
    pub retry: String,
    /// The named sets that may call it.
    pub sets: Vec<String>,
    /// The bound of generic code that calls it; none where it takes no token.
    pub bound: Option<String>,
}

/// One way to meet a requirement.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Alternative {
    /// The scopes that are needed together.
    pub scopes: Vec<String>,
    /// The other scopes that alone are enough for all of them.
    pub covered_by: Vec<String>,
    /// The line that declares a set of them.
    pub scope_set: String,
}

pub(super) fn explain(api: &Api, endpoint: &Endpoint) -> EndpointExplained {
    let catalogue = &api.catalogue;
    let requirement = &endpoint.requirement;
    let sets = catalogue.sets().iter().filter(|set| {
        let held: ScopeIds = set.scopes.iter().copied().collect();
        requirement.is_met_by(&catalogue.closure(&held))
    });
    let alternatives = requirement.alternatives().iter().map(|ids| {
        let names = ids.iter().map(|id| catalogue.scope(*id).name.as_str());
        let wanted: ScopeIds = ids.iter().copied().collect();
        let covering = catalogue.ids().filter(|(id, _)| {
            !wanted.contains(*id) && catalogue.covers(&ScopeIds::from_iter([*id]), &wanted)
        });
        Alternative {
            scopes: names.clone().map(str::to_owned).collect(),
            covered_by: covering.map(|(_, scope)| scope.name.clone()).collect(),
            scope_set: super::scope_set(api, names),
        }
    });
    let (resource, method) = (&endpoint.resource, passport_spec::camel(&endpoint.name));
    let bound = format!("S: {}::access::{resource}::{method}", api.name);
    EndpointExplained {
        api: api.name.clone(),
        name: endpoint.id(),
        call: words::call(api, endpoint),
        client_call: docs::client_call(endpoint),
        description: endpoint.description.clone(),
        docs: endpoint.docs.clone(),
        needs: words::requirement(catalogue, requirement),
        alternatives: alternatives.collect(),
        inferred: endpoint.is_inferred(EndpointFact::Scope),
        also_inferred: endpoint.inferred_in_words(doc_code),
        retry: words::retry(&endpoint.retry),
        sets: sets.map(|set| set.name.clone()).collect(),
        bound: (*requirement != Requirement::Public).then_some(bound),
    }
}
