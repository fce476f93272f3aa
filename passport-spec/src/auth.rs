//! How an API's access token is fetched: the client credentials grant (RFC 6749, 4.4).

use crate::param::ParamType;

/// The token request and its response.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenEndpoint {
    /// Where it stands.
    pub address: TokenAddress,
    /// A link for the docs.
    pub docs: Option<String>,
    /// The encoding of the request's body.
    pub request: BodyFormat,
    /// Where the client's credentials go.
    pub credentials: Credentials,
    /// The default of the `audience` field.
    pub audience: Option<String>,
    /// Further fields of the request.
    pub fields: Vec<(String, String)>,
    /// Whether the wanted scopes are sent as `scope` (RFC 6749, 3.3).
    pub scope_parameter: bool,
    /// The response's field that lists the granted scopes.
    pub granted_field: String,
    /// How that field lists them.
    pub granted_format: GrantedFormat,
    /// What a response without that field means.
    pub granted_absent: GrantedAbsent,
    /// Seconds to assume where the response names no expiry.
    pub lifetime: u64,
    /// Other spellings of the `token_type` that mean `Bearer` (RFC 6750).
    pub token_type_aliases: Vec<String>,
    /// Further fields of the response, which a token gives access to.
    pub response: Vec<TokenField>,
    /// The id of the endpoint that revokes a token by its id, such as `tokens.delete`.
    pub revoke: Option<String>,
}

/// A field of the token response.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct TokenField {
    /// The name on the wire.
    pub wire: String,
    /// The name in Rust.
    pub name: String,
    /// Its type; that of each item, where it is a list.
    pub ty: ParamType,
    /// True for an array.
    pub list: bool,
    /// For the docs.
    pub description: Option<String>,
}

impl TokenEndpoint {
    /// The response's field with this name in Rust.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&TokenField> {
        self.response.iter().find(|field| field.name == name)
    }
}

/// Where a token endpoint stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TokenAddress {
    /// A path on the API's server, its prefix included.
    Path {
        /// The prefix's name.
        prefix: Option<String>,
        /// The path behind the prefix.
        path: String,
    },
    /// An absolute address.
    Url(String),
}

/// The encoding of a request's body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BodyFormat {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// Where the client's credentials go in the token request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Credentials {
    /// HTTP Basic, identifier and secret form-encoded first (RFC 6749, 2.3.1).
    Basic,
    /// HTTP Basic, identifier and secret as they are (RFC 7617): for servers that do not decode them.
    ClientSecretBasicRaw,
    /// `client_id` and `client_secret` in the body.
    Body,
}

/// How the token response lists the granted scopes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum GrantedFormat {
    /// One string, separated by spaces (RFC 6749, 3.3).
    Space,
    /// One string, separated by commas.
    Comma,
    /// An array of strings.
    Array,
}

/// What a token response without the field for the granted scopes means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum GrantedAbsent {
    /// The scopes that were asked for (RFC 6749, 5.1).
    AsRequested,
    /// Nothing can be said of the grant, so the token is refused.
    Refuse,
}
