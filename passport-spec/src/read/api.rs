//! An API's own table, and what its endpoints share.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::catalogue;
use super::endpoint::{self, Shared};
use super::limits;
use super::response;
use super::table::{Field, Table, unknown};
use super::token;
use super::token_response;
use crate::api::Api;
use crate::auth::{
    BodyFormat, Credentials, GrantedAbsent, GrantedFormat, TokenAddress, TokenEndpoint,
};
use crate::endpoint::{Endpoint, Pagination, PathTemplate};
use crate::format;
use crate::ident::{is_keyword, is_value_name};
use crate::scope::Catalogue;
use crate::wire::check_path;

/// Reads one `[api.NAME]`.
pub(super) fn read(name: &str, table: &Table<'_>, known: &HashMap<&str, Arc<Catalogue>>) -> Api {
    table.allow(&format::API);
    let name = value_name("an API", name, table);
    let catalogue = read_catalogue(&name, table, known);
    let servers = read_servers(table);
    let prefixes = read_prefixes(table);
    let token_table = table.table("token");
    let token = match &token_table {
        Some(token) => token::read(token, &prefixes),
        None => {
            if !table.has("token") {
                table.report_missing(
                    &["token"],
                    &format::API,
                    "the key `token` is missing; say at least `token.path = \"/…\"`",
                );
            }
            no_token()
        }
    };
    let pagination = table
        .tables("pagination")
        .iter()
        .map(|(n, t)| read_style(n, t))
        .collect();
    let mut api = Api {
        title: table.owned_text("title").unwrap_or_else(|| name.clone()),
        name,
        description: table.owned_text("description"),
        docs: table.owned_text("docs"),
        catalogue,
        servers,
        prefixes,
        token,
        errors: response::read_errors(table, &[]),
        pagination,
        endpoints: Vec::new(),
    };
    api.endpoints = read_endpoints(table, &api);
    if let Some(token) = &token_table {
        token_response::check_revoke(token, &mut api);
    }
    api
}

/// The prefix that a table names with `prefix`, else `default` where the API has that.
pub(super) fn prefix_name(table: &Table<'_>, prefixes: &[(String, String)]) -> Option<String> {
    let known: Vec<&str> = prefixes.iter().map(|(name, _)| name.as_str()).collect();
    let Some(field) = table.field("prefix") else {
        return known.contains(&"default").then(|| "default".to_owned());
    };
    let name = field.text()?;
    if !known.contains(&name) {
        field.report(unknown("unknown prefix", name, &known));
    }
    Some(name.to_owned())
}

/// Reports an address that is not a plain `https://` one.
pub(super) fn check_https(text: &str, field: &Field<'_>) {
    let is_unfit = |c: char| !c.is_ascii_graphic() || "\"<>\\^`{|}".contains(c);
    let uri = text.parse::<http::Uri>().ok();
    let Some(uri) = uri.filter(|_| !text.contains(is_unfit)) else {
        field.report(format!(
            "`{text}` is no address; write it as `https://host/path`"
        ));
        return;
    };
    if uri.scheme_str() != Some("https") {
        field.report(format!(
            "`{text}` must begin with `https://`; tokens travel over TLS only"
        ));
    } else if uri
        .authority()
        .is_none_or(|authority| authority.as_str().contains('@'))
    {
        field.report(format!(
            "`{text}` must name a host, without user and password"
        ));
    } else if uri.query().is_some() || text.contains('#') {
        field.report(format!(
            "`{text}` must end with its path; a query does not belong here"
        ));
    } else if let Err(message) = check_path(uri.path()) {
        field.report(message);
    }
}

/// The name, if it can be a Rust module, method or argument; else that is reported, and a name that
/// can is returned.
pub(super) fn value_name(what: &str, name: &str, table: &Table<'_>) -> String {
    if is_value_name(name) && !is_keyword(name) {
        return name.to_owned();
    }
    let fitting = crate::ident::snake(name);
    table.report(format!(
        "`{name}` cannot name {what}, because it becomes a Rust name; write `{fitting}`"
    ));
    fitting
}

fn read_catalogue(
    name: &str,
    table: &Table<'_>,
    known: &HashMap<&str, Arc<Catalogue>>,
) -> Arc<Catalogue> {
    let own = || Arc::new(catalogue::read(name, table));
    let Some(field) = table.field("catalogue") else {
        return own();
    };
    for key in ["scopes", "sets"] {
        if table.has(key) {
            table.report(format!(
                "`{key}` and `catalogue` exclude each other: keep one of them"
            ));
        }
    }
    let Some(wanted) = field.text() else {
        return Arc::default();
    };
    known.get(wanted).cloned().unwrap_or_else(|| {
        let mut names: Vec<&str> = known.keys().copied().collect();
        names.sort_unstable();
        field.report(unknown("unknown catalogue", wanted, &names));
        Arc::default()
    })
}

