//! How endpoints and what they need are put into words.

use passport_spec::{Api, Catalogue, Endpoint, KeyPlace, Requirement, Retry, doc_code};

/// Method and path, as the same for every name of the path's parameters.
pub(crate) fn call_key(api: &Api, endpoint: &Endpoint) -> String {
    let path = api.full_path(endpoint);
    let mut parts = path.split('{');
    let mut key = format!("{} {}", endpoint.method, parts.next().unwrap_or_default());
    for part in parts {
        key += "{}";
        key += part.split_once('}').map_or("", |(_, behind)| behind);
    }
    key
}

/// Method and path.
pub(crate) fn call(api: &Api, endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method, api.full_path(endpoint))
}

/// What a call needs.
pub(crate) fn requirement(catalogue: &Catalogue, requirement: &Requirement) -> String {
    match requirement {
        Requirement::Public => "no token".to_owned(),
        Requirement::AnyToken => "any token".to_owned(),
        Requirement::Unknown => "not documented".to_owned(),
        Requirement::AllOf(_) | Requirement::AnyOf(_) => {
            let alternatives = requirement.alternatives().iter().map(|ids| {
                let names = ids.iter().map(|id| &catalogue.scope(*id).name);
                let names: Vec<String> = names.map(|name| doc_code(name)).collect();
                names.join(" and ")
            });
            alternatives.collect::<Vec<_>>().join(", or ")
        }
    }
}

/// Whether a call may be sent again.
pub(crate) fn retry(retry: &Retry) -> String {
    match retry {
        Retry::Safe => "safe".to_owned(),
        Retry::Never => "never".to_owned(),
        Retry::IdempotencyKey(KeyPlace::Header(name)) => {
            format!("key in header {}", doc_code(name))
        }
        Retry::IdempotencyKey(KeyPlace::Body(name)) => format!("key in field {}", doc_code(name)),
    }
}

/// Words in backticks, the first few of them.
pub(crate) fn some<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    let shown = &words[..words.len().min(MOST)];
    let mut text = format!("`{}`", shown.join("`, `"));
    if words.len() > MOST {
        text += &format!(" and {} more", words.len() - MOST);
    }
    text
}

const MOST: usize = 5;
