//! A call of every endpoint of an imported crate as source text, with the arguments of its
//! `examples.json`.
//!
//! The program around it has the crate as [`MODULE`], and in its root the types `Made` and `Call` and
//! the functions `said` and `field`, which `documents/calls/program/main.rs` defines.

mod arguments;
mod form;

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use passport_spec::{Api, Endpoint, Requirement, ScopeId};
use serde_json::Value;

/// A call with a token of just the scopes that it needs, or of one alternative of them.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What is called.
    pub endpoint: &'a Endpoint,
    /// The scopes by name; `None` for no token.
    pub scopes: Option<Vec<&'a str>>,
}

/// The module with all calls in its table `CALLS`, and what each of them is.
///
/// `examples` are those of the API, and `models` is the source text of the crate, as [`models`] reads
/// it.
pub fn source<'a>(api: &'a Api, examples: &Value, models: &str) -> (String, Vec<Case<'a>>) {
    let mut text = String::from("use crate::{Made, said};\n\n");
    let mut table = String::from("pub(crate) const CALLS: &[crate::Call] = &[\n");
    let (mut sets, mut cases) = (Vec::new(), Vec::new());
    for endpoint in &api.endpoints {
        let request = &examples[endpoint.id()]["request"];
        for scopes in needed(api, endpoint) {
            let set = scopes.as_ref().map(|scopes| set_name(&mut sets, scopes));
            let index = cases.len();
            text += &arguments::function(index, set.as_deref(), endpoint, request, models);
            let _ = writeln!(table, "call{index},");
            cases.push(Case { endpoint, scopes });
        }
    }
    for (index, scopes) in sets.iter().enumerate() {
        let list: Vec<String> = scopes.iter().map(|scope| format!("{scope:?}")).collect();
        let _ = writeln!(
            text,
            "{MODULE}::scope_set! {{ struct Set{index} = {}; }}",
            list.join(", ")
        );
    }
    (text + &table + "];\n", cases)
}

/// The source text of all modules below a folder.
///
/// # Errors
///
/// If a file cannot be read.
pub fn models(folder: &Path) -> io::Result<String> {
    let mut text = String::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                text += &fs::read_to_string(path)?;
            }
        }
    }
    Ok(text)
}

/// The name of a set with these scopes, which is added where there is none.
fn set_name<'a>(sets: &mut Vec<Vec<&'a str>>, scopes: &[&'a str]) -> String {
    // No set can be declared with nothing in it, so there is one.
    if scopes.is_empty() {
        return format!("{MODULE}::sets::Unscoped");
    }
    let place = sets.iter().position(|known| known == scopes);
    let place = place.unwrap_or_else(|| {
        sets.push(scopes.to_vec());
        sets.len() - 1
    });
    format!("Set{place}")
}

/// The scopes of each token that the call takes, by name; `None` for no token.
fn needed<'a>(api: &'a Api, endpoint: &Endpoint) -> Vec<Option<Vec<&'a str>>> {
    let name = |id: &ScopeId| api.catalogue.scope(*id).name.as_str();
    let alternatives = endpoint.requirement.alternatives().iter();
    let mut needed: Vec<_> = alternatives
        .map(|ids| Some(ids.iter().map(name).collect()))
        .collect();
    match endpoint.requirement {
        Requirement::Public => needed.push(None),
        Requirement::AnyToken | Requirement::Unknown => needed.push(Some(Vec::new())),
        _ => {}
    }
    if endpoint.anonymous {
        needed.push(None);
    }
    needed
}

/// What the program calls the imported crate.
pub const MODULE: &str = "imported";
