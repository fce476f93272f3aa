//! `CATALOG`: the spec as data.

use passport_spec::{
    Api, BodyFormat, Credentials, Endpoint, EndpointFact, GrantedAbsent, GrantedFormat, KeyPlace,
    Pagination, Requirement, Retry, ScopeId, TokenAddress, doc_line,
};

use super::text::{Text, list, numbers, option};
use crate::catalogue_text::gives;

pub(super) fn write(text: &mut Text, api: &Api) {
    text.doc(&format!(
        "What `scopes.toml` says of {}: servers, scopes, endpoints and what they need.",
        doc_line(&api.title)
    ));
    let (name, title, docs) = (&api.name, &api.title, option(api.docs.as_deref()));
    text.line(format_args!(
        "pub static CATALOG: __private::catalog::Catalog = {{ use __private::catalog::*; use \
         ::core::option::Option::{{None, Some}}; Catalog {{ name: {name:?}, title: {title:?}, \
         docs: {docs},"
    ));
    text.line(format_args!("servers: &["));
    for (name, url) in &api.servers {
        text.line(format_args!("Server {{ name: {name:?}, url: {url:?} }},"));
    }
    text.line(format_args!("], prefixes: &["));
    for (name, path) in &api.prefixes {
        text.line(format_args!("Prefix {{ name: {name:?}, path: {path:?} }},"));
    }
    text.line(format_args!("],"));
    write_token(text, api);
    write_scopes(text, api);
    text.line(format_args!("pagination: &["));
    api.pagination
        .iter()
        .for_each(|style| write_pagination(text, style));
    text.line(format_args!("], endpoints: &["));
    api.endpoints
        .iter()
        .for_each(|endpoint| write_endpoint(text, api, endpoint));
    text.line(format_args!("], }} }};"));
}

fn write_token(text: &mut Text, api: &Api) {
    let token = &api.token;
    let address = match &token.address {
        TokenAddress::Path { prefix, path } => {
            let prefix = prefix.as_deref().unwrap_or("");
            format!("TokenAddress::Path {{ prefix: {prefix:?}, path: {path:?} }}")
        }
        TokenAddress::Url(url) => format!("TokenAddress::Url({url:?})"),
    };
    let request = match token.request {
        BodyFormat::Json => "Json",
        BodyFormat::Form => "Form",
    };
    let credentials = match token.credentials {
        Credentials::Basic => "Basic",
        Credentials::Body => "Body",
        Credentials::ClientSecretBasicRaw => "ClientSecretBasicRaw",
    };
    let format = match token.granted_format {
        GrantedFormat::Space => "Space",
        GrantedFormat::Comma => "Comma",
        GrantedFormat::Array => "Array",
    };
    let absent = match token.granted_absent {
        GrantedAbsent::AsRequested => "AsRequested",
        GrantedAbsent::Refuse => "Refuse",
    };
    let fields: Vec<String> = token
        .fields
        .iter()
        .map(|(name, value)| format!("({name:?}, {value:?})"))
        .collect();
    let response: Vec<String> = token
        .response
        .iter()
        .map(|field| {
            let description = field.description.as_deref().unwrap_or("");
            format!(
                "TokenFieldInfo {{ name: {:?}, wire: {:?}, description: {description:?} }},",
                field.name, field.wire
            )
        })
        .collect();
    text.line(format_args!(
        "token: TokenEndpoint {{ address: {address}, request: BodyFormat::{request}, \
         credentials: Credentials::{credentials}, audience: {audience}, fields: &[{fields}], \
         scope_parameter: {scope_parameter}, granted_field: {field:?}, \
         granted_format: GrantedFormat::{format}, granted_absent: GrantedAbsent::{absent}, \
         lifetime: {lifetime}, token_type_aliases: {aliases}, response: &[{response}], revoke: {revoke} }},",
        audience = option(token.audience.as_deref()),
        fields = fields.join(", "),
        scope_parameter = token.scope_parameter,
        field = token.granted_field,
        lifetime = token.lifetime,
        aliases = list(&token.token_type_aliases),
        response = response.concat(),
        revoke = option(token.revoke.as_deref()),
    ));
}

