//! What an audit found, set by set.

use std::collections::{BTreeMap, BTreeSet};

use passport_spec::{Api, Catalogue, Requirement, ScopeId};
use serde::Serialize;

use super::least::{cost, least};
use super::payload::By;
use super::plan::{Plan, Planned};
use super::search::{Set, Want, needs, non_empty, usable};
use super::specs::Specs;
use super::{AuditError, Place};

/// What an audit found.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Audit {
    /// The sets that the audited packages declare, in the order of their places, and the named sets
    /// of specs that they use.
    pub sets: Vec<SetReport>,
    /// How often the program was compiled.
    pub compilations: usize,
}

impl Audit {
    /// Whether a set carries more than its token is used for.
    pub fn is_over_privileged(&self) -> bool {
        self.sets
            .iter()
            .any(|set| set.verdict == Verdict::OverPrivileged)
    }
}

/// A set of scopes.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct SetReport {
    /// Its name; that of a spec's named set with its path.
    pub name: String,
    /// Where it is declared; `None` for a spec's named set.
    pub place: Option<Place>,
    /// The path of the spec file.
    pub spec: String,
    /// The name of the API.
    pub api: String,
    /// The result.
    pub verdict: Verdict,
    /// The scopes that it carries by its declaration, what these give not among them.
    pub declared: Vec<String>,
    /// The scopes that it needs.
    pub least: Vec<String>,
    /// Whether no smaller set would do; `false` only where there are too many choices to try all.
    pub exact: bool,
    /// The declared scopes that go beyond what is needed.
    pub excess: Vec<Excess>,
    /// A set with less power that would do, of scopes that are not declared.
    pub smaller: Option<Vec<String>>,
    /// What needs its scopes.
    pub calls: Vec<CallReport>,
    /// The declaration to write instead, if there is one and it should be another.
    pub line: Option<String>,
}

/// What is to be said of a set.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It carries what its token is used for.
    Exact,
    /// It carries more.
    OverPrivileged,
    /// The audited packages do not use it.
    Unused,
}

/// A declared scope that goes beyond what is needed.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Excess {
    /// The scope.
    pub scope: String,
    /// The scopes that are needed of all that it gives; none if nothing is.
    pub instead: Vec<String>,
}

/// Something that needs scopes of a set.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CallReport {
    /// The endpoint, such as `payments.create`; `None` where the code names a scope.
    pub endpoint: Option<String>,
    /// The alternatives: all scopes of one of these lists. None where no scope is needed.
    pub needs: Vec<Vec<String>>,
    /// Whether the spec does not say what it needs.
    pub undocumented: bool,
    /// Where; none where no error said so, but the program does not compile without.
    pub places: Vec<Place>,
}

/// Makes the report.
pub(super) fn build(
    sets: &BTreeMap<String, Set>,
    wants: &BTreeSet<Want>,
    plan: &Plan,
    specs: &mut Specs,
    compilations: usize,
) -> Result<Audit, AuditError> {
    let mut reports = Vec::new();
    for (key, set) in sets {
        let api = specs.api(&set.spec, &set.api)?;
        let wants: Vec<&Want> = wants.iter().filter(|want| want.key == *key).collect();
        let planned = plan.sets.get(key).cloned().unwrap_or_default();
        reports.push(set_report(set, &api, &wants, &planned));
    }
    // Those without a place last.
    reports.sort_by(|a, b| (a.place.is_none(), &a.place).cmp(&(b.place.is_none(), &b.place)));
    Ok(Audit {
        sets: reports,
        compilations,
    })
}

