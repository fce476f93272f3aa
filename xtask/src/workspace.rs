//! Where the repository is, and what is in it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Outcome;
use crate::process;

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    // This package is a folder in the root.
    xtask.parent().expect("the folder above xtask")
}

/// Whether the workspace has a member in this folder.
pub(crate) fn has(folder: &str) -> bool {
    root().join(folder).join("Cargo.toml").is_file()
}

/// The folder for what chores build, below the build folder that cargo uses.
pub(crate) fn scratch() -> Outcome<PathBuf> {
    Ok(target()?.join("xtask"))
}

/// The build folder that cargo uses.
pub(crate) fn target() -> Outcome<PathBuf> {
    let metadata = metadata()?;
    let target = metadata["target_directory"].as_str().map(PathBuf::from);
    Ok(target.ok_or("cargo metadata names no target directory")?)
}

/// What cargo says of each package of the workspace.
pub(crate) fn members() -> Outcome<Vec<Value>> {
    let members = metadata()?["packages"].as_array().cloned();
    Ok(members.ok_or("cargo metadata names no packages")?)
}

/// Whether a package is meant to be published.
pub(crate) fn is_published(package: &Value) -> bool {
    // `publish = false` is an empty list of registries.
    package["publish"].is_null()
}

/// The names of the packages that are meant to be published, in the order of their dependence.
pub(crate) fn published() -> Outcome<Vec<String>> {
    let members = members()?;
    let published = members.iter().filter(|package| is_published(package));
    let names = published.filter_map(|package| package["name"].as_str().map(str::to_owned));
    Ok(names.collect())
}

/// The features of a package, without `default`.
pub(crate) fn features(package: &str) -> Outcome<Vec<String>> {
    let members = members()?;
    let found = members.iter().find(|known| known["name"] == package);
    let features = found.and_then(|package| package["features"].as_object());
    let names = features.into_iter().flat_map(|features| features.keys());
    Ok(names.filter(|name| *name != "default").cloned().collect())
}

/// Every feature of these packages, as the option `--features` of a command for the workspace.
pub(crate) fn all_features(packages: &[String]) -> Outcome<String> {
    let mut all = Vec::new();
    for package in packages {
        let features = features(package)?.into_iter();
        all.extend(features.map(|feature| format!("{package}/{feature}")));
    }
    Ok(all.join(","))
}

/// The files under version control, or about to be, with their paths from the root.
pub(crate) fn files() -> Outcome<Vec<String>> {
    let arguments = [
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ];
    let list = process::output("git", &arguments)?;
    let files = list.split('\0').filter(|path| !path.is_empty());
    // A file that is deleted but not yet committed is still on the list.
    let files = files.filter(|path| root().join(path).is_file());
    Ok(files.map(str::to_owned).collect())
}

fn metadata() -> Outcome<Value> {
    let arguments = ["metadata", "--no-deps", "--format-version", "1"];
    let text = process::output("cargo", &arguments)?;
    Ok(serde_json::from_str(&text)?)
}
