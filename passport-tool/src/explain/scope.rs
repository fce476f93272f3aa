//! A scope: who needs it, who grants it.

use passport_spec::{Api, EndpointFact, ScopeId, ScopeIds};
use serde::Serialize;

use crate::words;

/// What there is to know of a scope.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ScopeExplained {
    /// The API.
    pub api: String,
    /// The name on the wire.
    pub name: String,
    /// One sentence.
    pub description: Option<String>,
    /// A link.
    pub docs: Option<String>,
    /// The path of its marker type.
    pub identifier: String,
    /// Other wire names.
    pub aliases: Vec<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Whether no document prints this name.
    pub inferred: bool,
    /// The holes that a program fills, of a template.
    pub holes: Vec<String>,
    /// The calls that name it.
    pub needed_by: Vec<Need>,
    /// The other scopes that grant it: what implies it, and wildcards.
    pub granted_by: Vec<String>,
    /// The other scopes that it grants.
    pub covers: Vec<String>,
    /// The named sets that carry it.
    pub sets: Vec<String>,
    /// The line that declares a set with it.
    pub scope_set: String,
    /// The bound of generic code that needs it.
    pub bound: String,
}

/// A call that names a scope.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Need {
    /// Resource and method.
    pub endpoint: String,
    /// HTTP method and path.
    pub call: String,
    /// The whole requirement, with its alternatives.
    pub needs: String,
    /// Whether this scope alone is enough.
    pub enough: bool,
    /// True if no document says that it takes these scopes.
    pub inferred: bool,
}

pub(super) fn explain(api: &Api, id: ScopeId) -> ScopeExplained {
    let catalogue = &api.catalogue;
    let scope = catalogue.scope(id);
    let usable = catalogue.closure(&ScopeIds::from_iter([id]));
    let others = || catalogue.ids().filter(|(other, _)| *other != id);
    let grants = |other: ScopeId| {
        let held = catalogue.closure(&ScopeIds::from_iter([other]));
        held.contains(id)
    };
    let named = api.endpoints.iter();
    let named = named.filter(|endpoint| endpoint.requirement.scopes().contains(&id));
    let sets = catalogue.sets().iter().filter(|set| {
        let held: ScopeIds = set.scopes.iter().copied().collect();
        catalogue.closure(&held).contains(id)
    });
    let identifier = format!("{}::scopes::{}", api.name, scope.path);
    ScopeExplained {
        api: api.name.clone(),
        name: scope.name.clone(),
        description: scope.description.clone(),
        docs: scope.docs.clone().or_else(|| catalogue.docs.clone()),
        aliases: scope.aliases.clone(),
        deprecated: scope.deprecated.clone(),
        inferred: scope.inferred,
        holes: scope.holes().into_iter().map(str::to_owned).collect(),
        needed_by: named
            .map(|endpoint| Need {
                endpoint: endpoint.id(),
                call: words::call(api, endpoint),
                needs: words::requirement(catalogue, &endpoint.requirement),
                enough: endpoint.requirement.is_met_by(&usable),
                inferred: endpoint.is_inferred(EndpointFact::Scope),
            })
            .collect(),
        granted_by: others()
            .filter(|(other, _)| grants(*other))
            .map(|(_, other)| other.name.clone())
            .collect(),
        covers: others()
            .filter(|(other, _)| usable.contains(*other))
            .map(|(_, other)| other.name.clone())
            .collect(),
        sets: sets.map(|set| set.name.clone()).collect(),
        scope_set: super::scope_set(api, [scope.name.as_str()]),
        bound: format!("S: passport_api::Carries<{identifier}>"),
        identifier,
    }
}
