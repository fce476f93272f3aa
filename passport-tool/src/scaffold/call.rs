//! The call that a new project makes: one that any spec allows to write without knowing its types.

use passport_spec::{Api, Body, Endpoint, ParamType, ScopeId, ScopeIds, Style};

/// A call of an API, and who may make it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Call {
    /// Resource and method; none where the API has no call that can be written.
    pub(super) endpoint: Option<Shown>,
    /// The scopes of a set that may make it; none where it takes any token.
    pub(super) scopes: Vec<String>,
    /// A scope that is not enough for it.
    pub(super) other: Option<String>,
}

/// How a call is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Shown {
    /// Resource and method.
    pub(super) id: String,
    /// HTTP method and path.
    pub(super) call: String,
    /// In Rust, behind the client.
    pub(super) rust: String,
}

/// Chooses the call: one that needs scopes, reads rather than changes, and takes few arguments.
pub(super) fn choose(api: &Api) -> Call {
    let callable = api.endpoints.iter().filter_map(|endpoint| {
        let arguments = arguments(endpoint)?;
        let scopes = scopes(api, endpoint)?;
        Some((endpoint, arguments, scopes))
    });
    let best = callable.min_by_key(|(endpoint, arguments, scopes)| {
        let writes = endpoint.method.as_str() != "GET";
        (scopes.is_empty(), writes, arguments.len(), scopes.len())
    });
    let Some((endpoint, arguments, scopes)) = best else {
        return Call {
            endpoint: None,
            scopes: Vec::new(),
            other: None,
        };
    };
    let not_enough = |id: &ScopeId| {
        let usable = api.catalogue.closure(&ScopeIds::from_iter([*id]));
        !api.catalogue.scope(*id).template && !endpoint.requirement.is_met_by(&usable)
    };
    let other = api.catalogue.ids().map(|(id, _)| id).find(not_enough);
    let name = |id: ScopeId| api.catalogue.scope(id).name.clone();
    let rust = [&["&token".to_owned()][..], &arguments].concat().join(", ");
    Call {
        endpoint: Some(Shown {
            id: endpoint.id(),
            call: crate::words::call(api, endpoint),
            rust: format!("{}().{}({rust})", endpoint.resource, endpoint.name),
        }),
        scopes: scopes.into_iter().map(name).collect(),
        other: other.map(name),
    }
}

/// The arguments behind the token; none where a value of the API's own types is needed.
fn arguments(endpoint: &Endpoint) -> Option<Vec<String>> {
    if !matches!(endpoint.body, Body::Empty | Body::FromPath(_)) {
        return None;
    }
    let others = endpoint.query.iter().chain(&endpoint.headers);
    let others = others.filter(|param| param.required);
    let params = endpoint.path_params.iter().chain(others);
    let values = params.map(|param| match param.ty {
        _ if param.style != Style::Plain => None,
        ParamType::String => Some("\"17\"".to_owned()),
        ParamType::Integer => Some("17".to_owned()),
        ParamType::Number => Some("1.5".to_owned()),
        ParamType::Boolean => Some("true".to_owned()),
        ParamType::Model(_) => None,
    });
    values.collect()
}

/// The scopes of the smallest alternative; none where there is no token, or the scopes have holes.
fn scopes(api: &Api, endpoint: &Endpoint) -> Option<Vec<ScopeId>> {
    use passport_spec::Requirement::{AllOf, AnyOf, AnyToken, Public, Unknown};
    match &endpoint.requirement {
        Public | Unknown => None,
        AnyToken => Some(Vec::new()),
        AllOf(_) | AnyOf(_) => {
            let has_holes = |id: &ScopeId| api.catalogue.scope(*id).template;
            let alternatives = endpoint.requirement.alternatives().iter();
            let whole = alternatives.filter(|ids| !ids.iter().any(has_holes));
            whole.min_by_key(|ids| ids.len()).map(|ids| {
                let mut ids = ids.clone();
                ids.sort();
                ids.dedup();
                ids
            })
        }
    }
}
