//! Swagger 2.0 in the form of OpenAPI 3.

use serde_json::{Map, Value, json};

use crate::note::{Kind, Notes};
use crate::pointer::{Place, escape};

type Object = Map<String, Value>;

/// Converts a whole document.
pub(super) fn convert(old: Value, notes: &mut Notes) -> Value {
    let mut old = old;
    rewrite_refs(&mut old);
    let mut new = Map::new();
    new.insert("openapi".to_owned(), json!("3.1.0"));
    new.insert("servers".to_owned(), servers(&old));
    let mut components = match old.get("components") {
        Some(Value::Object(pulled)) => pulled.clone(),
        _ => Map::new(),
    };
    let mut add = |group: &str, entries: Object| {
        let known = components.entry(group).or_insert_with(|| json!({}));
        if let Value::Object(known) = known {
            known.extend(entries);
        }
    };
    let group = |key: &str| old.get(key).and_then(Value::as_object).cloned();
    add("schemas", group("definitions").unwrap_or_default());
    let media = Media::of(&old);
    let responses = group("responses").unwrap_or_default().into_iter();
    let responses = responses.map(|(name, value)| (name, response(value, &media)));
    add("responses", responses.collect());
    let schemes = group("securityDefinitions").unwrap_or_default().into_iter();
    let schemes = schemes.map(|(name, value)| (name, scheme(value)));
    add("securitySchemes", schemes.collect());
    // Pulled from other files, these are still in the old form.
    for (name, value) in &mut components {
        if name == "responses"
            && let Value::Object(pulled) = value
        {
            for value in pulled.values_mut() {
                *value = response(value.take(), &media);
            }
        }
    }
    if let Some(Value::Object(paths)) = old.get("paths") {
        let items = paths.iter().map(|(path, item)| {
            let pointer = format!("/paths/{}", escape(path));
            (path.clone(), path_item(item, &pointer, &old, &media, notes))
        });
        new.insert("paths".to_owned(), Value::Object(items.collect()));
    }
    for (key, value) in old.as_object().into_iter().flatten() {
        if !MOVED.contains(&key.as_str()) {
            new.insert(key.clone(), value.clone());
        }
    }
    new.insert("components".to_owned(), Value::Object(components));
    Value::Object(new)
}

/// The media types of requests and responses where an operation does not say.
struct Media {
    consumes: Vec<String>,
    produces: Vec<String>,
}

impl Media {
    fn of(value: &Value) -> Self {
        Self {
            consumes: texts(value, "consumes"),
            produces: texts(value, "produces"),
        }
    }

    fn or(self, outer: &Self) -> Self {
        let or = |own: Vec<String>, outer: &Vec<String>| {
            if own.is_empty() { outer.clone() } else { own }
        };
        Self {
            consumes: or(self.consumes, &outer.consumes),
            produces: or(self.produces, &outer.produces),
        }
    }
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

fn rewrite_refs(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get_mut("$ref") {
                for (old, new) in [
                    ("#/definitions/", "#/components/schemas/"),
                    ("#/responses/", "#/components/responses/"),
                ] {
                    if let Some(rest) = reference.strip_prefix(old) {
                        *reference = format!("{new}{rest}");
                        break;
                    }
                }
            }
            if let Some(Value::String(property)) = map.get("discriminator") {
                let discriminator = json!({ "propertyName": property });
                map.insert("discriminator".to_owned(), discriminator);
            }
            map.values_mut().for_each(rewrite_refs);
        }
        Value::Array(list) => list.iter_mut().for_each(rewrite_refs),
        _ => {}
    }
}

fn servers(old: &Value) -> Value {
    let text = |key: &str| old.get(key).and_then(Value::as_str).unwrap_or_default();
    let (host, base) = (text("host"), text("basePath").trim_end_matches('/'));
    if host.is_empty() {
        return if base.is_empty() {
            json!([])
        } else {
            json!([{ "url": base }])
        };
    }
    let schemes = texts(old, "schemes");
    let scheme = match schemes.first() {
        Some(only) if !schemes.iter().any(|scheme| scheme == "https") => only,
        _ => "https",
    };
    json!([{ "url": format!("{scheme}://{host}{base}") }])
}

