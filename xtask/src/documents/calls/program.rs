//! The program that makes all calls: its generated part, what it is given to read, and what it
//! answers.

use std::collections::BTreeSet;

use passport_spec::{Api, Endpoint, Requirement, ScopeIds};
use serde_json::{Value, json};
use xtask::calls::Case;
use xtask::lacking::Lacking;
use xtask::scratch::path_dependency;

use super::{Imported, Proof};
use crate::Outcome;
use crate::workspace;

/// Writes the program, runs it, and counts what it answers.
pub(super) fn run(
    imported: &Imported,
    api: &Api,
    lacking: &[Lacking<'_>],
    proof: &mut Proof,
) -> Outcome {
    let sandbox = workspace::root().join("passport-sandbox");
    let mut dependencies = vec![path_dependency("passport-sandbox", &sandbox, "")];
    dependencies.extend(DEPENDENCIES.iter().map(|line| (*line).to_owned()));
    let package = imported.user("calls", &dependencies)?;
    let (calls, cases) = calls(imported, api);
    for (file, examples) in own_answers(imported, api) {
        package.write(&file, &examples.to_string())?;
    }
    package.write("src/main.rs", PROGRAM)?;
    package.write("src/calls.rs", &calls)?;
    let input = json!({
        "spec": imported.folder.join("scopes.toml"),
        "api": api.name,
        "holes": holes(api),
        "calls": cases,
        "refusals": refusals(api, lacking),
    });
    package.write("input.json", &input.to_string())?;
    let printed = package.run()?;
    let answer: Value = serde_json::from_str(&printed)
        .map_err(|error| format!("the program printed no JSON ({error}):\n{printed}"))?;
    count(&answer, api, proof)
}

/// The source text of all calls, and what the program must know of each.
fn calls(imported: &Imported, api: &Api) -> (String, Vec<Value>) {
    let (text, cases) = xtask::calls::source(api, &imported.examples[&api.name], &imported.models);
    let case = |case: Case<'_>| {
        let endpoint = case.endpoint;
        let request = &imported.examples[&api.name][endpoint.id()]["request"];
        json!({
            "endpoint": endpoint.id(),
            "scopes": case.scopes,
            "body": request["body"],
            "examples": (!twins(api, endpoint).is_empty()).then(|| examples_file(endpoint)),
        })
    };
    (text, cases.into_iter().map(case).collect())
}

/// For each call that is not the only one of its shape, examples in which all of that shape answer
/// what it does: no server can tell which is meant, so each is made where it is the one.
fn own_answers<'a>(
    imported: &'a Imported,
    api: &'a Api,
) -> impl Iterator<Item = (String, Value)> + 'a {
    api.endpoints.iter().filter_map(|endpoint| {
        let twins = twins(api, endpoint);
        let mut examples = imported.examples.clone();
        let of_api = &mut examples[&api.name];
        let response = of_api[endpoint.id()]["response"].clone();
        for twin in &twins {
            of_api[twin.id()]["response"] = response.clone();
        }
        (!twins.is_empty()).then(|| (examples_file(endpoint), examples))
    })
}

fn examples_file(endpoint: &Endpoint) -> String {
    format!("examples-{}.json", endpoint.id())
}

/// A value for every hole of the template scopes.
fn holes(api: &Api) -> BTreeSet<String> {
    let templates = api.catalogue.scopes().iter().filter(|scope| scope.template);
    let names = templates.flat_map(|scope| scope.name.split('{').skip(1));
    names
        .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
        .collect()
}

/// What each token holds that must be refused; `null` for a token that is none.
///
/// Where a path differs from another's in the names of its parameters only, no server can tell the
/// calls apart: the token lacks what the others need as well, and the answer may name theirs.
fn refusals(api: &Api, lacking: &[Lacking<'_>]) -> Vec<Value> {
    let by_scope = lacking.iter().filter_map(|call| {
        let twins = twins(api, call.endpoint);
        if twins
            .iter()
            .any(|twin| twin.requirement.alternatives().is_empty())
        {
            return None;
        }
        let catalogue = &api.catalogue;
        let gives = |name: &str| {
            let given: ScopeIds = catalogue.find(name).into_iter().collect();
            let given = catalogue.closure(&given);
            let mut needed = twins.iter().flat_map(|twin| twin.requirement.scopes());
            needed.any(|id| given.contains(id))
        };
        let mut held = call.held(false);
        held.retain(|name| !gives(name));
        let names = if twins.is_empty() {
            call.names()
        } else {
            Vec::new()
        };
        Some(json!({ "endpoint": call.endpoint.id(), "held": held, "lacks": names }))
    });
    let any = api.endpoints.iter().filter(|endpoint| {
        matches!(
            endpoint.requirement,
            Requirement::AnyToken | Requirement::Unknown
        )
    });
    let by_token = any.map(|endpoint| json!({ "endpoint": endpoint.id(), "held": null }));
    by_scope.chain(by_token).collect()
}

/// The other endpoints that are the same call on the wire.
fn twins<'a>(api: &'a Api, endpoint: &Endpoint) -> Vec<&'a Endpoint> {
    let nameless = |endpoint: &Endpoint| {
        let path = api.full_path(endpoint);
        let parts = path
            .split('{')
            .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
        (
            endpoint.method.clone(),
            parts.collect::<Vec<_>>().join("{}"),
        )
    };
    let wanted = nameless(endpoint);
    let others = api
        .endpoints
        .iter()
        .filter(|other| other.id() != endpoint.id());
    others.filter(|other| nameless(other) == wanted).collect()
}

/// Counts the endpoints for which all went well.
fn count(answer: &Value, api: &Api, proof: &mut Proof) -> Outcome {
    let list = |key: &str| -> Outcome<Vec<(String, String)>> {
        let list = answer[key]
            .as_array()
            .ok_or(format!("the program gave no `{key}`"))?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(list
            .iter()
            .map(|pair| (text(&pair[0]), text(&pair[1])))
            .collect())
    };
    let (not_accepted, not_refused) = (list("not_accepted")?, list("not_refused")?);
    let wrong = |list: &[(String, String)]| -> usize {
        let ids: BTreeSet<&String> = list.iter().map(|(id, _)| id).collect();
        ids.len()
    };
    let guarded = api
        .endpoints
        .iter()
        .filter(|e| e.requirement != Requirement::Public)
        .count();
    proof.accepted += api.endpoints.len() - wrong(&not_accepted);
    proof.refused_by_server += guarded - wrong(&not_refused);
    let problems = not_accepted.into_iter().chain(not_refused);
    proof
        .problems
        .extend(problems.map(|(id, what)| format!("{id}: {what}")));
    Ok(())
}

/// The part of the program that is the same for every crate.
const PROGRAM: &str = include_str!("program/main.rs");

const DEPENDENCIES: &[&str] = &[
    "axum = { version = \"0.8\", default-features = false }",
    "http = \"1\"",
    "tokio = { version = \"1\", default-features = false, features = [\"rt\", \"time\"] }",
    "tower-service = \"0.3\"",
];
