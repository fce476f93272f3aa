//! What arrived at the sandbox.

/// A request that the sandbox has answered.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The API's name; empty for a path below no API.
    pub api: String,
    /// The HTTP method.
    pub method: String,
    /// The path below the API's base path, without the query.
    pub path: String,
    /// The query, without the question mark; empty where there was none.
    pub query: String,
    /// The endpoint, such as `payments.create`; `token` for the token endpoint.
    pub endpoint: Option<String>,
    /// The alternatives of scopes that the endpoint needs; empty where it needs none.
    pub needed: Vec<Vec<String>>,
    /// The client that the token belongs to, or that fetched one.
    pub client: Option<String>,
    /// The answer's status.
    pub status: u16,
}
