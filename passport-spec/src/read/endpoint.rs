//! One endpoint, and what the endpoints of an API share.

use std::collections::HashMap;

use super::api::{prefix_name, value_name};
use super::body;
use super::inferred;
use super::param::{Place, param_type, style};
use super::requirement;
use super::response;
use super::table::{Field, Table, unknown};
use crate::api::Api;
use crate::body::Body;
use crate::endpoint::{Endpoint, KeyPlace, PathTemplate, Retry};
use crate::format;
use crate::ident::{is_keyword, is_type_name, is_value_name, snake};
use crate::nearest::did_you_mean;
use crate::param::{Param, ParamType, Style};
use crate::wire::check_header_name;

/// What the endpoints of an API share.
pub(super) struct Shared<'d> {
    api: &'d Api,
    types: HashMap<&'d str, ParamType>,
    query_sets: HashMap<&'d str, Vec<Param>>,
}

impl<'d> Shared<'d> {
    pub(super) fn read(table: &Table<'d>, api: &'d Api) -> Self {
        let types = table.text_map("types");
        let types = types
            .iter()
            .map(|(name, ty, field)| (*name, param_type(ty, field)))
            .collect();
        let mut shared = Self {
            api,
            types,
            query_sets: HashMap::new(),
        };
        for (name, set) in table.tables("query_sets") {
            let params = set
                .fields()
                .map(|(wire, field)| shared.param(wire, Place::Query, &field))
                .collect();
            shared.query_sets.insert(name, params);
        }
        shared
    }

    /// The type of a parameter, where it is not said beside it.
    fn default_type(&self, wire: &str) -> ParamType {
        self.types.get(wire).cloned().unwrap_or(ParamType::String)
    }

    /// Reads a query or header parameter: its type as text, or a table.
    fn param(&self, wire: &str, place: Place, field: &Field<'_>) -> Param {
        let mut param = Param {
            wire: wire.to_owned(),
            name: argument_name(wire),
            ty: self.default_type(wire),
            style: Style::Plain,
            required: false,
            inferred: Vec::new(),
            description: None,
        };
        if place == Place::Header
            && let Err(message) = check_header_name(wire)
        {
            field.report(message);
        }
        if let Some(ty) = field.value.as_str() {
            param.ty = param_type(ty, field);
        } else if field.value.is_table() {
            field
                .table()
                .iter()
                .for_each(|table| self.param_details(&mut param, place, table));
        } else {
            field.expected("the parameter's type, or a table");
        }
        param
    }

    fn param_details(&self, param: &mut Param, place: Place, table: &Table<'_>) {
        table.allow(&format::PARAM);
        if let Some(field) = table.field("type")
            && let Some(ty) = field.text()
        {
            param.ty = param_type(ty, &field);
        }
        if let Some(name) = table.text("name") {
            param.name = value_name("a parameter", name, table);
        }
        param.style = style(table, place, &param.ty);
        param.required = table.flag("required").unwrap_or(false);
        param.inferred = inferred::read_param(table, param);
        param.description = table.owned_text("description");
    }
}

/// Reads one `[api.NAME.endpoints.RESOURCE.METHOD]`.
pub(super) fn read(resource: &str, name: &str, table: &Table<'_>, shared: &Shared<'_>) -> Endpoint {
    table.allow(&format::ENDPOINT);
    let (method, path) = read_call(table);
    let path_params = read_path_params(table, &path, shared);
    let body = body::read(table, &path);
    let mut endpoint = Endpoint {
        resource: resource.to_owned(),
        name: name.to_owned(),
        prefix: prefix_name(table, &shared.api.prefixes),
        requirement: requirement::read(table, shared.api),
        inferred: inferred::read_endpoint(table),
        inferred_fields: inferred::read_fields(table, &body),
        anonymous: requirement::read_anonymous(table),
        description: table.owned_text("description"),
        docs: table.owned_text("docs"),
        query: read_query(table, shared),
        headers: read_params(table, "headers", Place::Header, shared),
        body,
        response: response::read(table, shared.api),
        accept: response::read_accept(table),
        errors: response::read_errors(table, &shared.api.errors),
        retry: read_retry(table, &method),
        example: table.owned_text("example"),
        line: table.line(),
        path_params,
        path,
        method,
    };
    check_param_names(&mut endpoint, table);
    check_body_key(&endpoint, table);
    inferred::check(&endpoint, table);
    endpoint
}

