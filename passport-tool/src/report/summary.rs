//! What there is to say about an API's scopes in a few lines, for programs.

use std::collections::BTreeMap;

use passport_spec::{Api, EndpointFact, doc_code};
use serde::Serialize;

use super::model::{Access, is_unused};

/// One API in numbers and lists.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Its name in the spec.
    pub api: String,
    /// How many endpoints it has.
    pub endpoints: usize,
    /// How many scopes its catalogue has.
    pub scopes: usize,
    /// How many named sets its catalogue has.
    pub sets: usize,
    /// The scopes that help with no endpoint, neither themselves nor by what they give.
    pub unused_scopes: Vec<String>,
    /// The endpoints whose need is not documented.
    pub unknown: Vec<String>,
    /// The endpoints of which no document says that they need their scopes.
    pub inferred: Vec<String>,
    /// The endpoints of which no document shows something else, each with what that is.
    pub also_inferred: BTreeMap<String, Vec<String>>,
}

/// The summary of each API, in their order.
///
/// ```
/// let spec = passport_spec::Spec::parse("scopes.toml", r#"
///     [api.shop]
///     token.path = "/oauth/token"
///     [api.shop.scopes]
///     "orders:read" = "Read orders"
///     [api.shop.endpoints.orders.list]
///     call = "GET /orders"
///     access = "unknown"
/// "#).unwrap();
/// let summary = &passport_tool::report::summaries(&[&spec.apis()[0]])[0];
/// assert_eq!(summary.unused_scopes, ["orders:read"]);
/// assert_eq!(summary.unknown, ["orders.list"]);
/// ```
pub fn summaries(apis: &[&Api]) -> Vec<Summary> {
    apis.iter().map(|api| summary(api)).collect()
}

fn summary(api: &Api) -> Summary {
    let scopes = api.catalogue.ids();
    let unknown = |access| access == Access::Unknown;
    Summary {
        api: api.name.clone(),
        endpoints: api.endpoints.len(),
        scopes: api.catalogue.scopes().len(),
        sets: api.catalogue.sets().len(),
        unused_scopes: scopes
            .filter(|(id, _)| is_unused(api, *id))
            .map(|(_, scope)| scope.name.clone())
            .collect(),
        unknown: api
            .endpoints
            .iter()
            .filter(|endpoint| unknown(Access::of(&endpoint.requirement)))
            .map(passport_spec::Endpoint::id)
            .collect(),
        inferred: api
            .endpoints
            .iter()
            .filter(|endpoint| endpoint.is_inferred(EndpointFact::Scope))
            .map(passport_spec::Endpoint::id)
            .collect(),
        also_inferred: api
            .endpoints
            .iter()
            .map(|endpoint| (endpoint.id(), endpoint.inferred_in_words(doc_code)))
            .filter(|(_, facts)| !facts.is_empty())
            .collect(),
    }
}
