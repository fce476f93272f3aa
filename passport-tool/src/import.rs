//! From a document to the files of a crate.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use passport_spec::{Spec, SpecErrors, digest};
use serde::Serialize;
use serde_json::Value;

use crate::note::{Kind, Notes};
use crate::operations::{self, Operation};
use crate::overrides::{OperationOverride, Overrides};
use crate::pointer::Place;
use crate::sample;
use crate::schema;
use crate::security::{self, Anonymous, Declared, Lists, Need, Rules, Schemes};
use crate::source::Document;
use crate::types;
use crate::write::{self, Endpoint};

/// How a document is imported.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the document is called in the files.
    pub source: String,
    /// The API's name; from the document's title where it is not given.
    pub api: Option<String>,
    /// The reading of lists; `overrides.toml` says it otherwise.
    pub lists: Option<Lists>,
    /// What `{}` is taken for; `overrides.toml` says it otherwise.
    pub anonymous: Option<Anonymous>,
    /// Vendor extensions that hold scopes, beside those of `overrides.toml`.
    pub scopes_from: Vec<String>,
    /// The folder of `passport-api`, if it is not the published one.
    pub passport_api: Option<PathBuf>,
    /// The command line that does it again.
    pub command: String,
    /// What the new crate's `Cargo.toml` remembers of it, as text; nothing where it is empty.
    pub metadata: String,
}

/// How many operations there are, and of which kind.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Counts {
    /// In the document.
    pub operations: usize,
    /// Imported.
    pub imported: usize,
    /// Imported, with a body that the client can send.
    pub callable: usize,
    /// Imported, with just the requirement that is written.
    pub exact: usize,
    /// Scopes.
    pub scopes: usize,
    /// Operations that need one list of scopes.
    pub one_list: usize,
    /// Operations that need one of several lists.
    pub alternatives: usize,
    /// Operations that need any token.
    pub any_token: usize,
    /// Operations that need none.
    pub public: usize,
    /// Operations of which it is not known.
    pub unknown: usize,
}

/// An imported document.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The API's name.
    pub api: String,
    /// The files that are written where they are missing, as path and text.
    pub once: Vec<(String, String)>,
    /// The files that are always written.
    pub always: Vec<(String, String)>,
    /// What there is to say.
    pub notes: Notes,
    /// How many there are.
    pub counts: Counts,
}

/// Imports a document.
///
/// # Errors
///
/// If what would be written is no valid `scopes.toml`: because of a decision in the overrides, or
/// of a bug.
pub fn import(
    document: &Document,
    overrides: &Overrides,
    options: &Options,
) -> Result<Imported, SpecErrors> {
    let value = &document.value;
    let mut notes = document.notes.clone();
    let read = operations::read(value, &mut notes);
    let (read, decided) = decide(read, overrides, &mut notes);
    let wanted: HashMap<usize, String> = decided
        .iter()
        .enumerate()
        .filter_map(|(index, decided)| Some((index, decided.as_ref()?.name.clone()?)))
        .collect();
    let named = operations::name_all(&read, &wanted, &mut notes);
    let schemes = Schemes::read(value, &mut notes);
    let rules = rules(overrides, options);
    let mut endpoints = Vec::new();
    for ((operation, named), decided) in read.into_iter().zip(named).zip(&decided) {
        let mut rules = rules.clone();
        if let Some(lists) = decided.and_then(|decided| decided.lists) {
            (rules.lists, rules.decided) = (lists, true);
        }
        let overridden = decided
            .map(|decided| decided.entries.clone())
            .unwrap_or_default();
        rules.decided |= overridden
            .iter()
            .any(|(name, _)| ["scope", "all_of", "any_of", "access"].contains(&name.as_str()));
        let Some(place) = Place::at(value, &operation.pointer) else {
            continue;
        };
        let Some(place) = place.follow(value) else {
            continue;
        };
        let place = Place {
            pointer: operation.pointer.clone(),
            ..place
        };
        let requirement = security::read(value, &place, &schemes, &rules, &mut notes);
        endpoints.push(Endpoint {
            operation,
            named,
            requirement,
            body: None,
            responses: Vec::new(),
            errors: Vec::new(),
            overridden,
        });
    }
    rename_scopes(&mut endpoints, overrides);
    let scopes = scopes(&schemes.declared, &endpoints, overrides, &mut notes);
    let rust = types::types(value, &mut endpoints, &mut notes);
    settle_anonymous(&mut endpoints, &mut notes);
    let decided = overrides.api.iter().any(|(name, _)| name == "errors");
    let errors = match decided {
        true => Vec::new(),
        false => types::answers::take_common_errors(&mut endpoints),
    };
    let api = api_name(value, options);
    let text = write::write(
        &write::Api {
            name: &api,
            document: value,
            source: &options.source,
            schemes: &schemes,
            scopes: &scopes,
            errors: &errors,
            endpoints: &endpoints,
            overrides,
        },
        &mut notes,
    );
    Spec::parse("scopes.toml", &text)?;
    let counts = count(value, &endpoints, scopes.len());
    let title = value.pointer("/info/title").and_then(Value::as_str);
    let (once, mut always) = write::files(&write::Crate {
        name: &api,
        title: title.unwrap_or(&api),
        source: &options.source,
        command: &options.command,
        metadata: &options.metadata,
        digest: &digest(&text),
        passport_api: options.passport_api.as_deref(),
        model: &rust,
        operations: endpoints.len(),
    });
    always.push(("scopes.toml".to_owned(), text));
    always.push((schema::FILE.to_owned(), schema::text()));
    let of_overrides = schema::overrides_text();
    always.push((schema::OVERRIDES_FILE.to_owned(), of_overrides));
    let examples = sample::file(value, &api, &options.source, &endpoints, &mut notes);
    always.push(("examples.json".to_owned(), examples));
    let report = write::report(
        &options.source,
        &document.version,
        &options.command,
        &counts,
        &notes,
    );
    always.push(("IMPORT.md".to_owned(), report));
    Ok(Imported {
        api,
        once,
        always,
        notes,
        counts,
    })
}