/// Method and path; the path is empty where none can be read.
fn read_call(table: &Table<'_>) -> (http::Method, PathTemplate) {
    let nothing = || {
        (
            http::Method::GET,
            PathTemplate {
                text: String::new(),
                params: Vec::new(),
            },
        )
    };
    let Some(field) = table.field("call") else {
        table.report_missing(&["call"], &format::ENDPOINT, "the key `call` is missing");
        return nothing();
    };
    let Some(text) = field.text() else {
        return nothing();
    };
    let Some((method, path)) = text.split_once(' ') else {
        field.report(format!(
            "`{text}` is no call; write method and path, `\"GET /orders/{{id}}\"`"
        ));
        return nothing();
    };
    if !METHODS.contains(&method) {
        field.report(unknown("unknown method", method, METHODS));
    }
    match PathTemplate::parse(path.trim_start()) {
        Ok(path) => (method.parse().unwrap_or(http::Method::GET), path),
        Err(message) => {
            field.report(message);
            let params = PathTemplate::salvage_params(path);
            (
                nothing().0,
                PathTemplate {
                    text: String::new(),
                    params,
                },
            )
        }
    }
}

fn read_path_params(table: &Table<'_>, path: &PathTemplate, shared: &Shared<'_>) -> Vec<Param> {
    let mut said: HashMap<&str, (ParamType, Style)> = HashMap::new();
    // Of a path that cannot be read, nothing more is said.
    let readable = !path.text.is_empty();
    let of_path = table.table("path");
    for (name, field) in of_path.iter().flat_map(Table::fields) {
        if readable && !path.params.iter().any(|param| param == name) {
            field.report(no_such_param(name, path));
        }
        said.insert(name, read_path_param(name, &field, shared));
    }
    let param = |wire: &String| {
        let said = said.remove(wire.as_str());
        let (ty, style) = said.unwrap_or_else(|| (shared.default_type(wire), Style::Plain));
        Param {
            wire: wire.clone(),
            name: argument_name(wire),
            ty,
            style,
            required: true,
            inferred: Vec::new(),
            description: None,
        }
    };
    path.params.iter().map(param).collect()
}

/// A path parameter's type as text, or a table.
fn read_path_param(name: &str, field: &Field<'_>, shared: &Shared<'_>) -> (ParamType, Style) {
    let default = shared.default_type(name);
    if field.value.is_str() {
        let ty = field.text().map(|text| param_type(text, field));
        return (ty.unwrap_or(default), Style::Plain);
    }
    if !field.value.is_table() {
        field.expected("the parameter's type, or a table");
        return (default, Style::Plain);
    }
    let Some(table) = field.table() else {
        return (default, Style::Plain);
    };
    table.allow(&format::PATH_PARAM);
    let ty = table.field("type").and_then(|field| {
        let text = field.text()?;
        Some(param_type(text, &field))
    });
    let ty = ty.unwrap_or(default);
    let style = style(&table, Place::Path, &ty);
    (ty, style)
}

pub(super) fn no_such_param(name: &str, path: &PathTemplate) -> String {
    let text = &path.text;
    let meant = did_you_mean(name, path.params.iter().map(String::as_str));
    format!("the path `{text}` has no parameter `{{{name}}}`{meant}")
}

fn read_query(table: &Table<'_>, shared: &Shared<'_>) -> Vec<Param> {
    let mut params = Vec::new();
    for (name, field) in table.texts("query_sets") {
        match shared.query_sets.get(name) {
            Some(set) => params.extend(set.iter().cloned()),
            None => {
                let mut known: Vec<&str> = shared.query_sets.keys().copied().collect();
                known.sort_unstable();
                field.report(unknown("unknown query set", name, &known));
            }
        }
    }
    params.extend(read_params(table, "query", Place::Query, shared));
    params
}

fn read_params(table: &Table<'_>, key: &str, place: Place, shared: &Shared<'_>) -> Vec<Param> {
    let Some(params) = table.table(key) else {
        return Vec::new();
    };
    params
        .fields()
        .map(|(wire, field)| shared.param(wire, place, &field))
        .collect()
}

