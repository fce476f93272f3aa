//! The tables of the format.

use super::token::TOKEN;
use super::values::{
    ACCEPT, ANSWER, BODY, CALL, ENDPOINT_FACTS, ERRORS, FIELD_FACTS, HTTPS, MEDIA_TYPE, METHODS,
    PARAM_TYPE, PARAMS, PATH_PARAMS, PREFIX, RESPONSE, RESPONSES, RUST_NAME, SCOPES, SETS, TEXTS,
    TYPE_PATH,
};
use super::{Key, Rule, Table, Value};

/// The whole file.
pub static ROOT: Table = Table {
    name: "root",
    about: "The scopes of any number of APIs, and what each of their endpoints needs.",
    keys: &[
        key(
            "catalogue",
            Value::Named(None, &Value::Table(&CATALOGUE)),
            "Scopes that several APIs share, by name.",
        ),
        key(
            "api",
            Value::Named(RUST_NAME, &Value::Table(&API)),
            "The APIs, each by the name of its Rust module.",
        ),
    ],
    rules: &[],
};

/// `[catalogue.NAME]`.
pub static CATALOGUE: Table = Table {
    name: "catalogue",
    about: "Scopes that several APIs share.",
    keys: &[
        key(
            "docs",
            Value::Text,
            "Link to the page that lists the scopes.",
        ),
        key("scopes", SCOPES, "The scopes by wire name."),
        key("sets", SETS, "Named sets of scopes, such as roles."),
    ],
    rules: &[],
};

/// A scope that is more than its description.
pub static SCOPE: Table = Table {
    name: "scope",
    about: "One scope.",
    keys: &[
        key(
            "description",
            Value::Text,
            "One sentence, shown in the docs.",
        ),
        key(
            "docs",
            Value::Text,
            "Link; the catalogue's where it is left out.",
        ),
        key(
            "identifier",
            Value::Matching(&TYPE_PATH),
            "Path of the marker type, such as `iam::mfa::All`, instead of the one that is derived.",
        ),
        key("aliases", TEXTS, "Other wire names of the same scope."),
        key("deprecated", Value::Text, "Why, and what to use instead."),
        key(
            "implies",
            TEXTS,
            "Scopes that a token with this one may use as well.",
        ),
        key(
            "wildcard",
            Value::Flag,
            "The name ends in `*` and covers every scope that starts with the text before it.",
        ),
        key(
            "template",
            Value::Flag,
            "The name has holes in braces that the program fills when it builds the client.",
        ),
        key("inferred", Value::Flag, "No document prints this name."),
    ],
    rules: &[],
};

/// `sets.NAME`.
pub static SET: Table = Table {
    name: "set",
    about: "A named set of scopes, such as a role.",
    keys: &[
        key(
            "description",
            Value::Text,
            "One sentence, shown in the docs.",
        ),
        required(
            "scopes",
            Value::FilledList(&Value::Text),
            "The wire names of the scopes, at least one.",
        ),
    ],
    rules: &[],
};

/// `[api.NAME]`.
pub static API: Table = Table {
    name: "api",
    about: "One API.",
    keys: &[
        key(
            "title",
            Value::Text,
            "For the docs; the name where it is left out.",
        ),
        key(
            "description",
            Value::Text,
            "For the docs; may have several lines.",
        ),
        key("docs", Value::Text, "Link for the docs."),
        key("catalogue", Value::Text, "Name of a shared catalogue."),
        key("scopes", SCOPES, "The API's own scopes by wire name."),
        key("sets", SETS, "The API's own named sets of scopes."),
        key(
            "servers",
            Value::Named(RUST_NAME, &Value::Matching(&HTTPS)),
            "Base URLs by name.",
        ),
        key(
            "prefix",
            Value::Named(None, &Value::Matching(&PREFIX)),
            "Path prefixes by name; an endpoint that names none uses `default`.",
        ),
        required(
            "token",
            Value::Table(&TOKEN),
            "How the access token is fetched.",
        ),
        key(
            "types",
            Value::Named(None, &PARAM_TYPE),
            "Types of path, query and header parameters by name, for all endpoints.",
        ),
        key(
            "query_sets",
            Value::Named(None, &PARAMS),
            "Named groups of query parameters.",
        ),
        key(
            "errors",
            ERRORS,
            "Model types of the errors that any endpoint may answer with, by status.",
        ),
        key(
            "pagination",
            Value::Named(None, &Value::Table(&PAGINATION)),
            "Named pagination styles.",
        ),
        key(
            "endpoints",
            Value::Named(RUST_NAME, &METHODS),
            "The endpoints as `endpoints.RESOURCE.METHOD`.",
        ),
    ],
    rules: &[
        Rule::Exclude("catalogue", "scopes"),
        Rule::Exclude("catalogue", "sets"),
    ],
};

/// `[api.NAME.pagination.STYLE]`.
pub static PAGINATION: Table = Table {
    name: "pagination",
    about: "How lists are divided into pages.",
    keys: &[
        key(
            "number",
            Value::Text,
            "Query parameter that takes the page's number.",
        ),
        key(
            "size",
            Value::Text,
            "Query parameter that takes the page's size.",
        ),
        key(
            "first",
            Value::WholeNumber,
            "The first page's number, 1 by default.",
        ),
        key(
            "info",
            Value::Text,
            "Field of the response that holds the totals.",
        ),
        key(
            "total_items",
            Value::Text,
            "Field with the number of items.",
        ),
        key(
            "total_pages",
            Value::Text,
            "Field with the number of pages.",
        ),
        key(
            "current_page",
            Value::Text,
            "Field with this page's number.",
        ),
        key(
            "snapshot",
            Value::OneOf(&[Value::Text, TEXTS]),
            "Name, or names in use, of the field with the time stamp that keeps pages stable.",
        ),
        key(
            "snapshot_seconds",
            Value::Text,
            "Query parameter that takes back the snapshot's whole seconds.",
        ),
        key(
            "snapshot_nanos",
            Value::Text,
            "Query parameter that takes back the rest of it, in nanoseconds.",
        ),
    ],
    rules: &[],
};

