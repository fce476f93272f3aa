//! Names that a spec cannot give, since generated code has them already.

/// Methods of every generated client, which no resource can be called.
pub const RESOURCES: &[&str] = &[
    "builder",
    "from_env",
    "token",
    "token_from",
    "request",
    "clone",
    "base_url",
];

/// Arguments and methods that every call has, and what generated code calls the call itself: no
/// parameter can be called so.
pub const PARAMS: &[&str] = &[
    "token",
    "body",
    "timeout",
    "header",
    "query",
    "send",
    "json",
    "into_future",
    "stream",
    "pages",
    "self_",
    "client",
    "call",
    "into_call",
];
