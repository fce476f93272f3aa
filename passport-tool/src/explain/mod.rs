//! What there is to know of a scope, an endpoint or a named set.
//!
//! ```
//! use passport_tool::explain::{Explanation, explain};
//!
//! let spec = passport_spec::Spec::parse("scopes.toml", r#"
//!     [api.shop]
//!     token.path = "/token"
//!     scopes."orders:read" = "Read orders"
//!     scopes."orders:write" = { implies = ["orders:read"] }
//!     endpoints.orders.get = { call = "GET /orders/{id}", scope = "orders:read" }
//! "#).unwrap();
//! let found = explain(&spec, None, "orders:read");
//! let [Explanation::Scope(scope)] = &found[..] else { panic!("{found:?}") };
//! assert_eq!(scope.needed_by[0].endpoint, "orders.get");
//! assert_eq!(scope.granted_by, ["orders:write"]);
//! assert_eq!(scope.bound, "S: passport_api::Carries<shop::scopes::orders::Read>");
//! ```

mod endpoint;
mod scope;
mod set;

use passport_spec::{Api, Spec};
use serde::Serialize;

use crate::words;

// The public interface is, beside what stands here:
pub use endpoint::{Alternative, EndpointExplained};
pub use scope::{Need, ScopeExplained};
pub use set::SetExplained;

/// What a word means.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "lowercase", tag = "is")]
#[non_exhaustive]
pub enum Explanation {
    /// A scope.
    Scope(ScopeExplained),
    /// An endpoint.
    Endpoint(EndpointExplained),
    /// A named set.
    Set(SetExplained),
}

/// Explains a word, for the API with this name or for all of them: a scope by its name, an alias or
/// the path of its marker type; an endpoint by resource and method or by HTTP method and path; a set.
///
/// Empty where nothing is called so; [`meant`] then says what may have been meant.
pub fn explain(spec: &Spec, api: Option<&str>, word: &str) -> Vec<Explanation> {
    let mut found = Vec::new();
    for api in apis(spec, api) {
        let path = word.trim_start_matches(&format!("{}::", api.name));
        let path = path.trim_start_matches("scopes::");
        let mut ids = api.catalogue.ids();
        let by_name = api.catalogue.find(word);
        let id = by_name.or_else(|| Some(ids.find(|(_, scope)| scope.path.to_string() == path)?.0));
        if let Some(id) = id {
            found.push(Explanation::Scope(scope::explain(api, id)));
        }
        for endpoint in &api.endpoints {
            if endpoint.id() == word || words::call(api, endpoint) == word {
                let explained = endpoint::explain(api, endpoint);
                found.push(Explanation::Endpoint(explained));
            }
        }
        let mut sets = api.catalogue.sets().iter();
        let set = sets.find(|set| set.name == word || set.type_name == word);
        found.extend(set.map(|set| Explanation::Set(set::explain(api, set))));
    }
    found
}

/// The name nearest to a word that is none.
pub fn meant(spec: &Spec, api: Option<&str>, word: &str) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for api in apis(spec, api) {
        names.extend(api.catalogue.names().map(str::to_owned));
        for endpoint in &api.endpoints {
            names.extend([endpoint.id(), words::call(api, endpoint)]);
        }
        names.extend(api.catalogue.sets().iter().map(|set| set.name.clone()));
    }
    passport_spec::nearest(word, names.iter().map(String::as_str)).map(str::to_owned)
}

fn apis<'s>(spec: &'s Spec, name: Option<&'s str>) -> impl Iterator<Item = &'s Api> {
    let apis = spec.apis().iter();
    apis.filter(move |api| name.is_none_or(|name| api.name == name))
}

/// The line that declares a set of these scopes.
fn scope_set<'n>(api: &Api, scopes: impl IntoIterator<Item = &'n str>) -> String {
    let scopes: Vec<String> = scopes.into_iter().map(|name| format!("{name:?}")).collect();
    format!(
        "{}::scope_set! {{ pub struct Mine = {}; }}",
        api.name,
        scopes.join(", ")
    )
}

#[cfg(test)]
mod tests;
