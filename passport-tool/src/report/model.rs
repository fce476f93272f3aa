//! What the page shows of an API, in the words and the order of the page.

use passport_spec::{
    Api, Catalogue, Endpoint, EndpointFact, Requirement, Scope, ScopeId, ScopeIds, TokenAddress,
};

use super::text::{link, name, prose};

/// One API.
pub(super) struct Section {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) docs: Option<String>,
    pub(super) catalogue_docs: Option<String>,
    pub(super) servers: Vec<(String, String)>,
    pub(super) token: String,
    pub(super) count: usize,
    /// The calls that any token may make, or none is needed for.
    pub(super) free: usize,
    pub(super) resources: Vec<Resource>,
    pub(super) scopes: Vec<ScopeRow>,
    pub(super) sets: Vec<SetRow>,
}

/// Calls that stand together.
pub(super) struct Resource {
    pub(super) name: String,
    pub(super) calls: Vec<Call>,
}

/// One call.
pub(super) struct Call {
    pub(super) link: Link,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) description: Option<String>,
    pub(super) docs: Option<String>,
    pub(super) access: Access,
    pub(super) alternatives: Vec<Vec<Link>>,
    /// Returns whether no document says that it needs its scopes.
    pub(super) need_inferred: bool,
    /// Its other facts that no document shows.
    pub(super) also_inferred: Vec<String>,
    /// Whether it may be made without a token as well.
    pub(super) anonymous: bool,
}

/// One scope.
pub(super) struct ScopeRow {
    pub(super) link: Link,
    pub(super) description: Option<String>,
    pub(super) docs: Option<String>,
    pub(super) aliases: Vec<String>,
    pub(super) deprecated: Option<String>,
    pub(super) wildcard: bool,
    pub(super) holes: Vec<String>,
    pub(super) inferred: bool,
    /// Whether it helps with no call.
    pub(super) unused: bool,
    /// What a token with it may use as well.
    pub(super) gives: Vec<Link>,
    pub(super) sets: Vec<Link>,
    /// The calls that name it.
    pub(super) calls: Vec<Link>,
    /// How many calls need nothing beside it.
    pub(super) alone: usize,
}

/// A named set of scopes.
pub(super) struct SetRow {
    pub(super) link: Link,
    pub(super) type_name: String,
    pub(super) description: Option<String>,
    pub(super) scopes: Vec<Link>,
    /// What a token with it may use as well.
    pub(super) gives: Vec<Link>,
    /// The calls that it has the scopes for.
    pub(super) calls: Vec<Link>,
}

/// Something that stands elsewhere on the page.
#[derive(Clone)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) anchor: String,
    pub(super) deprecated: bool,
    pub(super) inferred: bool,
}

/// What a call needs of its token, in a word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Access {
    Public,
    AnyToken,
    Unknown,
    AllOf,
    AnyOf,
}

impl Access {
    pub(super) fn of(requirement: &Requirement) -> Self {
        match requirement {
            Requirement::Public => Self::Public,
            Requirement::AnyToken => Self::AnyToken,
            Requirement::Unknown => Self::Unknown,
            Requirement::AllOf(_) => Self::AllOf,
            Requirement::AnyOf(_) => Self::AnyOf,
        }
    }

    /// As the script and the page's address say it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::AnyToken => "any-token",
            Self::Unknown => "unknown",
            Self::AllOf => "all-of",
            Self::AnyOf => "any-of",
        }
    }

    /// As a person reads it, where no scope is named.
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::Public => "no token",
            Self::AnyToken => "any token, whatever its scopes",
            Self::Unknown => "not documented; callable with any token",
            Self::AllOf | Self::AnyOf => "",
        }
    }
}

impl Section {
    pub(super) fn of(api: &Api) -> Self {
        let calls: Vec<_> = api.endpoints.iter().collect();
        let scopes = api.catalogue.ids();
        Self {
            name: api.name.clone(),
            title: name(&api.title),
            description: api.description.as_deref().map(prose),
            docs: api.docs.as_deref().and_then(link),
            catalogue_docs: api.catalogue.docs.as_deref().and_then(link),
            servers: api
                .servers
                .iter()
                .map(|(server, url)| (name(server), name(url)))
                .collect(),
            token: token(api),
            count: calls.len(),
            free: calls
                .iter()
                .filter(|call| call.requirement.alternatives().is_empty())
                .count(),
            resources: resources(api),
            scopes: scopes
                .map(|(id, scope)| scope_row(api, id, scope))
                .collect(),
            sets: (0..api.catalogue.sets().len())
                .map(|index| set_row(api, index))
                .collect(),
        }
    }
}

/// The calls that are made with scopes, and that a token with `held` may make.
fn reached<'a>(api: &'a Api, held: &ScopeIds) -> impl Iterator<Item = &'a Endpoint> {
    let usable = api.catalogue.closure(held);
    api.endpoints.iter().filter(move |endpoint| {
        let requirement = &endpoint.requirement;
        !requirement.alternatives().is_empty() && requirement.is_met_by(&usable)
    })
}

