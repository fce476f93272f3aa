//! The keys of each table of the format, as `docs/scopes-toml.md` describes them.

pub(crate) const ROOT: &[&str] = &["catalogue", "api"];

pub(crate) const CATALOGUE: &[&str] = &["docs", "scopes", "sets"];

pub(crate) const SCOPE: &[&str] = &[
    "description",
    "docs",
    "identifier",
    "aliases",
    "deprecated",
    "implies",
    "wildcard",
    "template",
    "inferred",
];

pub(crate) const SET: &[&str] = &["description", "scopes"];

pub(crate) const API: &[&str] = &[
    "title",
    "description",
    "docs",
    "catalogue",
    "scopes",
    "sets",
    "servers",
    "prefix",
    "token",
    "types",
    "query_sets",
    "pagination",
    "endpoints",
];

pub(crate) const TOKEN: &[&str] = &[
    "path",
    "url",
    "prefix",
    "docs",
    "request",
    "credentials",
    "audience",
    "fields",
    "scope_parameter",
    "granted",
    "granted_absent",
    "lifetime",
];

pub(crate) const GRANTED: &[&str] = &["field", "format"];

pub(crate) const PARAM: &[&str] = &["type", "name", "required", "description"];

pub(crate) const PAGINATION: &[&str] = &[
    "number",
    "size",
    "first",
    "info",
    "total_items",
    "total_pages",
    "current_page",
    "snapshot",
    "snapshot_seconds",
    "snapshot_nanos",
];

pub(crate) const ENDPOINT: &[&str] = &[
    "call",
    "prefix",
    "scope",
    "all_of",
    "any_of",
    "access",
    "inferred",
    "description",
    "docs",
    "path",
    "query",
    "headers",
    "query_sets",
    "body",
    "body_format",
    "body_from_path",
    "response",
    "list",
    "items",
    "pagination",
    "empty_on_404",
    "retry",
    "idempotency_key",
    "example",
];

pub(crate) const IDEMPOTENCY_KEY: &[&str] = &["header", "body"];
