//! What the script of the page knows, as JSON.

use passport_spec::{Api, Endpoint, ScopeId, ScopeIds};
use serde::Serialize;

use super::model::{Access, given};
use super::text::name;

/// Every API.
#[derive(Serialize)]
pub(super) struct Data {
    apis: Vec<ApiData>,
}

#[derive(Serialize)]
struct ApiData {
    name: String,
    scopes: Vec<ScopeData>,
    sets: Vec<SetData>,
    calls: Vec<CallData>,
}

#[derive(Serialize)]
struct ScopeData {
    name: String,
    anchor: String,
    /// What a token with it may use as well, by place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gives: Vec<usize>,
}

#[derive(Serialize)]
struct SetData {
    name: String,
    scopes: Vec<usize>,
}

#[derive(Serialize)]
struct CallData {
    id: String,
    resource: String,
    method: String,
    path: String,
    access: &'static str,
    /// The alternatives, with scopes by place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs: Vec<Vec<usize>>,
}

impl Data {
    pub(super) fn of(apis: &[&Api]) -> Self {
        Self {
            apis: apis.iter().map(|api| api_data(api)).collect(),
        }
    }

    /// The JSON text as the content of a `script` element: nothing in it can end the element.
    pub(super) fn script_text(&self) -> String {
        // Strings and numbers only: there is nothing that could not be written as JSON.
        let json = serde_json::to_string(self).unwrap_or_default();
        // These stand in strings only, where JSON may write any character by its number.
        json.replace('<', "\\u003c")
            .replace('>', "\\u003e")
            .replace('&', "\\u0026")
    }
}

fn api_data(api: &Api) -> ApiData {
    let scopes = api.catalogue.ids().map(|(id, scope)| ScopeData {
        name: name(&scope.name),
        anchor: format!("{}/scopes/{}", api.name, scope.path),
        gives: places(&given(&api.catalogue, &ScopeIds::from_iter([id]))),
    });
    let sets = api.catalogue.sets().iter().map(|set| SetData {
        name: name(&set.name),
        scopes: places(&set.scopes),
    });
    ApiData {
        name: api.name.clone(),
        scopes: scopes.collect(),
        sets: sets.collect(),
        calls: api.endpoints.iter().map(|e| call_data(api, e)).collect(),
    }
}

fn call_data(api: &Api, endpoint: &Endpoint) -> CallData {
    let needs = endpoint.requirement.alternatives().iter();
    CallData {
        id: endpoint.id(),
        resource: endpoint.resource.clone(),
        method: endpoint.method.to_string(),
        path: name(&api.full_path(endpoint)),
        access: Access::of(&endpoint.requirement).word(),
        needs: needs.map(|scopes| places(scopes)).collect(),
    }
}

fn places(ids: &[ScopeId]) -> Vec<usize> {
    ids.iter().map(|id| id.index()).collect()
}
