//! Where the repository is.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Outcome;
use crate::process;

/// The repository's root.
///
/// # Panics
///
/// Never: this package is a folder in the root.
#[must_use]
pub fn root() -> &'static Path {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    benches.parent().expect("the folder above benches")
}

/// The folder for what a benchmark builds, below the build folder that cargo uses.
///
/// # Errors
///
/// If cargo does not say where it builds.
pub fn scratch() -> Outcome<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&process::output(cargo.current_dir(root()))?)?;
    let target = metadata["target_directory"].as_str();
    let target = target.ok_or("cargo metadata names no target directory")?;
    Ok(Path::new(target).join("benches"))
}
