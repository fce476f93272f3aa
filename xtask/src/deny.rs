//! `cargo xtask deny`: holds the dependencies against `deny.toml`, by `cargo deny`.
//!
//! Their licences, where they come from, and what they do while they are built. Known
//! vulnerabilities are left out: their list is fetched from the network, and the gate asks for
//! nothing but the crate registry. `cargo deny check advisories` looks them up.

use std::process::{Command, Stdio};

use crate::{Outcome, flag, process};

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
    process::run(&mut command())
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

/// What `.ci/run` does as well. A tool that runs for seconds is compiled sooner unoptimized.
const INSTALL: &str = "cargo install --debug --locked cargo-deny@0.20.2";

#[cfg(test)]
mod tests {
    use super::INSTALL;
    use crate::workspace;

    #[test]
    fn the_build_machine_installs_the_same_version() {
        let gate = std::fs::read_to_string(workspace::root().join(".ci/run")).unwrap();
        assert!(gate.contains(INSTALL), "{gate}");
    }
}