fn read_retry(table: &Table<'_>, method: &http::Method) -> Retry {
    let default = if method.is_safe() {
        Retry::Safe
    } else {
        Retry::Never
    };
    let key = read_idempotency_key(table);
    let words = [
        ("safe", Some(Retry::Safe)),
        ("never", Some(Retry::Never)),
        ("idempotency_key", None),
    ];
    match table.word("retry", &words) {
        Some(Some(retry)) => {
            if key.is_some() {
                table.report("`idempotency_key` needs `retry = \"idempotency_key\"`");
            }
            retry
        }
        Some(None) => key.unwrap_or_else(|| {
            if !table.has("idempotency_key") {
                table.report(
                    "`retry = \"idempotency_key\"` needs to know where the key stands; add \
                     `idempotency_key = { header = \"…\" }` or `{ body = \"…\" }`",
                );
            }
            Retry::Never
        }),
        None => {
            if key.is_some() && !table.has("retry") {
                table.report("`idempotency_key` needs `retry = \"idempotency_key\"`");
            }
            default
        }
    }
}

fn read_idempotency_key(table: &Table<'_>) -> Option<Retry> {
    let key = table.table("idempotency_key")?;
    key.allow(&format::IDEMPOTENCY_KEY);
    if let Some(field) = key.field("header")
        && let Some(name) = field.text()
        && let Err(message) = check_header_name(name)
    {
        field.report(message);
    }
    match (key.owned_text("header"), key.owned_text("body")) {
        (Some(header), None) => Some(Retry::IdempotencyKey(KeyPlace::Header(header))),
        (None, Some(field)) => Some(Retry::IdempotencyKey(KeyPlace::Body(field))),
        _ => {
            key.report("say exactly one of `header` and `body`");
            None
        }
    }
}

/// Reports arguments and methods of one call that would have the same Rust name, and takes them out.
fn check_param_names(endpoint: &mut Endpoint, table: &Table<'_>) {
    let mut seen: HashMap<String, String> = HashMap::new();
    let in_path = endpoint.path.params.clone();
    let mut fits = |param: &Param| {
        if crate::reserved::PARAMS.contains(&param.name.as_str()) {
            let remedy = match in_path.contains(&param.wire) {
                true => "write another name into the path's braces",
                false => "give it another `name`",
            };
            table.report(format!(
                "the parameter `{}` cannot be called `{}` in Rust; {remedy}",
                param.wire, param.name
            ));
            return false;
        }
        let other = seen.insert(param.name.clone(), param.wire.clone());
        if let Some(other) = &other {
            table.report(format!(
                "the parameters `{other}` and `{}` are both called `{}` in Rust; give one of \
                 them another `name`",
                param.wire, param.name
            ));
        }
        other.is_none()
    };
    endpoint.path_params.retain(&mut fits);
    endpoint.query.retain(&mut fits);
    endpoint.headers.retain(&mut fits);
}

/// An idempotency key in the body needs a JSON body.
fn check_body_key(endpoint: &Endpoint, table: &Table<'_>) {
    let in_body = matches!(endpoint.retry, Retry::IdempotencyKey(KeyPlace::Body(_)));
    let is_json = matches!(&endpoint.body, Body::Given(body) if body.is_json());
    if in_body && !is_json {
        table.report("an idempotency key in the body needs a JSON `body`");
    }
}

/// The Rust name of a parameter: the wire name behind its last dot, in snake case.
fn argument_name(wire: &str) -> String {
    snake(wire.rsplit('.').next().unwrap_or(wire))
}

pub(super) fn model_type(table: &Table<'_>, key: &str) -> Option<String> {
    let field = table.field(key)?;
    let text = field.text()?;
    if !is_model_path(text) {
        field.report(format!(
            "`{text}` is no model type; write its name in camel case"
        ));
        return None;
    }
    Some(text.to_owned())
}

/// `Order`, or `orders::Order`.
pub(super) fn is_model_path(text: &str) -> bool {
    let mut words: Vec<&str> = text.split("::").collect();
    let ty = words.pop().unwrap_or("");
    is_type_name(ty)
        && !is_keyword(ty)
        && words
            .iter()
            .all(|word| is_value_name(word) && !is_keyword(word))
}

const METHODS: &[&str] = &["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
