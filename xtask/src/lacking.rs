//! Calls that lack a scope which they need, for every endpoint of a spec: the source text, and what
//! the compiler must say of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use passport_spec::{Api, Body, Content, Endpoint, Param, ParamType, ScopeId, ScopeIds, Style};

use crate::scratch::Message;

/// A call with a set that lacks some scopes, so that no alternative is whole.
#[derive(Clone, Debug)]
pub struct Lacking<'a> {
    /// The path of the API's module.
    pub module: String,
    /// The API.
    pub api: &'a Api,
    /// What is called.
    pub endpoint: &'a Endpoint,
    /// One scope of each alternative.
    pub lacks: Vec<ScopeId>,
}

/// The calls of an API that lack a scope, one for each way to lack one.
///
/// `module` is the path of the module where its `api!` stands.
pub fn calls<'a>(module: &str, api: &'a Api) -> Vec<Lacking<'a>> {
    let endpoints = api.endpoints.iter();
    let needing = endpoints.filter(|endpoint| !endpoint.requirement.scopes().is_empty());
    needing
        .flat_map(|endpoint| {
            let lacking = selections(endpoint.requirement.alternatives()).into_iter();
            lacking.map(move |lacks| Lacking {
                module: module.to_owned(),
                api,
                endpoint,
                lacks,
            })
        })
        .collect()
}

/// The file with all calls: a head, the sets, and two lines for each call.
///
/// The sets hold every scope but those that are lacking; or every scope.
pub fn source(calls: &[Lacking<'_>], all: bool) -> String {
    let mut text = String::from(HEAD);
    let mut sets: BTreeMap<(&str, Vec<&str>), usize> = BTreeMap::new();
    let mut functions = String::new();
    for (index, call) in calls.iter().enumerate() {
        let Lacking {
            module, endpoint, ..
        } = call;
        let number = sets.len();
        let set = *sets.entry((module, call.held(all))).or_insert(number);
        let (parameters, arguments) = arguments(&call.module, call.endpoint);
        let _ = writeln!(
            functions,
            "fn call{index}(client: &{module}::Client, \
             token: &passport_api::ScopedToken<Lacking{set}>{parameters}) {{"
        );
        let _ = writeln!(
            functions,
            "let _ = client.{}().{}(token{arguments}); }}",
            endpoint.resource, endpoint.name
        );
    }
    // On one line, so that a call's line depends on its place alone.
    for ((module, held), set) in sets {
        if held.is_empty() {
            // No set can be declared with nothing in it, so there is one.
            let _ = write!(text, "use {module}::sets::Unscoped as Lacking{set}; ");
            continue;
        }
        let _ = write!(text, "{module}::scope_set! {{ struct Lacking{set} = ");
        for scope in held {
            let _ = write!(text, "{scope:?}, ");
        }
        text.push_str("; } ");
    }
    text.push('\n');
    text + &functions
}

/// Holds what the compiler says of [`source`]'s text without all scopes against what it must say:
/// one error for each call, at its line, that names its set and what it lacks. Answers with what is
/// wrong, each by the number of the call, if it is one's.
pub fn mistakes(calls: &[Lacking<'_>], messages: &[Message]) -> Vec<(Option<usize>, String)> {
    let mut by_line: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for message in messages {
        by_line.entry(message.line).or_default().push(&message.text);
    }
    let mut mistakes = Vec::new();
    for (index, call) in calls.iter().enumerate() {
        let texts = by_line.remove(&line_of(index)).unwrap_or_default();
        let names = call.names();
        let right = match texts.as_slice() {
            [text] => {
                let set = if call.held(false).is_empty() {
                    "Unscoped`"
                } else {
                    "`Lacking"
                };
                text.contains(set) && names.iter().all(|name| text.contains(&format!("`{name}`")))
            }
            _ => false,
        };
        if !right {
            let id = call.endpoint.id();
            let what = format!("{} {id} without {names:?}: {texts:#?}", call.api.name);
            mistakes.push((Some(index), what));
        }
    }
    let elsewhere = by_line.into_iter();
    mistakes.extend(elsewhere.map(|(line, texts)| (None, format!("line {line}: {texts:#?}"))));
    mistakes
}

impl Lacking<'_> {
    /// The scopes that are lacking, by name.
    pub fn names(&self) -> Vec<&str> {
        let name = |id: &ScopeId| self.api.catalogue.scope(*id).name.as_str();
        self.lacks.iter().map(name).collect()
    }

    /// Every scope that gives none of those that are lacking; or every scope.
    pub fn held(&self, all: bool) -> Vec<&str> {
        let catalogue = &self.api.catalogue;
        let fits = |id: ScopeId| {
            let gives = catalogue.closure(&ScopeIds::from_iter([id]));
            all || !self.lacks.iter().any(|lacking| gives.contains(*lacking))
        };
        let held = catalogue.ids().filter(|(id, _)| fits(*id));
        held.map(|(_, scope)| scope.name.as_str()).collect()
    }
}

/// The parameters of the function around the call, and the arguments of the call.
pub fn arguments(module: &str, endpoint: &Endpoint) -> (String, String) {
    let params = endpoint
        .path_params
        .iter()
        .chain(&endpoint.query)
        .chain(&endpoint.headers);
    let mut types: Vec<String> = params
        .filter(|param| param.required)
        .map(|param| param_type(module, param))
        .collect();
    if let Body::Given(body) = &endpoint.body {
        types.push(match &body.content {
            Content::Json => "&serde_json::Value".to_owned(),
            Content::Text => "String".to_owned(),
            Content::Bytes => "passport_api::bytes::Bytes".to_owned(),
            Content::Model { ty, .. } => format!("&{module}::model::{ty}"),
        });
    }
    let mut parameters = String::new();
    let mut arguments = String::new();
    for (index, ty) in types.iter().enumerate() {
        let _ = write!(parameters, ", p{index}: {ty}");
        let _ = write!(arguments, ", p{index}");
    }
    (parameters, arguments)
}

fn param_type(module: &str, param: &Param) -> String {
    let one = match &param.ty {
        ParamType::String => "&str".to_owned(),
        ParamType::Integer => "i64".to_owned(),
        ParamType::Number => "f64".to_owned(),
        ParamType::Boolean => "bool".to_owned(),
        ParamType::Model(ty) => format!("{module}::model::{ty}"),
    };
    match param.style {
        Style::Plain | Style::Encoded => one,
        Style::List(_) => format!("Vec<{one}>"),
        Style::Fields | Style::DeepObject | Style::Json => format!("&{one}"),
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
        // Lists of lists multiply; so many ways tell as much as all of them.
        selections.truncate(MOST_SELECTIONS);
    }
    selections
}

/// The line of a call in [`source`]'s text.
fn line_of(index: usize) -> usize {
    2 + 2 * index + 2
}

const HEAD: &str = "#![allow(dead_code, deprecated)]\n";

const MOST_SELECTIONS: usize = 64;