/// `[api.NAME.endpoints.RESOURCE.METHOD]`.
pub static ENDPOINT: Table = Table {
    name: "endpoint",
    about: "One endpoint; it becomes `client.RESOURCE().METHOD(…)`.",
    keys: &[
        required(
            "call",
            Value::Matching(&CALL),
            "HTTP method and path, such as `GET /orders/{order_id}`.",
        ),
        key("prefix", Value::Text, "A name in the API's `prefix` table."),
        key("scope", Value::Text, "The one scope that the call needs."),
        key(
            "all_of",
            Value::FilledList(&Value::Text),
            "The scopes of which the call needs every one.",
        ),
        key(
            "any_of",
            Value::FilledList(&Value::OneOf(&[
                Value::Text,
                Value::FilledList(&Value::Text),
            ])),
            "Alternatives, each a scope or a list of scopes of which all are needed.",
        ),
        key(
            "access",
            Value::Word(&["public", "any_token", "unknown"]),
            "What the call needs where it needs no scope, or none is documented.",
        ),
        key(
            "inferred",
            ENDPOINT_FACTS,
            "What no document of the vendor shows; `true` is the scope alone.",
        ),
        key(
            "anonymous",
            Value::Flag,
            "The call can be made without a token as well, by `METHOD_anonymously`.",
        ),
        key("description", Value::Text, "For the docs."),
        key("docs", Value::Text, "Link for the docs."),
        key(
            "path",
            PATH_PARAMS,
            "Types of path parameters, where the API's `types` does not say.",
        ),
        key("query", PARAMS, "Query parameters by wire name."),
        key("headers", PARAMS, "Header parameters by wire name."),
        key("query_sets", TEXTS, "Names of the API's query sets to add."),
        key(
            "body",
            BODY,
            "Model type of the request's body, or `json`, `text` or `bytes`.",
        ),
        key(
            "body_format",
            Value::Word(&["form", "json", "multipart"]),
            "Encoding of a model type as body, `json` by default.",
        ),
        key(
            "media_type",
            Value::Matching(&MEDIA_TYPE),
            "Media type of the body, where it is not the usual one.",
        ),
        key(
            "body_required",
            Value::Flag,
            "False makes the body an argument that may be `None`, true by default.",
        ),
        key(
            "body_from_path",
            Value::Named(None, &Value::Text),
            "Instead of `body`: fields of the JSON body and the path parameters they repeat.",
        ),
        key(
            "inferred_fields",
            Value::Named(None, &FIELD_FACTS),
            "Fields of the body and what of each no document shows; `true` is the name alone.",
        ),
        key(
            "response",
            RESPONSE,
            "Model type of the response; or `json` for any JSON value, `text`, `bytes`.",
        ),
        key(
            "responses",
            RESPONSES,
            "Instead of `response`: what each status of success answers with, `empty` for nothing.",
        ),
        key(
            "accept",
            ACCEPT,
            "Media types to ask for, where they are not the usual ones of the response.",
        ),
        key(
            "errors",
            ERRORS,
            "Model types of errors by status, beside those of the API.",
        ),
        key(
            "list",
            ANSWER,
            "Model type of the items of a list, instead of `response`.",
        ),
        key(
            "items",
            Value::Text,
            "Field of the response that holds the list, `data` by default; empty for a bare array.",
        ),
        key(
            "pagination",
            Value::Text,
            "A name in the API's `pagination` table.",
        ),
        key(
            "empty_on_404",
            Value::Flag,
            "Status 404 means an empty list.",
        ),
        key(
            "retry",
            Value::Word(&["safe", "never", "idempotency_key"]),
            "Whether the call may be sent again; `safe` for GET, HEAD and OPTIONS, else `never`.",
        ),
        key(
            "idempotency_key",
            Value::Table(&IDEMPOTENCY_KEY),
            "Where the key stands.",
        ),
        key(
            "example",
            Value::Text,
            "A response body for the sandbox: JSON text, or the text itself.",
        ),
    ],
    rules: &[
        Rule::ExactlyOne(&["scope", "all_of", "any_of", "access"]),
        Rule::Needs("body_format", "body"),
        Rule::Needs("media_type", "body"),
        Rule::Needs("body_required", "body"),
        Rule::Needs("inferred_fields", "body"),
        Rule::Exclude("body", "body_from_path"),
        Rule::Exclude("response", "list"),
        Rule::Exclude("response", "responses"),
        Rule::Exclude("responses", "list"),
        Rule::Needs("items", "list"),
        Rule::Needs("pagination", "list"),
        Rule::Needs("empty_on_404", "list"),
        Rule::OnlyWith {
            key: "idempotency_key",
            other: "retry",
            word: "idempotency_key",
        },
    ],
};

/// An endpoint's `idempotency_key`.
pub static IDEMPOTENCY_KEY: Table = Table {
    name: "idempotency_key",
    about: "Where an idempotency key stands.",
    keys: &[
        key("header", Value::Text, "In this header."),
        key("body", Value::Text, "In this field of the JSON body."),
    ],
    rules: &[Rule::ExactlyOne(&["header", "body"])],
};

pub(super) const fn key(name: &'static str, value: Value, about: &'static str) -> Key {
    Key {
        name,
        value,
        required: false,
        about,
    }
}

const fn required(name: &'static str, value: Value, about: &'static str) -> Key {
    Key {
        name,
        value,
        required: true,
        about,
    }
}
