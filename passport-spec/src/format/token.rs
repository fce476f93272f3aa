//! The tables about the token.

use super::tables::key;
use super::values::{ENDPOINT_ID, FORMAT, HTTPS, PARAM_TYPE, RUST_NAME_PATTERN, TEXTS, TOKEN_PATH};
use super::{Rule, Table, Value};

/// `[api.NAME.token]`.
pub static TOKEN: Table = Table {
    name: "token",
    about: "How the access token is fetched: the client credentials grant.",
    keys: &[
        key(
            "path",
            Value::Matching(&TOKEN_PATH),
            "Path of the token endpoint, on the API's server and behind the prefix.",
        ),
        key(
            "url",
            Value::Matching(&HTTPS),
            "Absolute address of a token endpoint elsewhere.",
        ),
        key("prefix", Value::Text, "A name in the API's `prefix` table."),
        key("docs", Value::Text, "Link for the docs."),
        key(
            "request",
            FORMAT,
            "Encoding of the request's body, `form` by default.",
        ),
        key(
            "credentials",
            Value::Word(&["basic", "body", "client_secret_basic_raw"]),
            "Where the client's credentials go, HTTP Basic by default; `client_secret_basic_raw` is \
             HTTP Basic for a server that does not form-decode them.",
        ),
        key(
            "audience",
            Value::Text,
            "The default of the `audience` field.",
        ),
        key(
            "fields",
            Value::Named(None, &Value::Text),
            "Further fields of the request and their values.",
        ),
        key(
            "scope_parameter",
            Value::Flag,
            "Whether the wanted scopes are sent as `scope`, true by default.",
        ),
        key(
            "granted",
            Value::Table(&GRANTED),
            "Where the response lists the granted scopes.",
        ),
        key(
            "granted_absent",
            Value::Word(&["as_requested", "refuse"]),
            "What a response without that field means.",
        ),
        key(
            "lifetime",
            Value::WholeNumber,
            "Seconds to assume where the response names no expiry, 3600 by default.",
        ),
        key(
            "token_type_aliases",
            TEXTS,
            "Other spellings of the response's `token_type` that mean `Bearer`.",
        ),
        key(
            "response",
            Value::Named(
                None,
                &Value::OneOf(&[PARAM_TYPE, Value::Table(&TOKEN_FIELD)]),
            ),
            "Further fields of the response, by their names on the wire.",
        ),
        key(
            "revoke",
            Value::Matching(&ENDPOINT_ID),
            "The endpoint that revokes a token by its id.",
        ),
    ],
    rules: &[Rule::ExactlyOne(&["path", "url"])],
};

/// `token.granted`.
pub static GRANTED: Table = Table {
    name: "granted",
    about: "Where the token response lists the granted scopes.",
    keys: &[
        key(
            "field",
            Value::Text,
            "The response's field, `scope` by default.",
        ),
        key(
            "format",
            Value::Word(&["space", "comma", "array"]),
            "One text separated by spaces (the default) or commas, or an array of texts.",
        ),
    ],
    rules: &[],
};

/// A field of `token.response` that is more than its type.
pub static TOKEN_FIELD: Table = Table {
    name: "token_field",
    about: "A field of the token response.",
    keys: &[
        key("type", PARAM_TYPE, "Its type, `string` by default."),
        key(
            "name",
            Value::Matching(&RUST_NAME_PATTERN),
            "Name in Rust, instead of the wire name in snake case.",
        ),
        key(
            "list",
            Value::Flag,
            "True for an array, each item of which has the type.",
        ),
        key("description", Value::Text, "For the docs."),
    ],
    rules: &[],
};
