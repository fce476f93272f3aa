//! Allocations of a call, by a client whose allocator counts.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use crate::Outcome;
use crate::client::{Allocations, Job};
use crate::{process, workspace};

/// The median over the job's calls.
pub(super) fn count(job: &Job) -> Outcome<Allocations> {
    let mut client = Command::new(client()?);
    client.args([Job::ARGUMENT, &serde_json::to_string(job)?]);
    let mut all: Vec<Allocations> = serde_json::from_str(&process::output(&mut client)?)?;
    all.sort_unstable();
    let middle = all.get(all.len() / 2).copied();
    middle.ok_or_else(|| "the client has made no call".into())
}

/// The client, built as this executable was: `cargo run` builds but the one that it runs.
fn client() -> Outcome<PathBuf> {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    if let Some(built) = BUILT.get() {
        return Ok(built.clone());
    }
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package", env!("CARGO_PKG_NAME")]);
    cargo.args(["--bin", CLIENT, "--message-format", "json"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    if cfg!(feature = "peers") {
        cargo.args(["--features", "peers"]);
    }
    let messages = process::output(cargo.current_dir(workspace::root()))?;
    let built = messages.lines().find_map(executable);
    let built = built.ok_or_else(|| format!("cargo has built no `{CLIENT}`"))?;
    Ok(BUILT.get_or_init(|| built).clone())
}

/// The executable, in cargo's message that it is built.
fn executable(message: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    let is_client = message["target"]["name"] == CLIENT;
    let path = message["executable"].as_str().filter(|_| is_client)?;
    Some(path.into())
}

const CLIENT: &str = "counted-client";
