//! The format of a `scopes.toml` as a JSON Schema, and the header by which an editor finds it.
//!
//! `#:schema PATH` in the comment at the top of a TOML file names the schema, relative to the file, for
//! Even Better TOML, taplo and tombi. `new` and `import` write the schema beside the spec, and `regen`
//! keeps it up to date.

use passport_spec::format::{
    API, CATALOGUE, ENDPOINT, GRANTED, IDEMPOTENCY_KEY, Key, PAGINATION, PARAM, PATH_PARAM,
    Pattern, ROOT, Rule, SCOPE, SET, TOKEN, TOKEN_FIELD, Table, Value,
};
use serde_json::{Map, Value as Json, json};

/// The name of the schema's file.
pub const FILE: &str = "scopes.schema.json";

/// The text of the schema (draft 2020-12).
pub fn text() -> String {
    finish(table(&ROOT), "scopes.toml")
}

/// The name of the file with the schema of `overrides.toml`.
pub const OVERRIDES_FILE: &str = "overrides.schema.json";

/// The text of the schema of `overrides.toml`: the same tables, of which nothing is required.
pub fn overrides_text() -> String {
    let lists = json!({
        "enum": ["all-of", "any-of", "all_of", "any_of"],
        "description": "What a list of scopes means, all of them by default.",
    });
    let mut schema = json!({
        "type": "object",
        "description": "Decisions about an import, which every import reads.",
        "additionalProperties": false,
        "properties": {
            "lists": lists,
            "anonymous": {
                "enum": ["optional", "token", "public"],
                "description": "What `{}` beside other alternatives means: both by default, or always \
                    with a token, or never.",
            },
            "scopes_from": {
                "type": "array",
                "items": { "type": "string" },
                "description": "Vendor extensions of the document that hold scopes.",
            },
            "api": decisions(&API, &["endpoints", "scopes"]),
        },
    });
    let mut operation = decisions(&ENDPOINT, &["call"]);
    operation["properties"]["lists"] = lists;
    operation["properties"]["name"] = json!({
        "type": "string",
        "pattern": "\\.",
        "description": "The name of the endpoint. Expected: RESOURCE.METHOD, such as `orders.get`.",
        "errorMessage": "expected RESOURCE.METHOD, such as `orders.get`",
    });
    operation["properties"]["skip"] = json!({
        "type": "boolean",
        "description": "Leaves the operation out.",
    });
    let mut scope = decisions(&SCOPE, &[]);
    scope["properties"]["name"] = json!({
        "type": "string",
        "description": "The wire name, where it is not the document's.",
    });
    let by_key = |about: &str, each: Json| json!({ "type": "object", "description": about, "additionalProperties": each });
    schema["properties"]["operations"] = by_key("By `METHOD /path` or operationId.", operation);
    schema["properties"]["scopes"] = by_key("By the document's name of the scope.", scope);
    finish(schema, "overrides.toml")
}

/// A table of which any key can be decided, but for those that are derived.
fn decisions(of: &Table, derived: &[&str]) -> Json {
    let keys = of.keys.iter().filter(|key| !derived.contains(&key.name));
    let properties = keys.map(|key| (key.name.to_owned(), property(key)));
    json!({
        "type": "object",
        "description": of.about,
        "properties": properties.collect::<Map<String, Json>>(),
        "additionalProperties": false,
    })
}

fn finish(mut schema: Json, title: &str) -> String {
    let definitions = TABLES
        .iter()
        .map(|defined| (defined.name.to_owned(), table(defined)));
    schema["$defs"] = definitions.collect::<Map<String, Json>>().into();
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["$comment"] = COMMENT.into();
    schema["title"] = title.into();
    // The order of fields must not depend on which features another member has given `serde_json`.
    schema.sort_all_objects();
    format!("{schema:#}\n")
}

/// A spec whose header names the schema beside it; another header is replaced.
pub fn with_header(spec: &str) -> String {
    let mut at_top = true;
    let rest = spec.split_inclusive('\n').filter(|line| {
        at_top &= line.starts_with('#') || line.trim().is_empty();
        !(at_top && path_of(line).is_some())
    });
    format!("{HEADER}\n{}", rest.collect::<String>())
}

