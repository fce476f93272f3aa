//! A program of 200 calls: the audit finds each of them, and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use passport_spec::{Api, Endpoint, ScopeIds, Spec};
use serde_json::Value;
use xtask::lacking;

use crate::workspace::{Workspace, root, set, words};

const MANIFEST: &str = r#"
[package]
name = "generated"
edition = "2024"

[workspace]

[dependencies]
passport-api = { path = "PASSPORT_API", default-features = false }
serde = { version = "1", features = ["derive"] }
"#;

const SETS: usize = 12;

const CALLS: usize = 200;

#[test]
fn the_calls_of_a_generated_program_are_found() {
    let spec = Spec::load(root().join("tests/foreign/scopes.toml")).unwrap();
    let api = spec.api("foreign").unwrap();
    let mut random = fastrand::Rng::with_seed(4);
    let needing: Vec<&Endpoint> = api
        .endpoints
        .iter()
        .filter(|endpoint| endpoint.requirement.alternatives() != [[]; 0])
        .collect();
    let calls: Vec<(usize, &Endpoint)> = (0..CALLS)
        .map(|_| (random.usize(..SETS), needing[random.usize(..needing.len())]))
        .collect();
    let workspace = Workspace::new("generated");
    workspace.write("Cargo.toml", MANIFEST);
    let (text, first) = source(api, &calls);
    workspace.write("src/lib.rs", &text);

    let (status, json) = workspace.audit_json(&[]);
    assert_eq!(status, 1, "every set declares every scope");
    assert_eq!(
        json["audit"]["compilations"], 2,
        "one to find, one to see that it is enough"
    );
    for index in 0..SETS {
        let report = set(&json, "lib.rs", &format!("Set{index}"));
        let made: BTreeSet<(String, usize)> = calls
            .iter()
            .enumerate()
            .filter(|(_, (set, _))| *set == index)
            .map(|(call, (_, endpoint))| (endpoint.id(), first + call))
            .collect();
        assert_eq!(found(report), made, "Set{index}");
        let endpoints = calls.iter().filter(|(set, _)| *set == index);
        let endpoints: Vec<&Endpoint> = endpoints.map(|(_, endpoint)| *endpoint).collect();
        is_least(api, &words(&report["least"]), &endpoints);
    }
}

/// The calls that the report names, with their lines.
fn found(report: &Value) -> BTreeSet<(String, usize)> {
    let calls = report["calls"].as_array().unwrap().iter();
    let lines = calls.flat_map(|call| {
        let endpoint = call["endpoint"].as_str().unwrap().to_owned();
        let places = call["places"].as_array().unwrap().iter();
        places.map(move |place| {
            let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
            (endpoint.clone(), line)
        })
    });
    lines.collect()
}

/// Every set of scopes that meets all requirements gives at least as much as this one; and this one
/// meets them.
fn is_least(api: &Api, least: &[&str], endpoints: &[&Endpoint]) {
    let usable = |names: &mut dyn Iterator<Item = passport_spec::ScopeId>| {
        api.catalogue.closure(&ScopeIds::from_iter(names))
    };
    let ids: Vec<_> = least
        .iter()
        .map(|name| api.catalogue.find(name).unwrap())
        .collect();
    let meets = |scopes: &ScopeIds| endpoints.iter().all(|e| e.requirement.is_met_by(scopes));
    let power = usable(&mut ids.iter().copied());
    assert!(meets(&power), "{least:?} is not enough");
    // All choices of one alternative for each endpoint, of which there are few.
    let mut choices = vec![ScopeIds::default()];
    let different: BTreeSet<String> = endpoints.iter().map(|e| e.id()).collect();
    for id in different {
        let alternatives = api.endpoint(&id).unwrap().requirement.alternatives();
        let longer = choices.iter().flat_map(|chosen| {
            let with = |list: &Vec<_>| chosen.iter().chain(list.iter().copied()).collect();
            alternatives.iter().map(with).collect::<Vec<ScopeIds>>()
        });
        choices = longer.collect();
    }
    let deprecated = |scopes: &ScopeIds| {
        let old = scopes
            .iter()
            .filter(|id| api.catalogue.scope(*id).deprecated.is_some());
        old.count()
    };
    let cost = |chosen: &ScopeIds| {
        let power = usable(&mut chosen.iter());
        (deprecated(chosen), power.iter().count())
    };
    let best = choices.iter().map(cost).min().unwrap();
    assert_eq!(cost(&ids.iter().copied().collect()), best, "{least:?}");
}

/// The program, a call a line, and the line of the first call.
fn source(api: &Api, calls: &[(usize, &Endpoint)]) -> (String, usize) {
    let module = root().join("tests/foreign/mod.rs");
    let mut text = format!(
        "#[path = {:?}]\npub mod foreign;\n",
        module.display().to_string()
    );
    let scopes = api.catalogue.scopes().iter();
    let scopes: Vec<String> = scopes.map(|scope| format!("{:?}", scope.name)).collect();
    let scopes = scopes.join(", ");
    for set in 0..SETS {
        let _ = writeln!(
            text,
            "foreign::scope_set! {{ pub struct Set{set} = {scopes}; }}"
        );
    }
    let first = text.lines().count() + 1;
    for (call, (set, endpoint)) in calls.iter().enumerate() {
        let (parameters, arguments) = lacking::arguments("foreign", endpoint);
        let _ = writeln!(
            text,
            "pub fn call{call}(c: &foreign::Client, t: &passport_api::ScopedToken<Set{set}>{parameters}) \
             {{ let _ = c.{}().{}(t{arguments}); }}",
            endpoint.resource, endpoint.name
        );
    }
    (text, first)
}
