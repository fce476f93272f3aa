//! `cargo xtask next-solver`: what becomes of the packages under the compiler's next trait solver.
//!
//! A missing scope is an error of the trait solver, so the day on which the compiler exchanges it must
//! bring no surprise. Checked are that `passport-api` compiles with all its features, that each
//! endpoint compiles with its scopes only, and what the messages in `tests/ui` say.

mod messages;

use std::path::PathBuf;

use passport_spec::Spec;
use xtask::lacking;
use xtask::scratch::{Message, Package, path_dependency};

use crate::{Outcome, flag, workspace};
use messages::{Case, Difference};

pub(crate) fn run(arguments: &[String]) -> Outcome {
    flag(arguments, "")?;
    let endpoints = prove()?;
    println!("{endpoints} calls that lack a scope are an error each, and none when they hold it");
    compare()
}

/// Compiles a call for each way in which it can lack a scope, as the test `exhaustive` does.
fn prove() -> Outcome<usize> {
    let mut specs = Vec::new();
    for (file, krate) in [
        ("scopes.toml", "passport_api"),
        ("tests/foreign/scopes.toml", "passport_tests"),
    ] {
        let spec = Spec::load(workspace::root().join(file)).map_err(|error| error.to_string())?;
        specs.push((spec, krate));
    }
    let apis = specs
        .iter()
        .flat_map(|(spec, krate)| spec.apis().iter().map(move |api| (api, krate)));
    let calls: Vec<lacking::Lacking<'_>> = apis
        .flat_map(|(api, krate)| lacking::calls(&format!("{krate}::{}", api.name), api))
        .collect();
    let check = |name: &str, all: bool| -> Outcome<Vec<Message>> {
        let package = package(name)?;
        package.write("src/lib.rs", &lacking::source(&calls, all))?;
        Ok(package.check()?)
    };
    let mistakes = lacking::mistakes(&calls, &check("without", false)?);
    let with = check("with", true)?;
    if mistakes.is_empty() && with.is_empty() {
        return Ok(calls.len());
    }
    Err(format!("calls without a scope: {mistakes:#?}\ncalls with all scopes: {with:#?}").into())
}

/// Holds the errors of each case of `tests/ui` against those of today's solver.
fn compare() -> Outcome {
    let package = package("ui")?;
    let cases = Case::all(&workspace::root().join("tests/ui"))?;
    for case in &cases {
        package.add_binary(&case.name, &case.file)?;
    }
    let mut found = package.check_binaries()?;
    let mut differences = Vec::new();
    for case in &cases {
        let difference = case.compare(&found.remove(&case.name).unwrap_or_default())?;
        differences.extend(difference);
    }
    let (known, new): (Vec<Difference>, Vec<Difference>) =
        differences.into_iter().partition(Difference::is_known);
    for (case, why) in messages::KNOWN {
        if !known.iter().any(|difference| difference.case == *case) {
            let message = format!(
                "tests/ui/{case}.rs says the same under both solvers by now; remove it from `KNOWN` \
                 in xtask/src/next_solver/messages.rs ({why})"
            );
            return Err(message.into());
        }
    }
    println!(
        "{} cases, of which {} are known to be worded otherwise",
        cases.len(),
        known.len()
    );
    if new.is_empty() {
        return Ok(());
    }
    let texts: Vec<String> = new.iter().map(ToString::to_string).collect();
    Err(format!(
        "{} cases differ under the next trait solver:\n{}\nif the new text still says which set lacks \
         which scope, add the case to `KNOWN` in xtask/src/next_solver/messages.rs",
        new.len(),
        texts.join("\n")
    )
    .into())
}

/// A package with what the cases of `tests/ui` depend on.
fn package(name: &str) -> Outcome<Package> {
    let folder = folder();
    let root = workspace::root();
    let dependencies = [
        path_dependency("passport-api", &root.join("passport-api"), ""),
        path_dependency("passport-tests", &root.join("tests"), ""),
        path_dependency("library", &root.join("examples/library"), ""),
        "serde = { version = \"1\", features = [\"derive\"] }".to_owned(),
        "serde_json = \"1\"".to_owned(),
        "http = \"1\"".to_owned(),
        "tokio = { version = \"1\", features = [\"rt-multi-thread\"] }".to_owned(),
    ];
    let target = folder.join("target");
    let package = Package::create(&folder.join(name), &target, name, &dependencies)?;
    Ok(package.with_unstable_flags("-Znext-solver=globally -Adead_code"))
}

fn folder() -> PathBuf {
    workspace::root().join("target/xtask/next-solver")
}
