//! `cargo xtask deny`: holds the dependencies against `deny.toml`, by `cargo deny`.
//!
//! Their licences, where they come from, what they do while they are built, and by what each says of
//! itself, whether it can be compiled with the Rust that the packages promise to need. Known
//! vulnerabilities are left out: their list is fetched from the network, and the gate asks for
//! nothing but the crate registry. `cargo deny check advisories` looks them up.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{Outcome, flag, process, workspace};

/// Checks the dependencies.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    flag(arguments, "")?;
    check()
}

/// The same for the gate.
pub(crate) fn check() -> Outcome {
    let version = process::command("cargo", &["deny", "--version"])
        .stderr(Stdio::null())
        .output()?;
    if !version.status.success() {
        return Err(format!("`cargo deny` is missing; install it with `{INSTALL}`").into());
    }
    process::run(&mut command())?;
    check_rust_versions()
}

fn command() -> Command {
    // Doubles and licences that nothing has are warnings, which would hide the rest.
    let mut command = process::command("cargo", &["deny", "--locked", "--log-level", "error"]);
    command.args([
        "check",
        "--hide-inclusion-graph",
        "bans",
        "licenses",
        "sources",
    ]);
    command
}

/// Fails where a dependency needs a newer Rust than the packages that are published promise.
fn check_rust_versions() -> Outcome {
    let members = workspace::members()?;
    let promised = members
        .iter()
        .find(|member| workspace::is_published(member));
    let promised = promised.and_then(|member| member["rust_version"].as_str());
    let promised = promised.ok_or("no published package states a `rust-version`")?;
    let arguments = ["metadata", "--locked", "--format-version", "1"];
    let metadata: Value = serde_json::from_str(&process::output("cargo", &arguments)?)?;
    let newer = newer(&metadata, promised);
    match newer.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "{}; Rust {promised} is promised: keep an older version of the dependency in Cargo.lock, \
             or raise `rust-version` in Cargo.toml and the `channel` in rust-toolchain.toml together",
            newer.join("; ")
        )
        .into()),
    }
}

/// The packages that say that they need a newer Rust than this.
fn newer(metadata: &Value, promised: &str) -> Vec<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let newer = packages.filter_map(|package| {
        let needed = package["rust_version"].as_str()?;
        let name = package["name"].as_str().unwrap_or_default();
        let version = package["version"].as_str().unwrap_or_default();
        (numbers(needed) > numbers(promised))
            .then(|| format!("{name} {version} needs Rust {needed}"))
    });
    newer.collect()
}

/// The first two numbers of a Rust version: no patch release adds what a package could need.
fn numbers(version: &str) -> Vec<u32> {
    let numbers = version.split('.').take(2);
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// What `.ci/run` does as well. A tool that runs for seconds is compiled sooner unoptimized.
const INSTALL: &str = "cargo install --debug --locked cargo-deny@0.20.2";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{INSTALL, newer};
    use crate::workspace;

    #[test]
    fn a_dependency_that_needs_a_newer_rust_is_named() {
        let package = |name: &str, needed: Option<&str>| json!({ "name": name, "version": "1.0.0", "rust_version": needed });
        let packages = [
            package("silent", None),
            package("old", Some("1.9")),
            package("same", Some("1.95.3")),
            package("new", Some("1.96")),
        ];
        let newer = newer(&json!({ "packages": packages }), "1.95");
        assert_eq!(newer, ["new 1.0.0 needs Rust 1.96"]);
    }

    #[test]
    fn the_build_machine_installs_the_same_version() {
        let gate = std::fs::read_to_string(workspace::root().join(".ci/run")).unwrap();
        let version = INSTALL.split(' ').next_back().unwrap();
        let line = format!(" {version} cargo-deny --debug\n");
        assert!(gate.contains(&line), "{version} is not in:\n{gate}");
    }
}