fn scheme(old: Value) -> Value {
    let kind = old.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind {
        "basic" => json!({ "type": "http", "scheme": "basic" }),
        "oauth2" => {
            let flow = match old.get("flow").and_then(Value::as_str).unwrap_or_default() {
                "application" => "clientCredentials",
                "accessCode" => "authorizationCode",
                other => other,
            };
            let mut inner = Map::new();
            for key in ["authorizationUrl", "tokenUrl", "scopes"] {
                if let Some(value) = old.get(key) {
                    inner.insert(key.to_owned(), value.clone());
                }
            }
            let mut new = old.as_object().cloned().unwrap_or_default();
            for key in ["flow", "authorizationUrl", "tokenUrl", "scopes"] {
                new.shift_remove(key);
            }
            new.insert("flows".to_owned(), json!({ flow: inner }));
            Value::Object(new)
        }
        _ => old,
    }
}

fn path_item(item: &Value, pointer: &str, old: &Value, media: &Media, notes: &mut Notes) -> Value {
    let Value::Object(item) = item else {
        return item.clone();
    };
    let mut new = Map::new();
    let shared = item.get("parameters");
    for (key, value) in item {
        match key.as_str() {
            "parameters" => {}
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" => {
                let pointer = format!("{pointer}/{key}");
                let operation = operation(value, shared, &pointer, old, media, notes);
                new.insert(key.clone(), operation);
            }
            _ => drop(new.insert(key.clone(), value.clone())),
        }
    }
    Value::Object(new)
}

/// An operation; the path's parameters become its own.
fn operation(
    value: &Value,
    shared: Option<&Value>,
    pointer: &str,
    old: &Value,
    media: &Media,
    notes: &mut Notes,
) -> Value {
    let Value::Object(operation) = value else {
        return value.clone();
    };
    let media = Media::of(value).or(media);
    let mut new = Map::new();
    for (key, value) in operation {
        if !["parameters", "responses", "consumes", "produces", "schemes"].contains(&key.as_str()) {
            new.insert(key.clone(), value.clone());
        }
    }
    let (mut plain, mut form, mut body) = (Vec::new(), Vec::new(), None);
    for param in parameters(shared, operation.get("parameters"), old, pointer, notes) {
        match param.get("in").and_then(Value::as_str) {
            Some("body") => body = Some(param),
            Some("formData") => form.push(param),
            _ => plain.push(parameter(param)),
        }
    }
    new.insert("parameters".to_owned(), Value::Array(plain));
    if let Some(body) = body {
        let types = default_json(media.consumes.clone());
        let schema = body.get("schema").cloned().unwrap_or_else(|| json!({}));
        let mut request = json!({ "content": content(&types, &schema), "required": true });
        if body.get("required") != Some(&Value::Bool(true)) {
            request["required"] = json!(false);
        }
        new.insert("requestBody".to_owned(), request);
    } else if !form.is_empty() {
        new.insert("requestBody".to_owned(), form_body(form, &media.consumes));
    }
    if let Some(Value::Object(responses)) = operation.get("responses") {
        let responses = responses
            .iter()
            .map(|(code, value)| (code.clone(), response(value.clone(), &media)));
        new.insert("responses".to_owned(), Value::Object(responses.collect()));
    }
    Value::Object(new)
}

/// The parameters of a path and an operation; the operation's win.
fn parameters(
    shared: Option<&Value>,
    own: Option<&Value>,
    old: &Value,
    pointer: &str,
    notes: &mut Notes,
) -> Vec<Object> {
    let mut found: Vec<Object> = Vec::new();
    for list in [shared, own] {
        for value in list.and_then(Value::as_array).into_iter().flatten() {
            let place = Place {
                value,
                pointer: format!("{pointer}/parameters"),
            };
            let Some(Value::Object(param)) = place.follow(old).map(|place| place.value) else {
                let what = format!("a parameter that leads nowhere: {value}");
                notes.add(Kind::Dropped, format!("{pointer}/parameters"), what);
                continue;
            };
            let same = |other: &Object| {
                ["in", "name"]
                    .iter()
                    .all(|k| other.get(*k) == param.get(*k))
            };
            found.retain(|other| !same(other));
            found.push(param.clone());
        }
    }
    found
}

