//! The claim of the whole workspace, for every endpoint: without its scope a call does not compile,
//! with it, it does.
//!
//! The calls are generated from the specs, so an endpoint that is added is tested. All are compiled
//! together, as a crate of their own below the target directory: once with sets that hold every
//! scope but a needed one, once with sets that hold that one too.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use passport_spec::{
    Api, Body, Content, Endpoint, Param, ParamType, ScopeId, ScopeIds, Spec, Style,
};
use passport_tests::scratch;

#[test]
fn every_endpoint_compiles_with_its_scopes_only() {
    let specs = [
        ("../scopes.toml", "passport_api"),
        ("foreign/scopes.toml", "passport_tests"),
    ];
    let specs = specs.map(|(file, krate)| (Spec::load(file).unwrap(), krate));
    let (mut calls, mut endpoints) = (Vec::new(), 0);
    for (spec, krate) in &specs {
        for api in spec.apis() {
            let needing = api
                .endpoints
                .iter()
                .filter(|e| !e.requirement.scopes().is_empty());
            for endpoint in needing {
                endpoints += 1;
                let place = format!("{krate}::{}", api.name);
                let lacking = selections(endpoint.requirement.alternatives());
                calls.extend(lacking.into_iter().map(|lacks| Lacking {
                    place: place.clone(),
                    api,
                    endpoint,
                    lacks,
                }));
            }
        }
    }
    assert!(endpoints > 30, "only {endpoints} endpoints need scopes");

    let without = check("without", &source(&calls, false));
    let mut by_line: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
    for (line, message) in &without {
        by_line.entry(*line).or_default().push(message);
    }
    for (index, call) in calls.iter().enumerate() {
        let messages = by_line.remove(&line_of(index)).unwrap_or_default();
        let id = format!("{} {}", call.api.name, call.endpoint.id());
        let [message] = &messages[..] else {
            panic!("{id} without {:?}: {messages:#?}", call.names());
        };
        assert!(
            message.contains(&format!("`Lacking{index}`")),
            "{id}: {message}"
        );
        for name in call.names() {
            assert!(message.contains(&format!("`{name}`")), "{id}: {message}");
        }
    }
    assert!(by_line.is_empty(), "errors elsewhere: {by_line:#?}");

    let with = check("with", &source(&calls, true));
    assert!(with.is_empty(), "calls that hold all scopes: {with:#?}");
    println!(
        "{endpoints} endpoints need scopes; {} calls that lack one are an error each, and none when \
         they hold it",
        calls.len()
    );
}

/// A call with a set that lacks some scopes, so that no alternative is whole.
struct Lacking<'a> {
    /// The path of the API's module.
    place: String,
    api: &'a Api,
    endpoint: &'a Endpoint,
    lacks: Vec<ScopeId>,
}

impl Lacking<'_> {
    fn names(&self) -> Vec<&str> {
        let name = |id: &ScopeId| self.api.catalogue.scope(*id).name.as_str();
        self.lacks.iter().map(name).collect()
    }

    /// Every scope that gives none of those that are lacking; or every scope.
    fn held(&self, all: bool) -> Vec<String> {
        let catalogue = &self.api.catalogue;
        let fits = |id: ScopeId| {
            let gives = catalogue.closure(&ScopeIds::from_iter([id]));
            all || !self.lacks.iter().any(|lacking| gives.contains(*lacking))
        };
        let held = catalogue.ids().filter(|(id, _)| fits(*id));
        held.map(|(_, scope)| format!("{:?}", scope.name)).collect()
    }

    /// The parameters of the function around the call, and the arguments of the call.
    fn arguments(&self) -> (String, String) {
        let endpoint = self.endpoint;
        let required = |params: &'static str| match params {
            "path" => endpoint.path_params.iter(),
            "query" => endpoint.query.iter(),
            _ => endpoint.headers.iter(),
        };
        let params = ["path", "query", "headers"].into_iter().flat_map(required);
        let mut types: Vec<String> = params
            .filter(|param| param.required)
            .map(|param| self.param_type(param))
            .collect();
        if let Body::Given(body) = &endpoint.body {
            let one = match &body.content {
                Content::Json => "&serde_json::Value".to_owned(),
                Content::Text => "String".to_owned(),
                Content::Bytes => "passport_api::bytes::Bytes".to_owned(),
                Content::Model { ty, .. } => format!("&{}::model::{ty}", self.place),
            };
            types.push(one);
        }
        let mut parameters = String::new();
        let mut arguments = String::new();
        for (index, ty) in types.iter().enumerate() {
            let _ = write!(parameters, ", p{index}: {ty}");
            let _ = write!(arguments, ", p{index}");
        }
        (parameters, arguments)
    }

    fn param_type(&self, param: &Param) -> String {
        let one = match &param.ty {
            ParamType::String => "&str".to_owned(),
            ParamType::Integer => "i64".to_owned(),
            ParamType::Number => "f64".to_owned(),
            ParamType::Boolean => "bool".to_owned(),
            ParamType::Model(ty) => format!("{}::model::{ty}", self.place),
        };
        match param.style {
            Style::Plain => one,
            Style::List(_) => format!("Vec<{one}>"),
            Style::Fields | Style::DeepObject | Style::Json => format!("&{one}"),
        }
    }
}

/// One scope of each alternative, in every way; of a plain list, that is each scope by itself.
fn selections(alternatives: &[Vec<ScopeId>]) -> Vec<Vec<ScopeId>> {
    let mut selections = vec![Vec::new()];
    for alternative in alternatives {
        let longer = |chosen: &Vec<ScopeId>| {
            let with = |id: &ScopeId| chosen.iter().chain([id]).copied().collect();
            alternative.iter().map(with).collect::<Vec<_>>()
        };
        selections = selections.iter().flat_map(longer).collect();
    }
    selections
}

/// The file with all calls: a head, and three lines for each.
fn source(calls: &[Lacking<'_>], all: bool) -> String {
    let mut text = String::from("#![allow(dead_code, deprecated)]\n");
    for (index, call) in calls.iter().enumerate() {
        let Lacking {
            place, endpoint, ..
        } = call;
        let (parameters, arguments) = call.arguments();
        let held = call.held(all).join(", ");
        let _ = writeln!(
            text,
            "{place}::scope_set! {{ struct Lacking{index} = {held}; }}"
        );
        let _ = writeln!(
            text,
            "fn call{index}(client: &{place}::Client, \
             token: &passport_api::ScopedToken<Lacking{index}>{parameters}) {{"
        );
        let _ = writeln!(
            text,
            "let _ = client.{}().{}(token{arguments}); }}",
            endpoint.resource, endpoint.name
        );
    }
    text
}

/// The line of a call in [`source`]'s text.
fn line_of(index: usize) -> usize {
    1 + 3 * index + 3
}

/// Compiles the file; answers with the line and the first line of every error and warning.
fn check(name: &str, source: &str) -> Vec<(usize, String)> {
    scratch::check(env!("CARGO_TARGET_TMPDIR"), name, &[("src/lib.rs", source)])
}