fn read_servers(table: &Table<'_>) -> Vec<(String, String)> {
    let mut servers = Vec::new();
    for (name, address, field) in table.text_map("servers") {
        check_https(address, &field);
        if !is_value_name(name) || is_keyword(name) {
            field.report(format!(
                "the server's name `{name}` must be lower case, such as `sandbox`"
            ));
        }
        servers.push((
            crate::ident::snake(name),
            address.trim_end_matches('/').to_owned(),
        ));
    }
    servers
}

fn read_prefixes(table: &Table<'_>) -> Vec<(String, String)> {
    let mut prefixes = Vec::new();
    for (name, path, field) in table.text_map("prefix") {
        let special = path
            .chars()
            .find(|c| "{}?#".contains(*c) || c.is_whitespace());
        if !path.starts_with('/') || path.ends_with('/') {
            field.report(format!(
                "the prefix `{path}` must begin with `/` and not end with it"
            ));
        } else if let Some(c) = special {
            field.report(format!(
                "the prefix `{path}` holds {c:?}; write a path without parameters, query and blanks"
            ));
        } else if let Err(message) = PathTemplate::parse(path) {
            field.report(message);
        }
        prefixes.push((name.to_owned(), path.to_owned()));
    }
    prefixes
}

fn read_style(name: &str, table: &Table<'_>) -> Pagination {
    table.allow(&format::PAGINATION);
    Pagination {
        name: name.to_owned(),
        number: table.owned_text("number"),
        size: table.owned_text("size"),
        first: table.whole_number("first").unwrap_or(1),
        info: table.owned_text("info"),
        total_items: table.owned_text("total_items"),
        total_pages: table.owned_text("total_pages"),
        current_page: table.owned_text("current_page"),
        snapshot: table.text_or_texts("snapshot"),
        snapshot_seconds: table.owned_text("snapshot_seconds"),
        snapshot_nanos: table.owned_text("snapshot_nanos"),
    }
}

fn read_endpoints(table: &Table<'_>, api: &Api) -> Vec<Endpoint> {
    let shared = Shared::read(table, api);
    let mut endpoints: Vec<Endpoint> = Vec::new();
    let mut calls: HashMap<String, String> = HashMap::new();
    if let Some(resources) = table.table("endpoints") {
        let count = resources.fields().map(|(_, resource)| resource.len()).sum();
        if !limits::check(count, "endpoints", MANY_ENDPOINTS, &resources) {
            return endpoints;
        }
    }
    for (resource, methods) in table.tables("endpoints") {
        let resource = value_name("a resource", resource, &methods);
        if crate::reserved::RESOURCES.contains(&resource.as_str()) {
            methods.report(format!(
                "every client has a method `{resource}` already; name the resource otherwise"
            ));
            continue;
        }
        let first = endpoints.len();
        for (name, field) in methods.fields() {
            let Some(table) = field.table() else { continue };
            let name = value_name("a method", name, &table);
            let endpoint = endpoint::read(&resource, &name, &table, &shared);
            let call = format!("{} {}", endpoint.method, api.full_path(&endpoint));
            // A call that could not be read is no other's double.
            let known = !endpoint.path.text.is_empty();
            if known && let Some(other) = calls.insert(call.clone(), endpoint.id()) {
                table.report(format!("`{call}` is already the endpoint `{other}`"));
            }
            endpoints.push(endpoint);
        }
        check_anonymous(&endpoints[first..], &methods);
    }
    endpoints
}

/// Reports an endpoint whose name is that of another's method without a token, `NAME_anonymously`.
/// `endpoints` are those of one resource.
fn check_anonymous(endpoints: &[Endpoint], table: &Table<'_>) {
    let mut anonymous = endpoints.iter().filter(|it| it.anonymous).peekable();
    if anonymous.peek().is_none() {
        return;
    }
    let names: HashSet<&str> = endpoints.iter().map(|it| it.name.as_str()).collect();
    for endpoint in anonymous {
        let name = endpoint.anonymous_name();
        if names.contains(name.as_str()) {
            table.report(format!(
                "`{name}` is the method of `{}` without a token as well; give one of them another \
                 name",
                endpoint.id()
            ));
        }
    }
}

fn no_token() -> TokenEndpoint {
    TokenEndpoint {
        address: TokenAddress::Path {
            prefix: None,
            path: "/".to_owned(),
        },
        docs: None,
        request: BodyFormat::Form,
        credentials: Credentials::Basic,
        audience: None,
        fields: Vec::new(),
        scope_parameter: true,
        granted_field: String::new(),
        granted_format: GrantedFormat::Space,
        granted_absent: GrantedAbsent::Refuse,
        lifetime: 0,
        token_type_aliases: Vec::new(),
        response: Vec::new(),
        revoke: None,
    }
}

const MANY_ENDPOINTS: &str = "divide them among several APIs";