/// Whether the scope helps with no call of the API, neither itself nor by what it gives.
pub(super) fn is_unused(api: &Api, id: ScopeId) -> bool {
    let usable = api.catalogue.closure(&ScopeIds::from_iter([id]));
    let mut named = api.endpoints.iter().flat_map(|e| e.requirement.scopes());
    !named.any(|id| usable.contains(id))
}

/// What `held` gives beside itself, in the order of the catalogue.
pub(super) fn given(catalogue: &Catalogue, held: &ScopeIds) -> Vec<ScopeId> {
    let closure = catalogue.closure(held);
    closure.iter().filter(|id| !held.contains(*id)).collect()
}

fn resources(api: &Api) -> Vec<Resource> {
    let groups = api.resources().map(|(resource, endpoints)| Resource {
        name: resource.to_owned(),
        calls: endpoints
            .iter()
            .map(|endpoint| call(api, endpoint))
            .collect(),
    });
    groups.collect()
}

fn call(api: &Api, endpoint: &Endpoint) -> Call {
    let alternatives = endpoint.requirement.alternatives().iter();
    Call {
        link: call_link(api, endpoint),
        method: endpoint.method.to_string(),
        path: name(&api.full_path(endpoint)),
        description: endpoint.description.as_deref().map(prose),
        docs: endpoint.docs.as_deref().and_then(link),
        access: Access::of(&endpoint.requirement),
        alternatives: alternatives
            .map(|scopes| scope_links(api, scopes))
            .collect(),
        need_inferred: endpoint.is_inferred(EndpointFact::Scope),
        also_inferred: endpoint.inferred_in_words(name),
        anonymous: endpoint.anonymous,
    }
}

fn scope_row(api: &Api, id: ScopeId, scope: &Scope) -> ScopeRow {
    let held = ScopeIds::from_iter([id]);
    let sets = api.catalogue.sets().iter();
    let naming = api.endpoints.iter();
    ScopeRow {
        link: scope_link(api, id),
        description: scope.description.as_deref().map(prose),
        docs: scope.docs.as_deref().and_then(link),
        aliases: scope.aliases.iter().map(|alias| name(alias)).collect(),
        deprecated: scope.deprecated.as_deref().map(prose),
        wildcard: scope.wildcard,
        holes: scope.holes().into_iter().map(name).collect(),
        inferred: scope.inferred,
        unused: is_unused(api, id),
        gives: scope_links(api, &given(&api.catalogue, &held)),
        sets: sets
            .enumerate()
            .filter(|(_, set)| set.scopes.contains(&id))
            .map(|(index, _)| set_link(api, index))
            .collect(),
        calls: naming
            .filter(|endpoint| endpoint.requirement.scopes().contains(&id))
            .map(|endpoint| call_link(api, endpoint))
            .collect(),
        alone: reached(api, &held).count(),
    }
}

fn set_row(api: &Api, index: usize) -> SetRow {
    let set = &api.catalogue.sets()[index];
    let held: ScopeIds = set.scopes.iter().copied().collect();
    SetRow {
        link: set_link(api, index),
        type_name: set.type_name.clone(),
        description: set.description.as_deref().map(prose),
        scopes: scope_links(api, &set.scopes),
        gives: scope_links(api, &given(&api.catalogue, &held)),
        calls: reached(api, &held)
            .map(|endpoint| call_link(api, endpoint))
            .collect(),
    }
}

fn call_link(api: &Api, endpoint: &Endpoint) -> Link {
    let id = endpoint.id();
    let scopes = endpoint.requirement.scopes();
    Link {
        anchor: format!("{}/{id}", api.name),
        name: id,
        deprecated: scopes
            .iter()
            .any(|id| api.catalogue.scope(*id).deprecated.is_some()),
        inferred: false,
    }
}

fn scope_links(api: &Api, ids: &[ScopeId]) -> Vec<Link> {
    ids.iter().map(|id| scope_link(api, *id)).collect()
}

fn scope_link(api: &Api, id: ScopeId) -> Link {
    let scope = api.catalogue.scope(id);
    Link {
        name: name(&scope.name),
        anchor: format!("{}/scopes/{}", api.name, scope.path),
        deprecated: scope.deprecated.is_some(),
        inferred: scope.inferred,
    }
}

fn set_link(api: &Api, index: usize) -> Link {
    let set = &api.catalogue.sets()[index];
    Link {
        name: name(&set.name),
        anchor: format!("{}/sets/{}", api.name, set.type_name),
        deprecated: false,
        inferred: false,
    }
}

fn token(api: &Api) -> String {
    match &api.token.address {
        TokenAddress::Path { prefix, path } => {
            name(&format!("{}{path}", api.prefix(prefix.as_deref())))
        }
        TokenAddress::Url(url) => name(url),
    }
}
