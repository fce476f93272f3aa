//! The tables of parameters.

use super::tables::key;
use super::values::{FIELD_FACTS, PARAM_TYPE, RUST_NAME_PATTERN};
use super::{Table, Value};

/// A query or header parameter that is more than its type.
pub static PARAM: Table = Table {
    name: "param",
    about: "A query or header parameter.",
    keys: &[
        key(
            "type",
            PARAM_TYPE,
            "Its type; the API's `types`, else `string`, by default.",
        ),
        key(
            "name",
            Value::Matching(&RUST_NAME_PATTERN),
            "Name of the Rust method or argument, instead of the wire name in snake case.",
        ),
        key(
            "required",
            Value::Flag,
            "True makes it an argument of the call, false a method of the request.",
        ),
        key(
            "inferred",
            FIELD_FACTS,
            "What no document of the vendor shows; `true` is the name alone.",
        ),
        key("description", Value::Text, "For the docs."),
        key(
            "style",
            Value::Word(&[
                "repeat",
                "comma",
                "space",
                "pipe",
                "fields",
                "deep_object",
                "json",
                "encoded",
            ]),
            "How a list (of `type`) or an object is written; `encoded` is a text that the caller has encoded.",
        ),
    ],
    rules: &[],
};

/// A path parameter that is more than its type.
pub static PATH_PARAM: Table = Table {
    name: "path_param",
    about: "A path parameter.",
    keys: &[
        key(
            "type",
            PARAM_TYPE,
            "Its type; the API's `types`, else `string`, by default.",
        ),
        key(
            "style",
            Value::Word(&["comma", "json", "encoded"]),
            "How a list (of `type`) or an object is written; `encoded` is a text that the caller has encoded.",
        ),
    ],
    rules: &[],
};