fn rules(overrides: &Overrides, options: &Options) -> Rules {
    let mut extensions = options.scopes_from.clone();
    extensions.extend(overrides.scopes_from.iter().cloned());
    Rules {
        lists: options.lists.or(overrides.lists).unwrap_or_default(),
        anonymous: options
            .anonymous
            .or(overrides.anonymous)
            .unwrap_or_default(),
        extensions,
        decided: false,
    }
}

/// Holds the overrides against the operations: what is skipped or doubled goes, and each of the
/// others gets what was decided about it.
fn decide<'o>(
    read: Vec<Operation>,
    overrides: &'o Overrides,
    notes: &mut Notes,
) -> (Vec<Operation>, Vec<Option<&'o OperationOverride>>) {
    let mut fitting: HashSet<&str> = HashSet::new();
    let mut calls: HashMap<String, String> = HashMap::new();
    let (mut kept, mut decided) = (Vec::new(), Vec::new());
    for operation in read {
        let own = overrides
            .operations
            .iter()
            .find(|own| operation.id.as_ref() == Some(&own.key) || operation.call() == own.key);
        fitting.extend(own.map(|own| own.key.as_str()));
        if own.is_some_and(|own| own.skip) {
            notes.add(
                Kind::Dropped,
                operation.pointer,
                "the operation, as `overrides.toml` says",
            );
            continue;
        }
        // Paths that differ in the names of their holes only are not the same.
        let call = format!("{} {}", operation.method, operation.call_path);
        if let Some(other) = calls.insert(call.clone(), operation.pointer.clone()) {
            let what = format!("the operation: it is the same call as `{other}`");
            notes.add(Kind::Dropped, operation.pointer, what);
            calls.insert(call, other);
            continue;
        }
        kept.push(operation);
        decided.push(own);
    }
    for own in &overrides.operations {
        if !fitting.contains(own.key.as_str()) {
            let what = format!(
                "no operation is `{}`; write its operationId or `METHOD /path`",
                own.key
            );
            notes.add(Kind::Stale, "", what);
        }
    }
    (kept, decided)
}

