//! Values that stand behind several keys.

use super::Value;
use super::tables::{ENDPOINT, PARAM, SCOPE, SET};

pub(super) const TEXTS: Value = Value::List(&Value::Text);

/// Scope names are printable ASCII without space, quotation mark and backslash (RFC 6749, 3.3).
pub(super) const SCOPES: Value = Value::Named(
    Some("^[!#-\\[\\]-~]+$"),
    &Value::OneOf(&[Value::Text, Value::Table(&SCOPE)]),
);

pub(super) const SETS: Value = Value::Named(None, &Value::Table(&SET));

pub(super) const PARAMS: Value =
    Value::Named(None, &Value::OneOf(&[PARAM_TYPE, Value::Table(&PARAM)]));

pub(super) const METHODS: Value = Value::Named(RUST_NAME, &Value::Table(&ENDPOINT));

pub(super) const FORMAT: Value = Value::Word(&["form", "json"]);

pub(super) const PARAM_TYPE: Value = Value::OneOf(&[
    Value::Word(&["string", "integer", "number", "boolean"]),
    Value::Matching(TYPE_PATH),
]);

pub(super) const ANSWER: Value =
    Value::OneOf(&[Value::Word(&["json"]), Value::Matching(TYPE_PATH)]);

pub(super) const RESPONSE: Value = Value::OneOf(&[
    Value::Word(&["json", "text", "bytes"]),
    Value::Matching(TYPE_PATH),
]);

pub(super) const RESPONSES: Value = Value::Named(
    Some("^2([0-9]{2}|XX|xx)$"),
    &Value::OneOf(&[
        Value::Word(&["empty", "json", "text", "bytes"]),
        Value::Matching(TYPE_PATH),
    ]),
);

pub(super) const ERRORS: Value = Value::Named(
    Some("^([45]([0-9]{2}|XX|xx)|default)$"),
    &Value::Matching(TYPE_PATH),
);

/// Media types are printable ASCII (RFC 9110, 5.6.2).
pub(super) const ACCEPT: Value = Value::Matching("^[!-~]+/[ -~]*[!-~]$");

pub(super) const RUST_NAME_PATTERN: &str = "^[a-z][a-z0-9_]*$";

pub(super) const RUST_NAME: Option<&str> = Some(RUST_NAME_PATTERN);

pub(super) const TYPE_PATH: &str = "^([a-z][a-z0-9_]*::)*[A-Z][A-Za-z0-9_]*$";

pub(super) const HTTPS: &str = "^https://[^\\s/?#@]+(/[^\\s?#]*)?$";
