//! The API's servers and where its token is fetched.

use passport_spec::snake;
use serde_json::Value;

use super::toml_text::text;
use crate::note::{Kind, Notes};
use crate::pointer::Place;
use crate::security::Schemes;

/// The servers and what paths begin with.
#[derive(Debug, Default)]
pub(super) struct Servers {
    /// The base URLs by name.
    pub(super) list: Vec<(String, String)>,
    /// What every path begins with, where the document names no host.
    pub(super) prefix: String,
}

/// Reads `servers`.
pub(super) fn servers(document: &Value, notes: &mut Notes) -> Servers {
    let mut servers = Servers::default();
    let place = Place::at(document, "/servers");
    for server in place.iter().flat_map(Place::items) {
        let Some(url) = server.text("url") else {
            continue;
        };
        let url = fill(url, &server);
        match https(&url) {
            Ok(clean) if !servers.list.iter().any(|(_, known)| *known == clean) => {
                let about = format!("{} {url}", server.text("description").unwrap_or_default());
                let name = server_name(&about, &servers.list);
                if clean.len() != url.trim_end_matches('/').len() {
                    notes.add(
                        Kind::Guessed,
                        server.pointer.clone(),
                        format!("`{url}` is taken as `{clean}`"),
                    );
                }
                servers.list.push((name, clean));
            }
            Ok(_) => {}
            Err(_) if url.is_empty() || url == "/" => {}
            Err(_) if url.starts_with('/') && servers.prefix.is_empty() => {
                let path = url.trim_end_matches('/');
                match passport_spec::PathTemplate::parse(path) {
                    Ok(_) => path.clone_into(&mut servers.prefix),
                    Err(problem) => {
                        notes.add(
                            Kind::Dropped,
                            server.pointer,
                            format!("the server: {problem}"),
                        );
                    }
                }
            }
            Err(reason) => {
                let url = without_credentials(&url);
                let what = format!("the server `{url}`: {reason}");
                notes.add(Kind::Dropped, server.pointer, what);
            }
        }
    }
    if servers.list.is_empty() {
        let what = "no server with a host: the program says the base URL when it builds the client";
        notes.add(Kind::Guessed, "/servers", what);
    } else {
        servers.prefix.clear();
    }
    servers
}

/// A URL whose variables have their default values.
fn fill(url: &str, server: &Place<'_>) -> String {
    let mut url = url.trim().to_owned();
    for (name, variable) in server.get("variables").iter().flat_map(Place::entries) {
        let value = match variable.value.get("default") {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => continue,
        };
        url = url.replace(&format!("{{{name}}}"), &value);
    }
    url
}

/// The URL as `https://host/path`; the error says why it cannot be one.
fn https(url: &str) -> Result<String, String> {
    let (scheme, rest) = url
        .split_once("://")
        .ok_or("it does not begin with `https://`")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let rest = rest.trim_end_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let local = host.starts_with("localhost") || host.starts_with("127.");
    match scheme {
        "https" => {}
        // Plain HTTP of a public host is an old document; the client speaks TLS.
        "http" if !local => {}
        "http" => return Err("it is `http://` on the machine of its author".to_owned()),
        _ => return Err("it does not begin with `https://`".to_owned()),
    }
    if host.contains('@') {
        return Err(
            "it holds a name or a password (`@`), which the client does not send".to_owned(),
        );
    }
    if host.is_empty() || host.starts_with(':') {
        return Err("it names no host".to_owned());
    }
    let of_host = |c: char| c.is_ascii_alphanumeric() || ".-:_".contains(c);
    if let Some(c) = host.chars().find(|c| !of_host(*c)) {
        return Err(format!("its host holds {c:?}"));
    }
    let of_path = |c: char| c.is_ascii_graphic() && !"{}\"<>\\^`|".contains(c);
    if let Some(c) = path.chars().find(|c| !of_path(*c)) {
        return Err(format!("its path holds {c:?}"));
    }
    passport_spec::PathTemplate::parse(&format!("/{path}"))?;
    Ok(format!("https://{rest}"))
}

/// The URL as a note may show it.
fn without_credentials(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => format!("{scheme}://…{}", &rest[at..]),
        None => url.to_owned(),
    }
}

fn server_name(about: &str, known: &[(String, String)]) -> String {
    let about = about.to_ascii_lowercase();
    let words = ["sandbox", "staging", "test", "dev", "mock"];
    let found = words.iter().find(|word| about.contains(**word));
    let wanted = found.map_or("production", |word| word);
    let mut name = wanted.to_owned();
    let mut number = 2;
    while known.iter().any(|(other, _)| *other == name) {
        name = format!("{wanted}_{number}");
        number += 1;
    }
    snake(&name)
}

/// The keys of the `token` table.
pub(super) fn token(
    schemes: &Schemes,
    servers: &Servers,
    notes: &mut Notes,
) -> Vec<(String, String)> {
    let machine = schemes
        .flows
        .iter()
        .any(|flow| flow.name == "clientCredentials");
    if !machine {
        let what =
            "no client credentials flow is declared, and it is the only one that the client knows";
        notes.add(Kind::Security, "/components/securitySchemes", what);
    }
    let found = schemes
        .flows
        .iter()
        .find_map(|flow| flow.token_url.as_ref().map(|url| (url, flow)));
    let Some((written, flow)) = found else {
        let what = "no token endpoint is declared: `/oauth/token`";
        notes.add(Kind::Guessed, "/components/securitySchemes", what);
        return vec![("path".to_owned(), text("/oauth/token"))];
    };
    let base = servers.list.first().map(|(_, url)| url.as_str());
    let url = if written.contains("://") {
        https(written).ok()
    } else {
        base.and_then(|base| https(&join(base, written)).ok())
    };
    if let Some(url) = url {
        if url != written.trim_end_matches('/') {
            let what = format!("the token endpoint `{written}` is taken as `{url}`");
            notes.add(Kind::Guessed, flow.pointer.clone(), what);
        }
        return vec![("url".to_owned(), text(&url))];
    }
    // Of an address without a fixed host, the path is left.
    let path = match written.split_once("://") {
        Some((_, rest)) => rest
            .split_once('/')
            .map_or(String::new(), |(_, path)| path.to_owned()),
        None => written.clone(),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = format!("/{}", path.trim_matches('/'));
    let fits = passport_spec::PathTemplate::parse(&path).is_ok_and(|path| path.params.is_empty());
    let path = if fits && path != "/" {
        path
    } else {
        "/oauth/token".to_owned()
    };
    let written = without_credentials(written);
    let what =
        format!("the token endpoint `{written}` is taken as `{path}` on the API's own server");
    notes.add(Kind::Guessed, flow.pointer.clone(), what);
    vec![("path".to_owned(), text(&path))]
}

/// A reference resolved against a base URL, as far as documents use them.
fn join(base: &str, reference: &str) -> String {
    let rest = base.strip_prefix("https://").unwrap_or(base);
    let host = rest.split('/').next().unwrap_or_default();
    match reference.strip_prefix('/') {
        Some(path) => format!("https://{host}/{path}"),
        None => format!("{base}/{}", reference.trim_start_matches("./")),
    }
}
