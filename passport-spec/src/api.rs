//! One API: its servers, its token endpoint, its scopes, its endpoints.

use std::sync::Arc;

use crate::auth::TokenEndpoint;
use crate::endpoint::{Endpoint, Pagination};
use crate::response::ErrorBody;
use crate::scope::Catalogue;

/// One API of a spec.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Api {
    /// The name in the file, a Rust module's name.
    pub name: String,
    /// For the docs.
    pub title: String,
    /// For the docs.
    pub description: Option<String>,
    /// A link for the docs.
    pub docs: Option<String>,
    /// The scopes.
    pub catalogue: Arc<Catalogue>,
    /// The base URLs by name, in the order of the file.
    pub servers: Vec<(String, String)>,
    /// The path prefixes by name, in the order of the file.
    pub prefixes: Vec<(String, String)>,
    /// How the token is fetched.
    pub token: TokenEndpoint,
    /// The types of errors that any endpoint may answer with, by status.
    pub errors: Vec<ErrorBody>,
    /// The pagination styles.
    pub pagination: Vec<Pagination>,
    /// The endpoints, in the order of the file; those of one resource stand together.
    pub endpoints: Vec<Endpoint>,
}

impl Api {
    /// The path prefix with this name; empty where there is none.
    pub fn prefix(&self, name: Option<&str>) -> &str {
        let found = self
            .prefixes
            .iter()
            .find(|(known, _)| Some(known.as_str()) == name);
        found.map_or("", |(_, path)| path)
    }

    /// The endpoint's path with its prefix, parameters in braces.
    pub fn full_path(&self, endpoint: &Endpoint) -> String {
        format!(
            "{}{}",
            self.prefix(endpoint.prefix.as_deref()),
            endpoint.path.text
        )
    }

    /// The endpoint with this id, such as `payments.create`.
    pub fn endpoint(&self, id: &str) -> Option<&Endpoint> {
        let (resource, name) = id.split_once('.')?;
        self.endpoints
            .iter()
            .find(|e| e.resource == resource && e.name == name)
    }

    /// The resources with their endpoints, in the order of the file.
    pub fn resources(&self) -> impl Iterator<Item = (&str, &[Endpoint])> {
        let groups = self.endpoints.chunk_by(|a, b| a.resource == b.resource);
        groups.map(|group| (group[0].resource.as_str(), group))
    }
}