/// Takes back that a token is optional where the name of the method without one is taken.
fn settle_anonymous(endpoints: &mut [Endpoint], notes: &mut Notes) {
    let names: HashSet<(String, String)> = endpoints
        .iter()
        .map(|endpoint| endpoint.named.clone())
        .map(|named| (named.resource, named.method))
        .collect();
    for endpoint in endpoints {
        let named = &endpoint.named;
        let without = format!("{}_anonymously", named.method);
        let requirement = &mut endpoint.requirement;
        if requirement.anonymous && names.contains(&(named.resource.clone(), without.clone())) {
            (requirement.anonymous, requirement.exact) = (false, false);
            let what = format!(
                "a token is optional (`{{}}`), but the name `{without}` is taken: it takes one all \
                 the same"
            );
            notes.add(Kind::Security, endpoint.operation.pointer.clone(), what);
        }
    }
}

fn new_name<'n>(name: &'n str, overrides: &'n Overrides) -> &'n str {
    let decided = overrides.scopes.iter().find(|decided| decided.key == name);
    decided
        .and_then(|decided| decided.name.as_deref())
        .unwrap_or(name)
}

fn rename_scopes(endpoints: &mut [Endpoint], overrides: &Overrides) {
    for endpoint in endpoints {
        if let Need::Scopes(lists) = &mut endpoint.requirement.need {
            for scope in lists.iter_mut().flatten() {
                *scope = new_name(scope, overrides).to_owned();
            }
            for list in lists.iter_mut() {
                let mut seen = HashSet::new();
                list.retain(|scope| seen.insert(scope.clone()));
            }
            let mut seen = HashSet::new();
            lists.retain(|list| seen.insert(list.clone()));
        }
    }
}

fn scopes(
    declared: &[Declared],
    endpoints: &[Endpoint],
    overrides: &Overrides,
    notes: &mut Notes,
) -> Vec<security::Scope> {
    let mut used: Vec<(String, String)> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for endpoint in endpoints {
        if let Need::Scopes(lists) = &endpoint.requirement.need {
            for scope in lists.iter().flatten() {
                if seen.insert(scope.clone()) {
                    used.push((scope.clone(), endpoint.operation.pointer.clone()));
                }
            }
        }
    }
    let mut renamed: Vec<Declared> = Vec::new();
    for scope in declared {
        let name = new_name(&scope.name, overrides).to_owned();
        if !renamed.iter().any(|known| known.name == name) {
            renamed.push(Declared {
                name,
                ..scope.clone()
            });
        }
    }
    let mut fixed = Vec::new();
    for decided in &overrides.scopes {
        let name = decided.name.as_ref().unwrap_or(&decided.key);
        if !seen.contains(name) && !renamed.iter().any(|scope| scope.name == *name) {
            let what = format!(
                "no scope is `{}`; one is defined by the override alone",
                decided.key
            );
            notes.add(Kind::Stale, "", what);
            used.push((name.clone(), String::new()));
        }
        let identifier = decided.entries.iter().find(|(key, _)| key == "identifier");
        if let Some((_, identifier)) = identifier {
            fixed.push((name.clone(), identifier.trim_matches('"').to_owned()));
        }
    }
    security::catalogue(&renamed, &used, &fixed, notes)
}

fn api_name(document: &Value, options: &Options) -> String {
    let title = document.pointer("/info/title").and_then(Value::as_str);
    let wanted = options.api.as_deref().or(title).unwrap_or("api");
    operations::fit(wanted)
}

fn count(document: &Value, endpoints: &[Endpoint], scopes: usize) -> Counts {
    let mut counts = Counts {
        scopes,
        ..Counts::default()
    };
    let paths = Place::at(document, "/paths");
    for (_, item) in paths.iter().flat_map(Place::entries) {
        if let Some(item) = item.follow(document) {
            let methods = item
                .entries()
                .filter(|(method, _)| METHODS.contains(&method.as_str()));
            counts.operations += methods.count();
        }
    }
    for endpoint in endpoints {
        counts.imported += 1;
        counts.exact += usize::from(endpoint.requirement.exact);
        counts.callable += 1;
        let need = match &endpoint.requirement.need {
            Need::Public => &mut counts.public,
            Need::AnyToken => &mut counts.any_token,
            Need::Unknown => &mut counts.unknown,
            Need::Scopes(lists) if lists.len() == 1 => &mut counts.one_list,
            Need::Scopes(_) => &mut counts.alternatives,
        };
        *need += 1;
    }
    counts
}

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

#[cfg(test)]
mod tests;
