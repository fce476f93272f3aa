//! Values that stand behind several keys.

use super::params::{PARAM, PATH_PARAM};
use super::tables::{ENDPOINT, SCOPE, SET};
use super::{Pattern, Value};
use crate::inferred::{ENDPOINT_WORDS, FIELD_WORDS};

pub(super) const TEXTS: Value = Value::List(&Value::Text);

pub(super) const SCOPES: Value = Value::Named(
    Some(&SCOPE_NAME),
    &Value::OneOf(&[Value::Text, Value::Table(&SCOPE)]),
);

pub(super) const SETS: Value = Value::Named(None, &Value::Table(&SET));

pub(super) const PARAMS: Value =
    Value::Named(None, &Value::OneOf(&[PARAM_TYPE, Value::Table(&PARAM)]));

pub(super) const PATH_PARAMS: Value = Value::Named(
    None,
    &Value::OneOf(&[PARAM_TYPE, Value::Table(&PATH_PARAM)]),
);

pub(super) const METHODS: Value = Value::Named(RUST_NAME, &Value::Table(&ENDPOINT));

pub(super) const FORMAT: Value = Value::Word(&["form", "json"]);

pub(super) const PARAM_TYPE: Value = Value::OneOf(&[
    Value::Word(&["string", "integer", "number", "boolean"]),
    Value::Matching(&TYPE_PATH),
]);

pub(super) const BODY: Value = Value::OneOf(&[
    Value::Word(&["json", "text", "bytes"]),
    Value::Matching(&TYPE_PATH),
]);

pub(super) const ANSWER: Value =
    Value::OneOf(&[Value::Word(&["json"]), Value::Matching(&TYPE_PATH)]);

pub(super) const RESPONSE: Value = Value::OneOf(&[
    Value::Word(&["json", "text", "bytes"]),
    Value::Matching(&TYPE_PATH),
]);

pub(super) const RESPONSES: Value = Value::Named(
    Some(&SUCCESS),
    &Value::OneOf(&[
        Value::Word(&["empty", "json", "text", "bytes"]),
        Value::Matching(&TYPE_PATH),
    ]),
);

pub(super) const ENDPOINT_FACTS: Value =
    Value::OneOf(&[Value::Flag, Value::FilledList(&Value::Word(ENDPOINT_WORDS))]);

pub(super) const FIELD_FACTS: Value =
    Value::OneOf(&[Value::Flag, Value::FilledList(&Value::Word(FIELD_WORDS))]);

pub(super) const ERRORS: Value = Value::Named(Some(&FAILURE), &Value::Matching(&TYPE_PATH));

pub(super) const ACCEPT: Value = Value::Matching(&MEDIA_TYPES);

pub(super) const RUST_NAME: Option<&Pattern> = Some(&RUST_NAME_PATTERN);

pub(super) static RUST_NAME_PATTERN: Pattern = pattern(
    "^[a-z][a-z0-9_]*$",
    "a name in snake case: lower-case letters, digits and underscores, a letter first",
);

pub(super) static TYPE_PATH: Pattern = pattern(
    "^([a-z][a-z0-9_]*::)*[A-Z][A-Za-z0-9_]*$",
    "the name of a Rust type, such as `Order` or `orders::Order`",
);

pub(super) static HTTPS: Pattern = pattern(
    "^https://[^\\s/?#@]+(/[^\\s?#]*)?$",
    "an address that begins with `https://`, without user, `?` and `#`",
);

pub(super) static CALL: Pattern = pattern(
    "^(GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE) +/[^\\s?#\"<>\\\\^`|]*$",
    "an HTTP method and a path, such as `GET /orders/{order_id}`, without a query",
);

pub(super) static PREFIX: Pattern = pattern(
    "^/[^{?# ]*[^{?# /]$",
    "a path that begins with `/` and does not end with one, such as `/v1`",
);

pub(super) static TOKEN_PATH: Pattern = pattern(
    "^/[^\\s?#\"<>\\\\^`|{}]*$",
    "a path that begins with `/`, without parameters and a query, such as `/oauth/token`",
);

pub(super) static ENDPOINT_ID: Pattern = pattern(
    "^[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*$",
    "resource and method of an endpoint of this API, such as `tokens.delete`",
);

pub(super) static MEDIA_TYPE: Pattern = pattern(
    "^[^/ ;*]+/[^/ ;*]+( *;.*)?$",
    "one media type without `*`, such as `text/csv` or `text/csv; header=present`",
);

/// Media types are printable ASCII (RFC 9110, 5.6.2).
static MEDIA_TYPES: Pattern = pattern(
    "^[!-~]+/[ -~]*[!-~]$",
    "media types, such as `text/csv` or `text/csv; q=0.5, application/json`",
);

/// Scope names are printable ASCII without space, quotation mark and backslash (RFC 6749, 3.3).
static SCOPE_NAME: Pattern = pattern(
    "^[!#-\\[\\]-~]+$",
    "a scope name: printable ASCII without a space, a quotation mark and a backslash",
);

static SUCCESS: Pattern = pattern(
    "^2([0-9]{2}|XX|xx)$",
    "a status of success, such as `200`, or `2XX` for all others",
);

static FAILURE: Pattern = pattern(
    "^([45]([0-9]{2}|XX|xx)|default)$",
    "a status of failure, such as `404`, or `4XX`, `5XX` or `default` for all others",
);

const fn pattern(regex: &'static str, expected: &'static str) -> Pattern {
    Pattern { regex, expected }
}