fn set_report(set: &Set, api: &Api, wants: &[&Want], planned: &Planned) -> SetReport {
    let catalogue = &api.catalogue;
    let all_needs = non_empty(wants.iter().map(|want| needs(api, &want.by)).collect());
    let declared = usable(catalogue, &set.scopes);
    let within = least(catalogue, &all_needs, Some(&declared));
    let needed = usable(catalogue, &planned.scopes);
    let verdict = if !planned.of_its_api {
        Verdict::Unused
    } else if needed.is_superset(&declared) {
        Verdict::Exact
    } else {
        Verdict::OverPrivileged
    };
    let anywhere = least(catalogue, &all_needs, None);
    let power = |scopes: &[ScopeId]| cost(catalogue, &scopes.iter().copied().collect());
    let smaller = power(&anywhere.scopes) < power(&within.scopes);
    SetReport {
        name: set.name.clone(),
        place: set.place.clone(),
        spec: set.spec.clone(),
        api: set.api.clone(),
        verdict,
        declared: set.scopes.clone(),
        least: planned.scopes.clone(),
        exact: within.exact,
        excess: match verdict {
            Verdict::OverPrivileged => excess(catalogue, &set.scopes, &planned.scopes),
            _ => Vec::new(),
        },
        smaller: smaller.then(|| names(catalogue, &anywhere.scopes)),
        calls: calls(api, wants),
        line: (verdict == Verdict::OverPrivileged)
            .then(|| line(set, catalogue, &planned.scopes))
            .flatten(),
    }
}

/// The declared scopes that are not needed, and what is needed of what they give.
fn excess(catalogue: &Catalogue, declared: &[String], needed: &[String]) -> Vec<Excess> {
    let left = declared.iter().filter(|scope| !needed.contains(scope));
    left.map(|scope| {
        let gives = usable(catalogue, std::slice::from_ref(scope));
        let given = |name: &&String| {
            let id = catalogue.find(name);
            id.is_some_and(|id| gives.contains(id))
        };
        Excess {
            scope: scope.clone(),
            instead: needed.iter().filter(given).cloned().collect(),
        }
    })
    .collect()
}

/// What needs the set, each with all of its places; several of one line are one.
fn calls(api: &Api, wants: &[&Want]) -> Vec<CallReport> {
    let mut places: BTreeMap<&By, BTreeMap<(String, usize), Place>> = BTreeMap::new();
    for want in wants {
        let known = places.entry(&want.by).or_default();
        if let Some(place) = &want.place {
            let line = (place.file.clone(), place.line);
            known.entry(line).or_insert_with(|| place.clone());
        }
    }
    let calls = places
        .into_iter()
        .filter(|(by, _)| !matches!(by, By::Use(_)));
    calls
        .map(|(by, places)| {
            let (endpoint, requirement) = match by {
                By::Call(id) => (Some(id.clone()), api.endpoint(id).map(|e| &e.requirement)),
                By::Scope(_) | By::Use(_) => (None, None),
            };
            CallReport {
                endpoint,
                needs: needs(api, by)
                    .iter()
                    .map(|list| names(&api.catalogue, list))
                    .collect(),
                undocumented: requirement == Some(&Requirement::Unknown),
                places: places.into_values().collect(),
            }
        })
        .collect()
}

/// The declaration of a set with these scopes, as a person would write it; `None` where there is
/// nothing to declare.
fn line(set: &Set, catalogue: &Catalogue, needed: &[String]) -> Option<String> {
    if set.place.is_none() || needed.is_empty() {
        return None;
    }
    // An alias that was written stays.
    let spelt = |name: &String| {
        let id = catalogue.find(name);
        let written = set
            .written
            .iter()
            .find(|written| catalogue.find(written) == id);
        format!("{:?}", written.unwrap_or(name))
    };
    let scopes: Vec<String> = needed.iter().map(spelt).collect();
    let vis = if set.visibility.is_empty() {
        String::new()
    } else {
        format!("{} ", set.visibility)
    };
    let head = format!("{vis}struct {} =", set.name);
    let short = format!("{head} {};", scopes.join(", "));
    if short.len() <= WIDTH {
        return Some(short);
    }
    Some(format!("{head}\n    {};", scopes.join(",\n    ")))
}

fn names(catalogue: &Catalogue, ids: &[ScopeId]) -> Vec<String> {
    ids.iter()
        .map(|id| catalogue.scope(*id).name.clone())
        .collect()
}

/// How long a declaration may be on one line.
const WIDTH: usize = 90;
