//! Programs of this package whose allocator counts, which would slow down all that is timed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::Outcome;
use crate::{process, workspace};

/// The program of this name, built as this executable was, once in a run: `cargo run` builds but the
/// one that it runs.
///
/// # Errors
///
/// If it cannot be built.
pub fn program(name: &'static str) -> Outcome<PathBuf> {
    static BUILT: Mutex<BTreeMap<&str, PathBuf>> = Mutex::new(BTreeMap::new());
    // What is in the map is whole, whoever panicked.
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(path) = built.get(name) {
        return Ok(path.clone());
    }
    let path = build(name)?;
    built.insert(name, path.clone());
    Ok(path)
}

fn build(name: &str) -> Outcome<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package", env!("CARGO_PKG_NAME")]);
    cargo.args(["--bin", name, "--message-format", "json"]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    if cfg!(feature = "peers") {
        cargo.args(["--features", "peers"]);
    }
    let messages = process::output(cargo.current_dir(workspace::root()))?;
    let mut messages = messages.lines();
    let built = messages.find_map(|message| executable(message, name));
    built.ok_or_else(|| format!("cargo has built no `{name}`").into())
}

/// The executable, in cargo's message that it is built.
fn executable(message: &str, name: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    let is_it = message["target"]["name"] == name;
    let path = message["executable"].as_str().filter(|_| is_it)?;
    Some(path.into())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::executable;

    #[test]
    fn the_message_about_the_program_names_its_path() {
        let message = r#"{"target":{"name":"counted"},"executable":"/target/counted"}"#;
        let found = executable(message, "counted");
        assert_eq!(found.as_deref(), Some(Path::new("/target/counted")));
        assert_eq!(executable(message, "other"), None);
        let library = r#"{"target":{"name":"counted"},"executable":null}"#;
        assert_eq!(executable(library, "counted"), None);
    }
}
