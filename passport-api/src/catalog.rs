//! An API's spec as data: what a program can ask of it at run time.
//!
//! [`api!`](crate::api) generates one [`Catalog`] per API, as the constant `CATALOG` of its module.
//!
//! ```
//! # #[cfg(feature = "breb")] {
//! use passport_api::breb::CATALOG;
//!
//! for endpoint in CATALOG.endpoints {
//!     println!("{} {} needs {}", endpoint.method, endpoint.path, endpoint.needs(&CATALOG));
//! }
//! assert!(CATALOG.scope("paas.core.breb_payments.post").is_some());
//! # }
//! ```

use std::fmt;

/// One API: servers, token endpoint, scopes, endpoints.
#[derive(Clone, Copy, Debug)]
pub struct Catalog {
    /// The name in `scopes.toml`.
    pub name: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// A link to the API's documents.
    pub docs: Option<&'static str>,
    /// The base URLs that are known.
    pub servers: &'static [Server],
    /// Named path prefixes, which the client builder can replace.
    pub prefixes: &'static [Prefix],
    /// How the token is fetched.
    pub token: TokenEndpoint,
    /// The scopes; a place in this list is a scope's `INDEX`.
    pub scopes: &'static [ScopeInfo],
    /// Named sets of scopes, such as roles.
    pub sets: &'static [NamedSet],
    /// How lists are divided into pages.
    pub pagination: &'static [Pagination],
    /// The endpoints.
    pub endpoints: &'static [Endpoint],
}

impl Catalog {
    /// The endpoint with this id, such as `payments.create`.
    pub fn endpoint(&self, id: &str) -> Option<&'static Endpoint> {
        let (resource, name) = id.split_once('.')?;
        self.endpoints
            .iter()
            .find(|e| e.resource == resource && e.name == name)
    }

    /// The scope with this name or alias.
    pub fn scope(&self, name: &str) -> Option<&'static ScopeInfo> {
        self.scopes
            .iter()
            .find(|scope| scope.name == name || scope.aliases.contains(&name))
    }
}

/// The text of the `scopes.toml` with the built-in systems, whichever features are on.
///
/// ```
/// assert!(passport_api::catalog::BUILT_IN.contains("[api.parking]"));
/// ```
pub const BUILT_IN: &str = include_str!("../scopes.toml");

/// A base URL by name.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    /// The name, such as `sandbox`.
    pub name: &'static str,
    /// The base URL, without a slash at its end.
    pub url: &'static str,
}

/// A path prefix by name.
#[derive(Clone, Copy, Debug)]
pub struct Prefix {
    /// The name, such as `default`.
    pub name: &'static str,
    /// The path, such as `/v1`.
    pub path: &'static str,
}

/// One scope.
#[derive(Clone, Copy, Debug)]
pub struct ScopeInfo {
    /// The name on the wire.
    pub name: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Other names of the same scope.
    pub aliases: &'static [&'static str],
    /// Why it should not be used any more.
    pub deprecated: Option<&'static str>,
    /// Every other scope that a token with this one may use, by declared implication or wildcard,
    /// in however many steps.
    pub gives: &'static [u32],
    /// Whether the name has holes in braces that the client builder fills.
    pub template: bool,
    /// Whether no document prints this name.
    pub inferred: bool,
}

/// A named set of scopes.
#[derive(Clone, Copy, Debug)]
pub struct NamedSet {
    /// The name in `scopes.toml`.
    pub name: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Places in [`Catalog::scopes`].
    pub scopes: &'static [u32],
}

/// How the token is fetched (RFC 6749, 4.4).
#[derive(Clone, Copy, Debug)]
pub struct TokenEndpoint {
    /// Where it stands: a prefix's name and a path, or an absolute URL.
    pub address: TokenAddress,
    /// The encoding of the request's body.
    pub request: BodyFormat,
    /// Where the client's credentials go.
    pub credentials: Credentials,
    /// The default of the `audience` field.
    pub audience: Option<&'static str>,
    /// Further fields and their values.
    pub fields: &'static [(&'static str, &'static str)],
    /// Whether the wanted scopes are sent (RFC 6749, 3.3).
    pub scope_parameter: bool,
    /// The response's field that lists the granted scopes.
    pub granted_field: &'static str,
    /// How that field lists them.
    pub granted_format: GrantedFormat,
    /// What a response without that field means.
    pub granted_absent: GrantedAbsent,
    /// Seconds to assume where the response names no expiry.
    pub lifetime: u64,
    /// Other spellings of the response's `token_type` that mean `Bearer`; case does not count.
    pub token_type_aliases: &'static [&'static str],
    /// Further fields of the response, which a token gives access to.
    pub response: &'static [TokenFieldInfo],
    /// The id of the endpoint that revokes a token, such as `tokens.delete`.
    pub revoke: Option<&'static str>,
}

impl TokenEndpoint {
    /// The response's field with this name in Rust.
    pub(crate) fn field(&self, name: &str) -> Option<&'static TokenFieldInfo> {
        self.response.iter().find(|field| field.name == name)
    }

    /// Returns whether the response has a field with this name on the wire.
    pub(crate) fn declares(&self, wire: &str) -> bool {
        self.response.iter().any(|field| field.wire == wire)
    }
}

/// A field of the token response.
#[derive(Clone, Copy, Debug)]
pub struct TokenFieldInfo {
    /// The name in Rust.
    pub name: &'static str,
    /// The name on the wire.
    pub wire: &'static str,
    /// One sentence.
    pub description: &'static str,
}

