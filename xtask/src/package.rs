//! `cargo xtask package`: packages the library crates, and builds the packages in an empty folder
//! outside this repository, the way somebody who downloads them does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::{flag, process, workspace};

/// Packages every crate that is meant to be published, and builds a program that uses them.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    flag(arguments, "")?;
    let names = workspace::published()?;
    let packages = workspace::scratch()?.join("package");
    package(&names, &packages)?;
    let outside = Outside::create()?;
    for name in &names {
        unpack(&packages, name, &outside.0)?;
    }
    write_user(&names, &outside.0)?;
    nested_cargo::lock(&outside.0)?;
    let cargo = |arguments: &[&str]| {
        let mut command = nested_cargo::command(&outside.0, arguments);
        command.arg("--quiet");
        // What is downloaded and built once serves every later run.
        command.env("CARGO_TARGET_DIR", packages.join("outside"));
        command
    };
    // The files of a package all bear one time, so that cargo takes what an earlier run built of
    // them for up to date.
    let mut clean = cargo(&["clean"]);
    for name in &names {
        clean.args(["--package", name]);
    }
    process::run(&mut clean)?;
    process::run(&mut cargo(&["check"]))
}

/// Writes the packages, as they would be published, to `target`.
fn package(names: &[String], target: &Path) -> Outcome {
    let mut command = process::command("cargo", &["package", "--quiet", "--allow-dirty"]);
    // The build outside takes the place of cargo's own, which would build every dependency again.
    command.arg("--no-verify").arg("--target-dir").arg(target);
    for name in names {
        command.args(["--package", name]);
    }
    process::run(&mut command)
}

/// Unpacks one package into a folder with its name.
fn unpack(packages: &Path, name: &str, into: &Path) -> Outcome {
    let version = env!("CARGO_PKG_VERSION");
    let archive = packages.join(format!("package/{name}-{version}.crate"));
    process::run(
        Command::new("tar")
            .arg("-xzf")
            .arg(&archive)
            .arg("-C")
            .arg(into),
    )?;
    let folder = into.join(name);
    fs::rename(into.join(format!("{name}-{version}")), &folder)?;
    for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        if !folder.join(file).is_file() {
            return Err(format!("the package `{name}` holds no {file}").into());
        }
    }
    Ok(())
}

/// Writes a program that uses the packages in this folder.
fn write_user(names: &[String], folder: &Path) -> Outcome {
    let mut manifest = String::from(MANIFEST);
    for name in names {
        manifest += &format!("{name} = \"={}\"\n", env!("CARGO_PKG_VERSION"));
    }
    manifest += "\n[patch.crates-io]\n";
    for name in names {
        manifest += &format!("{name} = {{ path = \"{name}\" }}\n");
    }
    fs::create_dir(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/main.rs"), PROGRAM)?;
    // A folder outside knows nothing of the toolchain that is pinned here.
    let pinned = "rust-toolchain.toml";
    fs::copy(workspace::root().join(pinned), folder.join(pinned))?;
    Ok(())
}

/// An empty folder outside this repository, which is removed when this is dropped.
struct Outside(PathBuf);

impl Outside {
    fn create() -> Outcome<Self> {
        let name = format!("passport-package-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder)
            .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("warning: cannot remove {}: {error}", self.0.display());
        }
    }
}

const MANIFEST: &str = "\
[package]
name = \"outside\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[workspace]

[dependencies]
";

const PROGRAM: &str = "\
use passport_api::{Error, breb};

breb::scope_set! {
    struct Balances = \"paas.core.accounts.get\";
}

async fn balances(client: &breb::Client, account: &str) -> Result<(), Error> {
    let token = client.token::<Balances>().await?;
    client.accounts().get(&token, account).await?;
    Ok(())
}

fn main() {
    let _ = balances;
}
";