/// The path that the header of a spec names, relative to the spec's folder.
pub fn header(spec: &str) -> Option<&str> {
    let mut comment = spec
        .lines()
        .take_while(|line| line.starts_with('#') || line.trim().is_empty());
    comment.find_map(path_of)
}

/// The path in a line of the comment at the top.
fn path_of(line: &str) -> Option<&str> {
    let path = line.strip_prefix("#:schema")?;
    path.starts_with(' ').then(|| path.trim())
}

/// The header of a spec with the schema beside it.
pub(crate) const HEADER: &str = "#:schema ./scopes.schema.json";

/// Says that the file is no person's, as every file of an import does.
const COMMENT: &str =
    "Written by `cargo passport import`, `new` and `regen`, which overwrite it; do not edit it.";

fn table(table: &Table) -> Json {
    let properties = table
        .keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key)));
    let required = table
        .keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name);
    let mut schema = json!({
        "type": "object",
        "description": table.about,
        "properties": properties.collect::<Map<String, Json>>(),
        "additionalProperties": false,
    });
    add_list(&mut schema, "required", required.map(Json::from).collect());
    add_list(&mut schema, "allOf", table.rules.iter().map(rule).collect());
    schema
}

fn add_list(schema: &mut Json, keyword: &str, list: Vec<Json>) {
    if !list.is_empty() {
        schema[keyword] = list.into();
    }
}

fn property(key: &Key) -> Json {
    let mut schema = value(key.value);
    schema["description"] = match key.value {
        Value::Matching(pattern) => format!("{} Expected: {}.", key.about, pattern.expected),
        _ => key.about.to_owned(),
    }
    .into();
    schema
}

/// The places that a pattern describes: its words are what an editor shows instead of the regular
/// expression, Even Better TOML and others by `description`, VS Code by `errorMessage`.
fn matching(pattern: &Pattern) -> Json {
    json!({
        "pattern": pattern.regex,
        "description": format!("Expected: {}.", pattern.expected),
        "errorMessage": format!("expected {}", pattern.expected),
    })
}

fn value(value_format: Value) -> Json {
    match value_format {
        Value::Text => json!({ "type": "string" }),
        Value::Matching(pattern) => {
            let mut schema = matching(pattern);
            schema["type"] = "string".into();
            schema
        }
        Value::Word(words) => json!({ "enum": words }),
        Value::Flag => json!({ "type": "boolean" }),
        Value::WholeNumber => json!({ "type": "integer", "minimum": 0 }),
        Value::Table(table) => json!({ "$ref": format!("#/$defs/{}", table.name) }),
        Value::Named(None, each) => {
            json!({ "type": "object", "additionalProperties": value(*each) })
        }
        Value::Named(Some(pattern), each) => json!({
            "type": "object",
            "propertyNames": matching(pattern),
            "additionalProperties": value(*each),
        }),
        Value::List(each) => json!({ "type": "array", "items": value(*each) }),
        Value::FilledList(each) => {
            json!({ "type": "array", "items": value(*each), "minItems": 1 })
        }
        Value::OneOf(choices) => {
            json!({ "anyOf": choices.iter().copied().map(value).collect::<Vec<_>>() })
        }
        other => unreachable!("the schema does not know {other:?}"),
    }
}

fn rule(rule: &Rule) -> Json {
    match rule {
        Rule::ExactlyOne(keys) => {
            let each = keys.iter().map(|key| json!({ "required": [key] }));
            json!({ "oneOf": each.collect::<Vec<_>>() })
        }
        Rule::Exclude(one, other) => json!({ "not": { "required": [one, other] } }),
        Rule::Needs(key, other) => json!({ "dependentRequired": { *key: [other] } }),
        Rule::OnlyWith { key, other, word } => json!({
            "if": { "properties": { *other: { "const": word } }, "required": [other] },
            "then": { "required": [key] },
            "else": { "not": { "required": [key] } },
        }),
        other => unreachable!("the schema does not know {other:?}"),
    }
}

/// Every table but the file itself.
const TABLES: &[&Table] = &[
    &API,
    &CATALOGUE,
    &ENDPOINT,
    &GRANTED,
    &IDEMPOTENCY_KEY,
    &PAGINATION,
    &PARAM,
    &PATH_PARAM,
    &SCOPE,
    &SET,
    &TOKEN,
    &TOKEN_FIELD,
];

#[cfg(test)]
mod tests;
