//! Cargo in packages that tests, chores and benchmarks write.
//!
//! Such a package is a workspace of its own, and so has a `Cargo.lock` of its own. It is to use the
//! versions that this repository's `Cargo.lock` names, because those are downloaded already, and it
//! is to build on a machine without network as well as on one whose registry cache holds nothing but
//! the packages that this machine's platform needs. Two flags look right and are not:
//!
//! * `--offline` fails where a command wants a package that no build has needed so far, such as
//!   `cargo metadata`, which reads the packages of all platforms.
//! * No flag at all asks the registry for the versions that the package itself depends on, and fails
//!   without network.
//!
//! So there are two steps: [`lock`] chooses the versions, which never asks the network, and
//! [`command`] is cargo with `--locked`, which downloads a package that is missing and nothing else.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

/// Gives the package or workspace in a folder a `Cargo.lock` with this repository's versions.
///
/// The manifests have to be there already, and those of all path dependencies.
///
/// # Errors
///
/// If the file cannot be written, or cargo cannot read the manifests, or one of them needs a crate
/// that this repository's `Cargo.lock` does not name.
pub fn lock(folder: &Path) -> io::Result<()> {
    copy_versions(folder)?;
    update(folder, &["--offline"])
}

/// The same for a package that needs other crates as well: the registry is asked for their versions.
///
/// # Errors
///
/// As [`lock`], and if the registry cannot be reached or has no such crate.
pub fn lock_with_others(folder: &Path) -> io::Result<()> {
    // Where nothing else is needed, nothing is asked.
    if lock(folder).is_ok() {
        return Ok(());
    }
    copy_versions(folder)?;
    update(folder, &[])
}

/// Cargo in a folder whose versions are locked; `arguments` begin with the subcommand.
pub fn command<I>(folder: &Path, arguments: I) -> Command
where
    I: IntoIterator,
    I::Item: AsRef<OsStr>,
{
    let mut command = cargo(folder);
    // In front of the subcommand, because behind it a `--` may follow.
    command.arg("--locked").args(arguments);
    command
}

fn copy_versions(folder: &Path) -> io::Result<()> {
    let versions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    // Not a copy of the file with its permissions, which may be those of a read-only checkout.
    fs::write(folder.join("Cargo.lock"), fs::read(versions)?)
}

/// Adds what the folder's `Cargo.lock` lacks, and removes what the manifests do not need.
fn update(folder: &Path, flags: &[&str]) -> io::Result<()> {
    let mut cargo = cargo(folder);
    // `--workspace` keeps every version that the file names.
    cargo.args(["update", "--workspace", "--quiet"]).args(flags);
    let output = cargo.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "cargo cannot lock the versions in {}: {}",
        folder.display(),
        String::from_utf8_lossy(&output.stderr).trim()
    )))
}

/// The cargo that runs this process, or else the one in `PATH`.
fn cargo(folder: &Path) -> Command {
    let name = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(name);
    command.current_dir(folder);
    command
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{command, lock};

    /// A package below the system's temporary folder, with this section of dependencies.
    fn package(name: &str, dependencies: &str) -> PathBuf {
        let name = format!("passport-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("src/lib.rs"), "").unwrap();
        let manifest = format!(
            "[package]\nname = {name:?}\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\n{dependencies}\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        folder
    }

    /// The version of `serde` in the text of a lock file.
    fn serde(lock: &str) -> &str {
        let (_, rest) = lock.split_once("name = \"serde\"\nversion = \"").unwrap();
        rest.split('"').next().unwrap()
    }

    #[test]
    fn versions_are_those_of_this_repository_and_stay() {
        let folder = package("locked", "serde = \"1\"");
        lock(&folder).unwrap();
        let text = fs::read_to_string(folder.join("Cargo.lock")).unwrap();
        let ours = include_str!("../../../Cargo.lock");
        assert_eq!(serde(&text), serde(ours));
        assert!(!text.contains("name = \"tokio\""), "only what is needed");

        let tree = command(&folder, ["tree", "--prefix", "none"])
            .output()
            .unwrap();
        assert!(tree.status.success(), "{tree:?}");
        let after = fs::read_to_string(folder.join("Cargo.lock")).unwrap();
        assert_eq!(after, text);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_crate_without_a_version_here_is_refused() {
        let folder = package("unlocked", "no-such-crate-in-this-repository = \"1\"");
        let error = lock(&folder).unwrap_err().to_string();
        assert!(
            error.contains("no-such-crate-in-this-repository"),
            "{error}"
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