/// Where a token endpoint stands.
#[derive(Clone, Copy, Debug)]
pub enum TokenAddress {
    /// A path on the API's server.
    Path {
        /// The prefix's name; empty for none.
        prefix: &'static str,
        /// The path behind the prefix.
        path: &'static str,
    },
    /// An absolute URL.
    Url(&'static str),
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
    /// `client_id` and `client_secret` in the body.
    Body,
    /// HTTP Basic, identifier and secret as they are (RFC 7617), for servers that do not form-decode
    /// them.
    ClientSecretBasicRaw,
}

impl Credentials {
    /// The method's name in the registry of client authentication methods (RFC 7591, 2), which has no
    /// name for the raw form.
    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::Basic => "client_secret_basic",
            Self::Body => "client_secret_post",
            Self::ClientSecretBasicRaw => "client_secret_basic_raw",
        }
    }
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

/// One endpoint.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    /// The resource, such as `payments`.
    pub resource: &'static str,
    /// The method's name, such as `create`.
    pub name: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The name of the prefix in front of the path; empty for none.
    pub prefix: &'static str,
    /// The path behind the prefix, parameters in braces.
    pub path: &'static str,
    /// What the call needs of its token.
    pub requirement: Requirement,
    /// The facts that no document of the vendor shows, in the order of [`EndpointFact`].
    pub inferred: &'static [EndpointFact],
    /// Whether the call may be made without a token as well.
    pub anonymous: bool,
    /// Whether the call may be sent again.
    pub retry: Retry,
    /// How the response's list is read, if it is one.
    pub list: Option<List>,
    /// A link to the endpoint's documents.
    pub docs: Option<&'static str>,
}

impl Endpoint {
    /// Resource and name, such as `payments.create`.
    pub fn id(&self) -> String {
        format!("{}.{}", self.resource, self.name)
    }

    /// Returns whether no document of the vendor shows this fact.
    ///
    /// ```
    /// # #[cfg(feature = "breb")] {
    /// use passport_api::breb::CATALOG;
    /// use passport_api::catalog::EndpointFact;
    ///
    /// let customer = CATALOG.endpoint("customers.get").unwrap();
    /// assert!(customer.is_inferred(EndpointFact::Scope));
    /// assert!(!customer.is_inferred(EndpointFact::Path));
    /// # }
    /// ```
    pub fn is_inferred(&self, fact: EndpointFact) -> bool {
        self.inferred.contains(&fact)
    }

    /// What the call needs, in words with the scopes' names; `catalog` is the endpoint's own.
    pub fn needs<'c>(&'c self, catalog: &'c Catalog) -> impl fmt::Display + 'c {
        Needs {
            requirement: &self.requirement,
            scopes: catalog.scopes,
        }
    }
}

/// A fact about an endpoint that a spec may infer.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum EndpointFact {
    /// The scopes that the call needs.
    Scope,
    /// The prefix in front of the path.
    Prefix,
    /// The method and the path behind the prefix.
    Path,
    /// The request's body.
    Body,
    /// The response of a success.
    Response,
}

/// What a call needs of its token; scopes are places in [`Catalog::scopes`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Requirement {
    /// No token.
    Public,
    /// Any valid token.
    AnyToken,
    /// Not documented; callable with any token.
    Unknown,
    /// Every one of these scopes.
    AllOf(&'static [u32]),
    /// Every scope of one of these lists.
    AnyOf(&'static [&'static [u32]]),
}

/// Whether a call may be sent again after it may have been processed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Retry {
    /// Yes: it changes nothing.
    Safe,
    /// No.
    Never,
    /// Yes, with the same value in this header.
    KeyInHeader(&'static str),
    /// Yes, with the same value in this field of the JSON body.
    KeyInBody(&'static str),
}

/// How a response's list is read.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// The field that holds the items; empty for a bare array.
    pub field: &'static str,
    /// The place of its style in [`Catalog::pagination`], if it is paginated.
    pub pagination: Option<usize>,
    /// Whether status 404 means an empty list.
    pub empty_on_404: bool,
}

/// How lists are divided into pages; a name is empty where the API has no such thing.
#[derive(Clone, Copy, Debug)]
pub struct Pagination {
    /// The style's name in `scopes.toml`.
    pub name: &'static str,
    /// Query parameter that takes the page's number.
    pub number: &'static str,
    /// Query parameter that takes the page's size.
    pub size: &'static str,
    /// The first page's number.
    pub first: u64,
    /// Field of the response that holds the totals; empty where they stand beside the items.
    pub info: &'static str,
    /// The field with the number of items on all pages.
    pub total_items: &'static str,
    /// The field with the number of pages.
    pub total_pages: &'static str,
    /// The field with this page's number.
    pub current_page: &'static str,
    /// The names of the field with the time stamp that keeps pages stable.
    pub snapshot: &'static [&'static str],
    /// Query parameter that takes back the snapshot's whole seconds.
    pub snapshot_seconds: &'static str,
    /// Query parameter that takes back the rest of it, in nanoseconds.
    pub snapshot_nanos: &'static str,
}

struct Needs<'c> {
    requirement: &'c Requirement,
    scopes: &'static [ScopeInfo],
}

impl Needs<'_> {
    fn all_of(&self, ids: &[u32]) -> String {
        let names = ids.iter().filter_map(|id| self.scopes.get(*id as usize));
        names
            .map(|scope| format!("`{}`", scope.name))
            .collect::<Vec<_>>()
            .join(" and ")
    }
}

impl fmt::Display for Needs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.requirement {
            Requirement::Public => f.write_str("no token"),
            Requirement::AnyToken => f.write_str("any valid token"),
            Requirement::Unknown => f.write_str("a token; which scope is not documented"),
            Requirement::AllOf(ids) => f.write_str(&self.all_of(ids)),
            Requirement::AnyOf(alternatives) => {
                let lists: Vec<String> = alternatives.iter().map(|ids| self.all_of(ids)).collect();
                f.write_str(&lists.join(", or "))
            }
        }
    }
}
