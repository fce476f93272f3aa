//! What a token endpoint granted, held against what the code uses and what the spec knows.

use passport_spec::{Api, GrantedAbsent, GrantedFormat, Scope, ScopeId, ScopeIds, nearest};
use serde::Serialize;
use serde_json::Value;

use super::report::{Audit, Verdict};

/// A grant, held against a program.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Granted {
    /// The granted scopes, in the server's order.
    pub scopes: Vec<GrantedScope>,
    /// For each set, the scopes that it declares and the grant lacks.
    pub lacking: Vec<Lacking>,
}

/// A granted scope.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GrantedScope {
    /// The name, as the server wrote it.
    pub name: String,
    /// The scope of the spec that it means; `None` if the spec does not know it.
    pub scope: Option<String>,
    /// The known scope with the nearest name, if it is unknown.
    pub nearest: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Whether code uses it, or something that it gives.
    pub used: bool,
    /// Of a scope that gives others, those that are used, where it is not used itself.
    pub instead: Vec<String>,
}

/// A set that a grant does not cover.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Lacking {
    /// The set's name.
    pub set: String,
    /// The declared scopes that the grant lacks.
    pub scopes: Vec<String>,
    /// Those of them that code uses.
    pub used: Vec<String>,
}

impl Granted {
    /// Whether grant, code and spec agree.
    pub fn is_exact(&self) -> bool {
        let fits = |scope: &GrantedScope| scope.used && scope.instead.is_empty();
        self.lacking.is_empty() && self.scopes.iter().all(fits)
    }
}

/// Reads the granted scopes of a token response as the API's spec says; nothing else of it is looked
/// at.
///
/// # Errors
///
/// If it is no JSON object or does not say what was granted. No error repeats the response.
pub fn read_grant(response: &str, api: &Api) -> Result<Vec<String>, String> {
    // A file may begin with a byte order mark, which is no part of the JSON (RFC 8259, 8.1).
    let response = response.trim_start_matches('\u{feff}');
    let Ok(Value::Object(fields)) = serde_json::from_str(response) else {
        return Err("the token response is no JSON object".to_owned());
    };
    let field = &api.token.granted_field;
    let words = |text: &str, separator: char| {
        let words = text.split(separator).map(str::trim);
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let names = match (fields.get(field), api.token.granted_format) {
        // A list is understood whatever the dialect; how a string is divided is the dialect's.
        (Some(Value::Array(items)), _) => {
            let names = items.iter().filter_map(Value::as_str);
            names.map(str::to_owned).collect()
        }
        (Some(Value::String(text)), GrantedFormat::Comma) => words(text, ','),
        (Some(Value::String(text)), _) => words(text, ' '),
        (None | Some(Value::Null), _) => {
            let means = match api.token.granted_absent {
                GrantedAbsent::AsRequested => {
                    "; such a response grants what was asked for (RFC 6749, 5.1)"
                }
                GrantedAbsent::Refuse => "",
            };
            return Err(format!("the token response has no field `{field}`{means}"));
        }
        (Some(_), _) => return Err(format!("the field `{field}` is no list of scopes")),
    };
    // A server that repeats the token among the scopes is not to have it shown.
    let token = fields.get("access_token").and_then(Value::as_str);
    let shown = |name: &String| token.is_none_or(|token| token.is_empty() || !name.contains(token));
    Ok(names.into_iter().filter(shown).collect())
}

/// Holds granted scopes against what the audited code uses of this API.
pub fn granted(names: &[String], api: &Api, audit: &Audit) -> Granted {
    let catalogue = &api.catalogue;
    let sets = audit
        .sets
        .iter()
        .filter(|set| set.api == api.name && set.verdict != Verdict::Unused);
    let find = |name: &String| catalogue.find(name);
    let needed: Vec<ScopeId> = sets
        .clone()
        .flat_map(|set| set.least.iter().filter_map(find))
        .collect();
    let meant: Vec<Option<ScopeId>> = names.iter().map(|name| meaning(name, api)).collect();
    let usable = catalogue.closure(&meant.iter().copied().flatten().collect());
    let lacks = |scopes: &[String]| -> Vec<String> {
        let missing = scopes
            .iter()
            .filter(|scope| find(scope).is_some_and(|id| !usable.contains(id)));
        missing.cloned().collect()
    };
    let lacking = sets.map(|set| Lacking {
        set: set.name.clone(),
        scopes: lacks(&set.declared),
        used: lacks(&set.least),
    });
    Granted {
        lacking: lacking
            .filter(|lacking| !lacking.scopes.is_empty())
            .collect(),
        scopes: names
            .iter()
            .zip(meant)
            .map(|(name, id)| scope_report(name, id, api, &needed))
            .collect(),
    }
}

fn scope_report(name: &str, id: Option<ScopeId>, api: &Api, needed: &[ScopeId]) -> GrantedScope {
    let catalogue = &api.catalogue;
    let Some(id) = id else {
        return GrantedScope {
            name: name.to_owned(),
            scope: None,
            nearest: nearest(name, catalogue.names()).map(str::to_owned),
            deprecated: None,
            used: false,
            instead: Vec::new(),
        };
    };
    let gives = catalogue.closure(&ScopeIds::from_iter([id]));
    let mut instead: Vec<ScopeId> = needed
        .iter()
        .copied()
        .filter(|id| gives.contains(*id))
        .collect();
    instead.sort_unstable();
    instead.dedup();
    let used = !instead.is_empty();
    if needed.contains(&id) {
        instead.clear();
    }
    let scope = catalogue.scope(id);
    GrantedScope {
        name: name.to_owned(),
        scope: Some(scope.name.clone()),
        nearest: None,
        deprecated: scope.deprecated.clone(),
        used,
        instead: instead
            .iter()
            .map(|id| catalogue.scope(*id).name.clone())
            .collect(),
    }
}

/// The scope that a granted name means: by name or alias, or as a template whose holes are filled.
fn meaning(name: &str, api: &Api) -> Option<ScopeId> {
    let catalogue = &api.catalogue;
    catalogue.find(name).or_else(|| {
        let mut templates = catalogue.ids().filter(|(_, scope)| scope.template);
        templates
            .find(|(_, scope)| is_filled(name, scope))
            .map(|(id, _)| id)
    })
}

/// Whether the name is the template with something in each of its holes.
fn is_filled(name: &str, template: &Scope) -> bool {
    let mut parts = template.name.split('{');
    let Some(rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let between: Vec<&str> = parts
        .map(|part| part.split_once('}').map_or("", |(_, text)| text))
        .collect();
    let Some((last, inner)) = between.split_last() else {
        return rest.is_empty();
    };
    let Some(mut rest) = rest.strip_suffix(last) else {
        return false;
    };
    for text in inner {
        // The first character is the hole's.
        let mut starts = rest.char_indices().skip(1);
        let Some((at, _)) = starts.find(|(at, _)| rest[*at..].starts_with(text)) else {
            return false;
        };
        rest = &rest[at + text.len()..];
    }
    !rest.is_empty()
}

#[cfg(test)]
mod tests;
