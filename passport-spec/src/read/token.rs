//! The `token` table: how the access token is fetched.

use super::api::{check_https, prefix_name};
use super::table::Table;
use super::token_response;
use crate::auth::{
    BodyFormat, Credentials, GrantedAbsent, GrantedFormat, TokenAddress, TokenEndpoint,
};
use crate::endpoint::PathTemplate;
use crate::format;

pub(super) const FORMATS: &[(&str, BodyFormat)] =
    &[("form", BodyFormat::Form), ("json", BodyFormat::Json)];

const CREDENTIALS: &[(&str, Credentials)] = &[
    ("basic", Credentials::Basic),
    ("body", Credentials::Body),
    ("client_secret_basic_raw", Credentials::ClientSecretBasicRaw),
];

/// Reads the `token` table of an API; `prefixes` are the API's.
pub(super) fn read(table: &Table<'_>, prefixes: &[(String, String)]) -> TokenEndpoint {
    table.allow(&format::TOKEN);
    let scope_parameter = table.flag("scope_parameter").unwrap_or(true);
    let granted = table.table("granted");
    let granted = granted
        .as_ref()
        .inspect(|granted| granted.allow(&format::GRANTED));
    let granted_format = granted.and_then(|granted| {
        let words = [
            ("space", GrantedFormat::Space),
            ("comma", GrantedFormat::Comma),
            ("array", GrantedFormat::Array),
        ];
        granted.word("format", &words)
    });
    let absent = [
        ("as_requested", GrantedAbsent::AsRequested),
        ("refuse", GrantedAbsent::Refuse),
    ];
    let absent_default = if scope_parameter {
        GrantedAbsent::AsRequested
    } else {
        GrantedAbsent::Refuse
    };
    TokenEndpoint {
        address: read_address(table, prefixes),
        docs: table.owned_text("docs"),
        request: table.word("request", FORMATS).unwrap_or(BodyFormat::Form),
        credentials: table
            .word("credentials", CREDENTIALS)
            .unwrap_or(Credentials::Basic),
        audience: table.owned_text("audience"),
        fields: read_fields(table),
        scope_parameter,
        granted_field: granted
            .and_then(|granted| granted.owned_text("field"))
            .unwrap_or_else(|| "scope".to_owned()),
        granted_format: granted_format.unwrap_or(GrantedFormat::Space),
        granted_absent: table
            .word("granted_absent", &absent)
            .unwrap_or(absent_default),
        lifetime: table.whole_number("lifetime").unwrap_or(DEFAULT_LIFETIME),
        token_type_aliases: read_type_aliases(table),
        response: token_response::read(table),
        revoke: table.owned_text("revoke"),
    }
}

fn read_address(table: &Table<'_>, prefixes: &[(String, String)]) -> TokenAddress {
    let prefix = prefix_name(table, prefixes);
    match (table.field("path"), table.field("url")) {
        (Some(path), None) => {
            let text = path.text().unwrap_or("/");
            match PathTemplate::parse(text) {
                Err(message) => path.report(message),
                Ok(template) if !template.params.is_empty() => {
                    path.report("the token endpoint's path takes no parameters");
                }
                Ok(_) => {}
            }
            TokenAddress::Path {
                prefix,
                path: text.to_owned(),
            }
        }
        (None, Some(url)) => {
            let text = url.text().unwrap_or_default();
            check_https(text, &url);
            TokenAddress::Url(text.to_owned())
        }
        (path, _) => {
            match path {
                Some(_) => table.report("`path` and `url` exclude each other: keep one of them"),
                None => table.report_missing(
                    &["path", "url"],
                    &format::TOKEN,
                    "one of the keys `path` and `url` is missing",
                ),
            }
            TokenAddress::Path {
                prefix,
                path: "/".to_owned(),
            }
        }
    }
}

fn read_fields(table: &Table<'_>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (name, value, field) in table.text_map("fields") {
        if RESERVED_FIELDS.contains(&name) {
            field.report(format!("the field `{name}` is set by the client itself"));
        }
        fields.push((name.to_owned(), value.to_owned()));
    }
    fields
}

/// Reads the spellings of `token_type` that mean `Bearer`. A token that is bound to a key or signs its
/// requests is none, whatever a file says: it would be sent without its proof, and be refused.
fn read_type_aliases(table: &Table<'_>) -> Vec<String> {
    let mut aliases: Vec<String> = Vec::new();
    for (alias, field) in table.texts("token_type_aliases") {
        let is = |word: &str| alias.eq_ignore_ascii_case(word);
        if is("Bearer") {
            field.report("`Bearer` is accepted anyway, in any case; take it out");
        } else if OTHER_TYPES.iter().any(|other| is(other)) {
            field.report(format!(
                "a `{alias}` token needs a proof with each request, which a `Bearer` token has not; \
                 take it out"
            ));
        } else if aliases.iter().any(|known| is(known)) {
            field.report(format!("`{alias}` is there twice; case does not count"));
        } else {
            aliases.push(alias.to_owned());
        }
    }
    aliases
}

/// RFC 9449, 5; draft-ietf-oauth-v2-http-mac; RFC 7800.
const OTHER_TYPES: &[&str] = &["DPoP", "mac", "pop"];

const RESERVED_FIELDS: &[&str] = &[
    "grant_type",
    "client_id",
    "client_secret",
    "scope",
    "audience",
];

const DEFAULT_LIFETIME: u64 = 3600;
