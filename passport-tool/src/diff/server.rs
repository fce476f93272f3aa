//! Where an API is, and how its token is fetched.

use passport_spec::{Api, TokenAddress};

use super::apis::Found;
use super::change::{Breaking, Kind};

/// Compares servers and token endpoints.
pub(super) fn compare(old: &Api, new: &Api, found: &mut Found<'_>) {
    servers(old, new, found);
    for ((key, before), (_, after)) in token(old).into_iter().zip(token(new)) {
        if before != after {
            let why = if key == "lifetime" {
                "it is used where the server names no expiry"
            } else {
                "a program that is not compiled anew goes on asking as before"
            };
            let breaking = if key == "lifetime" {
                Breaking::No
            } else {
                Breaking::Look
            };
            let texts = (Some(before), Some(after));
            found.add(
                Kind::TokenChanged,
                format!("token.{key}"),
                texts,
                breaking,
                why,
            );
        }
    }
}

fn servers(old: &Api, new: &Api, found: &mut Found<'_>) {
    let get = |api: &Api, name: &str| {
        let server = api.servers.iter().find(|(known, _)| known == name);
        server.map(|(_, address)| address.clone())
    };
    for (name, before) in &old.servers {
        let after = get(new, name);
        let (kind, breaking, why) = match &after {
            Some(after) if after == before => continue,
            Some(_) => (
                Kind::ServerChanged,
                Breaking::Look,
                "a program that is not compiled anew goes on calling the old address",
            ),
            None => (
                Kind::ServerRemoved,
                Breaking::Yes,
                "its constant in `servers` is gone, and what names it does not compile",
            ),
        };
        let addresses = (Some(before.clone()), after);
        found.add(kind, format!("servers.{name}"), addresses, breaking, why);
    }
    for (name, address) in &new.servers {
        if get(old, name).is_none() {
            let addresses = (None, Some(address.clone()));
            let subject = format!("servers.{name}");
            let why = "nothing used it";
            found.add(Kind::ServerAdded, subject, addresses, Breaking::No, why);
        }
    }
}

/// What there is to know of the token endpoint, as words: always the same keys.
fn token(api: &Api) -> Vec<(&'static str, String)> {
    let token = &api.token;
    let address = match &token.address {
        TokenAddress::Path { prefix, path } => {
            format!("{}{path}", api.prefix(prefix.as_deref()))
        }
        TokenAddress::Url(url) => url.clone(),
    };
    let fields = token.fields.iter();
    let fields: Vec<String> = fields
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let response = token.response.iter().map(|field| {
        let list = if field.list { "list of " } else { "" };
        format!("{} from {}: {list}{:?}", field.name, field.wire, field.ty)
    });
    let response: Vec<String> = response.collect();
    vec![
        ("address", address),
        ("request", word(token.request)),
        ("credentials", word(token.credentials)),
        ("audience", token.audience.clone().unwrap_or_default()),
        ("fields", fields.join(" ")),
        ("scope_parameter", token.scope_parameter.to_string()),
        (
            "granted",
            format!("{} ({})", token.granted_field, word(token.granted_format)),
        ),
        ("granted_absent", word(token.granted_absent)),
        ("lifetime", format!("{} s", token.lifetime)),
        ("token_type_aliases", token.token_type_aliases.join(", ")),
        ("response", response.join(", ")),
        ("revoke", token.revoke.clone().unwrap_or_default()),
    ]
}

fn word(value: impl std::fmt::Debug) -> String {
    passport_spec::snake(&format!("{value:?}"))
}
