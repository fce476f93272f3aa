//! What the packages offer, as JSON by rustdoc.
//!
//! Stable rustdoc writes JSON only where `RUSTC_BOOTSTRAP` is set. The format has a version, which
//! changes with the compiler; `rust-toolchain.toml` pins that, so nothing changes by itself.
//!
//! Only rustdoc gets the variable: build scripts look at it, and whatever depends on one of theirs
//! would be compiled again. So cargo is given this program in rustdoc's place.

use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::{Outcome, process, workspace};

/// Where cargo has started this program as rustdoc: what rustdoc came to.
pub(crate) fn stand_in() -> Option<ExitCode> {
    env::var_os(STAND_IN)?;
    let status = rustdoc().args(env::args_os().skip(1)).status();
    match status {
        Ok(status) if status.success() => return Some(ExitCode::SUCCESS),
        Ok(_) => {}
        Err(error) => eprintln!("error: cannot start `rustdoc`: {error}"),
    }
    Some(ExitCode::FAILURE)
}

/// Writes the JSON of these published packages, with all of their features; answers with its folder.
///
/// Of all packages by way of the whole workspace, as the gate's other steps: so the dependencies are
/// those that are compiled already. Of some, without a look at those that depend on them.
pub(super) fn document(packages: &[String]) -> Outcome<PathBuf> {
    let mut command = process::command("cargo", &["doc", "--lib", "--no-deps", "--quiet"]);
    if packages == workspace::published()? {
        command.arg("--workspace");
    } else {
        let chosen = packages.iter().flat_map(|package| ["--package", package]);
        command.args(chosen);
    }
    command.args(["--features", &workspace::all_features(packages)?]);
    command.env("RUSTDOC", env::current_exe()?);
    command.env(STAND_IN, "1");
    command.env("RUSTDOCFLAGS", JSON.join(" "));
    process::run(&mut command)?;
    Ok(workspace::target()?.join("doc"))
}

/// rustdoc, that may do what is not stable yet.
pub(super) fn rustdoc() -> Command {
    let mut command = Command::new("rustdoc");
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}

/// Set where this program stands in for rustdoc.
const STAND_IN: &str = "PASSPORT_XTASK_IS_RUSTDOC";

/// With docs.rs' `cfg`, so that what is written for docs.rs alone is compiled here as well.
pub(super) const JSON: &[&str] = &["--cfg=docsrs", "-Zunstable-options", "--output-format=json"];