fn write_scopes(text: &mut Text, api: &Api) {
    text.line(format_args!("scopes: &["));
    for (id, scope) in api.catalogue.ids() {
        text.line(format_args!(
            "ScopeInfo {{ name: {:?}, description: {:?}, aliases: {}, deprecated: {}, gives: {}, \
             template: {}, inferred: {} }},",
            scope.name,
            scope.description.as_deref().unwrap_or(""),
            list(&scope.aliases),
            option(scope.deprecated.as_deref()),
            numbers(gives(api, id)),
            scope.template,
            scope.inferred,
        ));
    }
    text.line(format_args!("], sets: &["));
    for set in api.catalogue.sets() {
        text.line(format_args!(
            "NamedSet {{ name: {:?}, description: {:?}, scopes: {} }},",
            set.name,
            set.description.as_deref().unwrap_or(""),
            numbers(set.scopes.iter().map(|id| id.index())),
        ));
    }
    text.line(format_args!("],"));
}

fn write_pagination(text: &mut Text, style: &Pagination) {
    let field = |field: &Option<String>| format!("{:?}", field.as_deref().unwrap_or(""));
    text.line(format_args!(
        "Pagination {{ name: {:?}, number: {}, size: {}, first: {}, info: {}, total_items: {}, \
         total_pages: {}, current_page: {}, snapshot: {}, snapshot_seconds: {}, \
         snapshot_nanos: {} }},",
        style.name,
        field(&style.number),
        field(&style.size),
        style.first,
        field(&style.info),
        field(&style.total_items),
        field(&style.total_pages),
        field(&style.current_page),
        list(&style.snapshot),
        field(&style.snapshot_seconds),
        field(&style.snapshot_nanos),
    ));
}

fn write_endpoint(text: &mut Text, api: &Api, endpoint: &Endpoint) {
    let list = endpoint.list().map_or_else(
        || "None".to_owned(),
        |list| {
            let style = list.pagination.as_deref();
            let place = api
                .pagination
                .iter()
                .position(|known| Some(known.name.as_str()) == style);
            format!(
                "Some(List {{ field: {:?}, pagination: {place:?}, empty_on_404: {} }})",
                list.field, list.empty_on_404
            )
        },
    );
    text.line(format_args!(
        "Endpoint {{ resource: {:?}, name: {:?}, method: {:?}, prefix: {:?}, path: {:?}, \
         requirement: {}, inferred: {}, anonymous: {}, retry: {}, list: {list}, docs: {} }},",
        endpoint.resource,
        endpoint.name,
        endpoint.method.as_str(),
        endpoint.prefix.as_deref().unwrap_or(""),
        endpoint.path.text,
        requirement(&endpoint.requirement),
        facts(&endpoint.inferred),
        endpoint.anonymous,
        retry(&endpoint.retry),
        option(endpoint.docs.as_deref()),
    ));
}

fn requirement(requirement: &Requirement) -> String {
    let ids = |ids: &[ScopeId]| numbers(ids.iter().map(|id| id.index()));
    match requirement {
        Requirement::Public => "Requirement::Public".to_owned(),
        Requirement::AnyToken => "Requirement::AnyToken".to_owned(),
        Requirement::Unknown => "Requirement::Unknown".to_owned(),
        Requirement::AllOf(scopes) => format!("Requirement::AllOf({})", ids(scopes)),
        Requirement::AnyOf(alternatives) => {
            let lists: Vec<String> = alternatives.iter().map(|scopes| ids(scopes)).collect();
            format!("Requirement::AnyOf(&[{}])", lists.join(", "))
        }
    }
}

fn facts(facts: &[EndpointFact]) -> String {
    let facts = facts.iter().map(|fact| match fact {
        EndpointFact::Scope => "EndpointFact::Scope",
        EndpointFact::Prefix => "EndpointFact::Prefix",
        EndpointFact::Path => "EndpointFact::Path",
        EndpointFact::Body => "EndpointFact::Body",
        EndpointFact::Response => "EndpointFact::Response",
        other => unreachable!("the catalog has no {other:?}"),
    });
    format!("&[{}]", facts.collect::<Vec<_>>().join(", "))
}

fn retry(retry: &Retry) -> String {
    match retry {
        Retry::Safe => "Retry::Safe".to_owned(),
        Retry::Never => "Retry::Never".to_owned(),
        Retry::IdempotencyKey(KeyPlace::Header(name)) => format!("Retry::KeyInHeader({name:?})"),
        Retry::IdempotencyKey(KeyPlace::Body(name)) => format!("Retry::KeyInBody({name:?})"),
    }
}
