//! The proof over an imported crate: every call is accepted with just its scopes, and refused by
//! the server and by the compiler without one of them.
//!
//! Two packages are written below the target folder. One is a program that calls each operation
//! against the sandbox over TLS, with the arguments of `examples.json`, once for each alternative of
//! scopes, and then repeats each call with tokens that lack one (`program/`). The other is a library
//! of calls that lack one, which is only checked (`xtask::lacking`).

mod program;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use passport_spec::{Requirement, Spec};
use serde_json::Value;
use xtask::calls::{MODULE, models};
use xtask::lacking::{self, Lacking};
use xtask::scratch::{Package, path_dependency};

use crate::Outcome;
use crate::workspace;

/// How many operations do what they must.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Proof {
    /// All of them.
    pub(crate) operations: usize,
    /// Those that the server accepts with just their scopes, with each alternative, and whose answer
    /// the generated types read.
    pub(crate) accepted: usize,
    /// Those that need a token.
    pub(crate) guarded: usize,
    /// Of those, the ones that the server refuses whichever scope is missing, or with no good token.
    pub(crate) refused_by_server: usize,
    /// Those that need scopes.
    pub(crate) scoped: usize,
    /// Of those, the ones that do not compile whichever scope is missing, with one error each.
    pub(crate) refused_by_compiler: usize,
    /// What is wrong, in sentences that begin with the endpoint.
    pub(crate) problems: Vec<String>,
}

/// Proves the crate in a folder, as `cargo passport import` wrote it; `target` is the folder for
/// what is built, which several proofs share one after the other.
pub(crate) fn prove(folder: &Path, target: &Path) -> Outcome<Proof> {
    let imported = Imported::read(folder, target)?;
    let mut proof = Proof::default();
    for api in imported.spec.apis() {
        let endpoints = &api.endpoints;
        let guarded = endpoints
            .iter()
            .filter(|e| e.requirement != Requirement::Public);
        proof.operations += endpoints.len();
        proof.guarded += guarded.count();
        let calls = lacking::calls(MODULE, api);
        proof.scoped += ids(&calls).len();
        compile(&imported, &calls, &mut proof)?;
        program::run(&imported, api, &calls, &mut proof)?;
    }
    Ok(proof)
}

/// An imported crate.
struct Imported {
    folder: PathBuf,
    target: PathBuf,
    /// The crate's name.
    package: String,
    spec: Spec,
    examples: Value,
    /// The source text of its types.
    models: String,
}

impl Imported {
    fn read(folder: &Path, target: &Path) -> Outcome<Self> {
        let folder = folder.canonicalize()?;
        let text = |file: &str| {
            let path = folder.join(file);
            let text = std::fs::read_to_string(&path);
            text.map_err(|error| format!("cannot read {}: {error}", path.display()))
        };
        let manifest = text("Cargo.toml")?;
        let names = manifest
            .lines()
            .filter_map(|line| line.strip_prefix("name = "));
        let name = names.map(|name| name.trim_matches('"')).next();
        Ok(Self {
            target: target.to_owned(),
            package: name.ok_or("the crate's Cargo.toml has no name")?.to_owned(),
            spec: Spec::load(folder.join("scopes.toml"))?,
            examples: serde_json::from_str(&text("examples.json")?)?,
            models: models(&folder.join("src"))?,
            folder,
        })
    }

    /// A package beside the others that uses the crate.
    fn user(&self, name: &str, more: &[String]) -> Outcome<Package> {
        let api = workspace::root().join("passport-api");
        let mut dependencies = vec![
            path_dependency(
                MODULE,
                &self.folder,
                &format!(", package = {:?}", self.package),
            ),
            path_dependency("passport-api", &api, ", default-features = false"),
            "serde_json = \"1\"".to_owned(),
        ];
        dependencies.extend_from_slice(more);
        let folder = self.target.join("packages").join(&self.package).join(name);
        Ok(Package::create(&folder, &self.target, name, &dependencies)?)
    }
}

/// Lets the compiler refuse the calls that lack a scope.
fn compile(imported: &Imported, calls: &[Lacking<'_>], proof: &mut Proof) -> Outcome {
    if calls.is_empty() {
        return Ok(());
    }
    let package = imported.user("lacking", &[])?;
    package.write("src/lib.rs", &lacking::source(calls, false))?;
    let mut wrong = BTreeSet::new();
    for (call, what) in lacking::mistakes(calls, &package.check()?) {
        wrong.extend(call.map(|index| calls[index].endpoint.id()));
        proof.problems.push(format!("the compiler, for {what}"));
    }
    let all = ids(calls);
    proof.refused_by_compiler += all.difference(&wrong).count();
    Ok(())
}

fn ids(calls: &[Lacking<'_>]) -> BTreeSet<String> {
    calls.iter().map(|call| call.endpoint.id()).collect()
}

#[cfg(test)]
mod tests;