/// A parameter whose type moves into its `schema`.
fn parameter(old: Object) -> Value {
    if old.contains_key("schema") {
        return Value::Object(old);
    }
    let mut new = Map::new();
    let mut schema = Map::new();
    for (key, value) in old {
        match key.as_str() {
            "collectionFormat" => {
                let style = match value.as_str() {
                    Some("ssv") => Some("spaceDelimited"),
                    Some("pipes") => Some("pipeDelimited"),
                    // Nothing in OpenAPI 3; the importer knows the word.
                    Some("tsv") => Some("tabDelimited"),
                    _ => None,
                };
                if let Some(style) = style {
                    new.insert("style".to_owned(), json!(style));
                }
                new.insert("explode".to_owned(), json!(value == "multi"));
            }
            "name" | "in" | "description" | "required" | "allowEmptyValue" => {
                new.insert(key, value);
            }
            _ if key.starts_with("x-") && key != "x-nullable" => drop(new.insert(key, value)),
            _ => drop(schema.insert(key, value)),
        }
    }
    if schema.get("type") == Some(&json!("array")) && !new.contains_key("explode") {
        // Commas, where nothing is said.
        new.insert("explode".to_owned(), json!(false));
    }
    new.insert("schema".to_owned(), Value::Object(schema));
    Value::Object(new)
}

fn form_body(form: Vec<Object>, consumes: &[String]) -> Value {
    let file = form
        .iter()
        .any(|param| param.get("type") == Some(&json!("file")));
    let multipart =
        file || consumes.iter().any(|ty| ty == MULTIPART) && !consumes.iter().any(|ty| ty == FORM);
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for param in form {
        let name = param.get("name").cloned().unwrap_or_default();
        let needed = param.get("required") == Some(&Value::Bool(true));
        let description = param.get("description").cloned();
        let mut schema = parameter(param)["schema"].take();
        if schema["type"] == "file" {
            schema = json!({ "type": "string", "format": "binary" });
        }
        if let Some(description) = description {
            schema["description"] = description;
        }
        if let Value::String(name) = name {
            if needed {
                required.push(Value::String(name.clone()));
            }
            properties.insert(name, schema);
        }
    }
    let any_required = !required.is_empty();
    let mut schema = json!({ "type": "object", "properties": properties });
    if any_required {
        schema["required"] = Value::Array(required);
    }
    let ty = if multipart { MULTIPART } else { FORM };
    json!({ "required": any_required, "content": { ty: { "schema": schema } } })
}

/// A response whose `schema` moves into its `content`.
fn response(old: Value, media: &Media) -> Value {
    let Value::Object(mut response) = old else {
        return old;
    };
    if let Some(schema) = response.shift_remove("schema") {
        let (types, schema) = if schema.get("type") == Some(&json!("file")) {
            let types = match media.produces.is_empty() {
                true => vec!["application/octet-stream".to_owned()],
                false => media.produces.clone(),
            };
            (types, json!({ "type": "string", "format": "binary" }))
        } else {
            (default_json(media.produces.clone()), schema)
        };
        response.insert("content".to_owned(), content(&types, &schema));
    }
    response.shift_remove("examples");
    Value::Object(response)
}

fn default_json(types: Vec<String>) -> Vec<String> {
    if types.is_empty() {
        return vec!["application/json".to_owned()];
    }
    types
}

fn content(types: &[String], schema: &Value) -> Value {
    let entries = types
        .iter()
        .map(|ty| (ty.clone(), json!({ "schema": schema })));
    Value::Object(entries.collect())
}

const FORM: &str = "application/x-www-form-urlencoded";

const MULTIPART: &str = "multipart/form-data";

const MOVED: &[&str] = &[
    "swagger",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "components",
];
