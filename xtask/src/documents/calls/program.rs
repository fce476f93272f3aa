//! The program that makes all calls: its generated part, what it is given to read, and what it
//! answers.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use passport_spec::{Api, Endpoint, Requirement};
use serde_json::{Value, json};
use xtask::lacking::Lacking;
use xtask::scratch::path_dependency;

use super::{Imported, MODULE, Proof, arguments};
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
    let mut text = String::from("use crate::{Made, said};\n\n");
    let mut table = String::from("pub(crate) const CALLS: &[crate::Call] = &[\n");
    let (mut sets, mut cases) = (Vec::new(), Vec::new());
    for endpoint in &api.endpoints {
        let request = &imported.examples[&api.name][endpoint.id()]["request"];
        for scopes in needed(api, endpoint) {
            let place = sets.iter().position(|known| *known == scopes);
            let set = place.unwrap_or_else(|| {
                sets.push(scopes.clone());
                sets.len() - 1
            });
            let index = cases.len();
            // No set can be declared with nothing in it, so there is one.
            let set_name = match scopes.is_empty() {
                true => format!("{MODULE}::sets::Unscoped"),
                false => format!("Set{set}"),
            };
            text += &arguments::function(index, &set_name, endpoint, request);
            let _ = writeln!(table, "call{index},");
            cases.push(json!({
                "endpoint": endpoint.id(),
                "scopes": scopes,
                "public": endpoint.requirement == Requirement::Public,
                "body": request["body"],
            }));
        }
    }
    for (index, scopes) in sets.iter().enumerate().filter(|(_, set)| !set.is_empty()) {
        let list: Vec<String> = scopes.iter().map(|scope| format!("{scope:?}")).collect();
        let _ = writeln!(
            text,
            "{MODULE}::scope_set! {{ struct Set{index} = {}; }}",
            list.join(", ")
        );
    }
    (text + &table + "];\n", cases)
}

/// The scopes of each alternative, by name; one empty list for what needs no scope.
fn needed<'a>(api: &'a Api, endpoint: &Endpoint) -> Vec<Vec<&'a str>> {
    let alternatives = endpoint.requirement.alternatives();
    if alternatives.is_empty() {
        return vec![Vec::new()];
    }
    let name = |id: &passport_spec::ScopeId| api.catalogue.scope(*id).name.as_str();
    alternatives
        .iter()
        .map(|ids| ids.iter().map(name).collect())
        .collect()
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
fn refusals(api: &Api, lacking: &[Lacking<'_>]) -> Vec<Value> {
    let by_scope = lacking.iter().map(|call| {
        json!({ "endpoint": call.endpoint.id(), "held": call.held(false), "lacks": call.names() })
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
    "serde_json = \"1\"",
    "tokio = { version = \"1\", default-features = false, features = [\"rt\", \"time\"] }",
    "tower-service = \"0.3\"",
];
