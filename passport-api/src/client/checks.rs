//! Whether what a client is built from fits the spec.

use std::collections::{BTreeMap, HashMap};

use http::HeaderValue;
use secrecy::ExposeSecret as _;
use url::{Host, Url};

use crate::call::check_path;
use crate::catalog::{Catalog, Credentials};
use crate::error::Error;
use crate::token::{ClientCredentials, SecretSource};

/// Credentials and money travel over TLS only; `http_on_loopback` is for a server on this machine.
pub(super) fn check_base_url(
    given: Option<&str>,
    http_on_loopback: bool,
    catalog: &Catalog,
) -> Result<String, Error> {
    let Some(given) = given else {
        let servers = catalog.servers.iter().map(|server| server.url);
        let servers = servers.collect::<Vec<_>>().join(", ");
        return Err(Error::config(format!(
            "the client has no `base_url`; known are {servers}"
        )));
    };
    let url = check_url("base", given, http_on_loopback)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::config("the base URL must end with its path"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// The same for the token endpoint, to which the client's secret goes.
pub(super) fn check_token_url(given: &str, http_on_loopback: bool) -> Result<String, Error> {
    let url = check_url("token", given, http_on_loopback)?;
    // RFC 6749, 3.2: a query is kept, a fragment is not allowed.
    if url.fragment().is_some() {
        return Err(Error::config("the token URL must not hold a fragment"));
    }
    Ok(url.into())
}

fn check_url(name: &str, given: &str, http_on_loopback: bool) -> Result<Url, Error> {
    let fail = |what: &str| Err(Error::config(format!("the {name} URL {what}")));
    let url = Url::parse(given)
        .map_err(|error| Error::config(format!("the {name} URL is no URL")).with_source(error))?;
    match url.scheme() {
        "https" => {}
        "http" if http_on_loopback && is_loopback(&url) => {}
        "http" if http_on_loopback => {
            return fail(
                "may begin with `http://` on this machine only (127.0.0.1, [::1], localhost)",
            );
        }
        "http" if is_loopback(&url) => {
            return fail(
                "must begin with `https://`; for a server on this machine, such as this one, \
                 `allow_http_on_loopback` permits `http://`",
            );
        }
        _ => return fail("must begin with `https://`"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return fail("must not hold a user or a password");
    }
    Ok(url)
}

/// Whether the host is this machine, by its address or by the name that always means it (RFC 6761).
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Credentials that a token request can be made with.
pub(super) fn check_credentials(
    client_id: String,
    secret: SecretSource,
    client_auth: Credentials,
) -> Result<ClientCredentials, Error> {
    let is_empty = match &secret {
        SecretSource::Fixed(secret) => secret.expose_secret().is_empty(),
        SecretSource::Provider(_) => false,
    };
    if client_id.is_empty() || is_empty {
        return Err(Error::config("the client's identifier or secret is empty"));
    }
    if client_auth == Credentials::ClientSecretBasicRaw && client_id.contains(':') {
        return Err(Error::config(
            "the client's identifier has a `:`, at which HTTP Basic divides it from the secret (RFC \
             7617, 2): it cannot be sent by `client_secret_basic_raw`",
        ));
    }
    Ok(ClientCredentials::new(client_id, secret))
}

/// A base URL that was not checked yet, as it may be shown: a password in it is refused later.
pub(super) fn without_user(address: &str) -> &str {
    if address.contains(['@', '?', '#']) {
        "[redacted]"
    } else {
        address
    }
}

/// A header of every request.
pub(super) fn check_header(what: &str, value: &str) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(value).map_err(|_| {
        Error::config(format!(
            "the {what} `{}` does not fit into a header",
            value.escape_debug()
        ))
    })
}

pub(super) fn check_prefixes(
    prefixes: &HashMap<String, String>,
    catalog: &Catalog,
) -> Result<(), Error> {
    for (name, path) in prefixes {
        if !catalog.prefixes.iter().any(|known| known.name == name) {
            let known: Vec<&str> = catalog.prefixes.iter().map(|known| known.name).collect();
            let known = known.join("`, `");
            return Err(Error::config(format!(
                "there is no prefix `{name}`; known are `{known}`"
            )));
        }
        if !path.is_empty() && !path.starts_with('/') {
            return Err(Error::config(format!(
                "the prefix `{path}` must begin with `/`"
            )));
        }
        check_override(name, path)?;
        if path.contains(['{', '}']) {
            return Err(Error::config(format!(
                "the prefix `{path}` must not hold braces"
            )));
        }
    }
    Ok(())
}

pub(super) fn check_paths(paths: &HashMap<String, String>, catalog: &Catalog) -> Result<(), Error> {
    for (id, path) in paths {
        let Some(endpoint) = catalog.endpoint(id) else {
            return Err(Error::config(format!(
                "there is no endpoint `{id}`; see `CATALOG`"
            )));
        };
        if !path.starts_with('/') || params(path) != params(endpoint.path) {
            let known = endpoint.path;
            return Err(Error::config(format!(
                "the path `{path}` of `{id}` must begin with `/` and hold the parameters of `{known}`"
            )));
        }
        check_override(id, path)?;
        if !braces_fit(path) {
            return Err(Error::config(format!(
                "the path `{path}` of `{id}` has braces that hold no parameter"
            )));
        }
    }
    Ok(())
}

/// The path of a prefix or an endpoint that is used instead of the spec's.
fn check_override(name: &str, path: &str) -> Result<(), Error> {
    let shown = path.escape_debug();
    if path.contains(['?', '#']) {
        return Err(Error::config(format!(
            "the path `{shown}` for `{name}` must not hold `?` or `#`"
        )));
    }
    check_path(path)
        .map_err(|wrong| Error::config(format!("the path `{shown}` for `{name}`: {wrong}")))
}

/// Whether each brace belongs to a parameter with a name.
fn braces_fit(path: &str) -> bool {
    let mut parts = path.split('{');
    let is_plain = |text: &str| !text.contains('}');
    parts.next().is_none_or(is_plain)
        && parts.all(|part| {
            let parted = part.split_once('}');
            parted.is_some_and(|(name, rest)| !name.is_empty() && is_plain(rest))
        })
}

/// What the program says about scopes' names must make names (RFC 6749, 3.3).
pub(super) fn check_names(
    mapped: &HashMap<u32, String>,
    holes: &BTreeMap<String, String>,
    catalog: &Catalog,
) -> Result<(), Error> {
    let is_name = |text: &str| {
        let fits = |c: char| matches!(c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e');
        !text.is_empty() && text.chars().all(fits)
    };
    if let Some(wrong) = mapped.values().find(|name| !is_name(name)) {
        return Err(Error::config(format!(
            "`{wrong}` is no name of a scope: printable ASCII without space, `\"` and `\\`"
        )));
    }
    let templates = catalog.scopes.iter().filter(|scope| scope.template);
    let known: Vec<&str> = templates.flat_map(|scope| params(scope.name)).collect();
    for (hole, value) in holes {
        if !known.contains(&hole.as_str()) {
            return Err(Error::config(format!(
                "no scope has the hole `{hole}`; known are {known:?}"
            )));
        }
        if !is_name(value) {
            return Err(Error::config(format!(
                "`{value}` cannot fill the hole `{hole}` of a scope's name"
            )));
        }
    }
    Ok(())
}

/// The names in braces.
fn params(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect()
}

#[cfg(all(test, feature = "parking"))]
mod tests {
    use std::collections::HashMap;

    use super::{braces_fit, check_paths, check_prefixes, check_token_url};
    use crate::catalog::Credentials;
    use crate::client::Api;
    use crate::parking::Client;

    #[test]
    fn a_secret_goes_over_tls_only() {
        let check = |url: &str| check_token_url(url, true);
        for url in [
            "https://login.example/a/token?tenant=1",
            "http://localhost:1/token",
        ] {
            assert_eq!(check(url).unwrap(), url);
        }
        for url in [
            "http://login.example/t",
            "https://u:p@login.example/t",
            "https://a.b/#c",
            "/t",
        ] {
            assert!(check(url).unwrap_err().is_config(), "{url}");
        }
        assert!(check_token_url("http://localhost:1/token", false).is_err());
    }

    #[test]
    fn plain_http_on_this_machine_needs_the_switch_which_its_refusal_names() {
        let build = |base: &str, token: &str, switch: bool| {
            let builder = Client::builder().base_url(base).token_url(token);
            let builder = if switch {
                builder.allow_http_on_loopback()
            } else {
                builder
            };
            builder.build()
        };
        let (tls, plain) = ("https://api.example", "http://localhost:1/t");
        for (base, token) in [(plain, plain), (tls, plain), (plain, tls), (tls, tls)] {
            assert!(build(base, token, true).is_ok(), "{base} {token}");
            if base == plain || token == plain {
                let error = build(base, token, false).unwrap_err();
                assert!(error.is_config(), "{error}");
                assert!(
                    error.to_string().contains("allow_http_on_loopback"),
                    "{error}"
                );
            }
        }
        for elsewhere in [
            "http://login.example/t",
            "http://localhost.example/t",
            "http://10.0.0.1/t",
        ] {
            for switch in [true, false] {
                for (base, token) in [(tls, elsewhere), (elsewhere, tls), (plain, elsewhere)] {
                    let error = build(base, token, switch).unwrap_err();
                    assert!(error.is_config(), "{base} {token}");
                }
                let error = build(tls, elsewhere, switch).unwrap_err().to_string();
                assert!(!error.contains("allow_http_on_loopback"), "{error}");
            }
        }
    }

    #[test]
    fn raw_basic_refuses_an_identifier_with_a_colon() {
        let build = |id: &str| {
            let builder = Client::builder().base_url("https://api.example");
            let builder = builder.client_auth(Credentials::ClientSecretBasicRaw);
            builder.credentials(id, "a:b").build()
        };
        assert!(build("id").is_ok());
        let error = build("a:b").unwrap_err();
        assert!(
            error.is_config() && error.to_string().contains("RFC 7617"),
            "{error}"
        );
    }

    #[test]
    fn what_stands_for_the_specs_paths_stays_behind_the_base_url() {
        let catalog = Client::CATALOG;
        let prefix = catalog.prefixes[0].name;
        let plain = catalog.endpoints.iter().find(|it| !it.path.contains('{'));
        let id = plain.unwrap().id();
        let given = |name: &str, path: &str| HashMap::from([(name.to_owned(), path.to_owned())]);
        for path in ["/v9", "/v9/a.b/ñ", "/v9//a"] {
            check_prefixes(&given(prefix, path), catalog).unwrap();
            check_paths(&given(&id, path), catalog).unwrap();
        }
        check_prefixes(&given(prefix, ""), catalog).unwrap();
        for path in [
            "v9",
            "/a?b",
            "/a#b",
            "/a\\b",
            "/a\tb",
            "/a b",
            "/a ",
            "/./a",
            "/a/..",
            "/%2e%2E/a",
            "/a/{}",
            "/a}",
        ] {
            let error = check_prefixes(&given(prefix, path), catalog).unwrap_err();
            assert!(error.is_config(), "{path}");
            let error = check_paths(&given(&id, path), catalog).unwrap_err();
            assert!(error.is_config(), "{path}");
        }
        assert!(check_prefixes(&given(prefix, "/{a}"), catalog).is_err());
    }

    #[test]
    fn braces_hold_a_name() {
        for (path, fits) in [("/a", true), ("/{a}/{b}.c", true), ("/{}", false)] {
            assert_eq!(braces_fit(path), fits, "{path}");
        }
        for path in ["/{a", "/a}", "/{a}}", "/{{a}}", "/}{a}"] {
            assert!(!braces_fit(path), "{path}");
        }
    }
}
