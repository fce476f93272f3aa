//! A package that is written in order to be compiled, and its dependencies, built before.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::compiler::Compiler;
use crate::Outcome;
use crate::{process, workspace};

/// A package outside of every workspace, below the build folder.
#[derive(Clone, Debug)]
pub(super) struct Package {
    folder: PathBuf,
    target: PathBuf,
}

impl Package {
    /// Writes a package without sources; `dependencies` are lines of its section.
    pub(super) fn create(name: &str, dependencies: &str) -> Outcome<Self> {
        let package = Self::empty(name)?;
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}\n"
        );
        package.write("Cargo.toml", &manifest)?;
        package.write("src/lib.rs", "")?;
        package.seal()?;
        Ok(package)
    }

    /// An empty folder for a package that something else writes.
    pub(super) fn empty(name: &str) -> Outcome<Self> {
        let place = workspace::scratch()?.join("compile");
        let folder = place.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let target = place.join("target");
        Ok(Self { folder, target })
    }

    /// Takes the package out of this workspace, and gives it the versions that this one uses.
    pub(super) fn seal(&self) -> Outcome {
        let manifest = self.read("Cargo.toml")?;
        self.write("Cargo.toml", &format!("{manifest}\n[workspace]\n"))?;
        Ok(nested_cargo::lock_with_others(&self.folder)?)
    }

    /// A file or folder of the package.
    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// Writes a file of the package, and the folders above it.
    pub(super) fn write(&self, file: &str, text: &str) -> Outcome {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// Reads a file of the package.
    pub(super) fn read(&self, file: &str) -> Outcome<String> {
        let path = self.path(file);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// Cargo in the package's folder, as in a default build: without settings of this process.
    pub(super) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = nested_cargo::command(&self.folder, arguments);
        for (name, _) in std::env::vars_os() {
            let shown = name.to_string_lossy();
            if shown.starts_with("CARGO_PROFILE_") || CHANGES_BUILDS.contains(&&*shown) {
                cargo.env_remove(&name);
            }
        }
        cargo.env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// Builds what the package depends on, and takes it as what its library is compiled with.
    ///
    /// The library is empty meanwhile: it is the compiler alone that is measured later.
    pub(super) fn compiler(&self) -> Outcome<Compiler> {
        let source = self.read("src/lib.rs")?;
        self.write("src/lib.rs", "")?;
        let messages = process::output(&mut self.cargo(&[
            "check",
            "--lib",
            "--quiet",
            "--message-format=json",
        ]));
        self.write("src/lib.rs", &source)?;
        let libraries = libraries(&messages?)?;
        let metadata = process::output(&mut self.cargo(&["metadata", "--format-version=1"]))?;
        let (edition, dependencies) = dependencies(&serde_json::from_str(&metadata)?)?;
        let externs = dependencies.into_iter().map(|(name, id)| {
            let library = libraries.get(&id).cloned();
            let library = library.ok_or_else(|| format!("cargo has built no library of {id}"))?;
            Ok((name, library))
        });
        Ok(Compiler {
            rustc: rustc()?,
            edition,
            externs: externs.collect::<Outcome<_>>()?,
            libraries: self.target.join("debug/deps"),
            folder: self.folder.clone(),
        })
    }
}

/// The compiler itself, past the proxy that chooses a toolchain.
fn rustc() -> Outcome<PathBuf> {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim()).join("bin/rustc"))
}

/// The libraries that cargo says it has built for `cargo check`, by the ids of their packages.
fn libraries(messages: &str) -> Outcome<BTreeMap<String, PathBuf>> {
    let mut libraries = BTreeMap::new();
    for line in messages.lines() {
        let message: Value = serde_json::from_str(line)?;
        let files = message["filenames"].as_array().into_iter().flatten();
        let files: Vec<&str> = files.filter_map(Value::as_str).collect();
        // A crate that a macro or a build script needs has an `.rlib` beside its `.rmeta`.
        if let ([file], Some(id)) = (&files[..], message["package_id"].as_str())
            && (file.ends_with(".rmeta") || message["target"]["kind"][0] == "proc-macro")
        {
            libraries.insert(id.to_owned(), PathBuf::from(file));
        }
    }
    Ok(libraries)
}

/// The edition of the package, and what it depends on: the names in its source, and packages' ids.
fn dependencies(metadata: &Value) -> Outcome<(String, Vec<(String, String)>)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let root = &metadata["resolve"]["root"];
    let packages = list(&metadata["packages"]);
    let package = packages.iter().find(|package| package["id"] == *root);
    let nodes = list(&metadata["resolve"]["nodes"]);
    let node = nodes.iter().find(|node| node["id"] == *root);
    let (package, node) = package
        .zip(node)
        .ok_or("cargo metadata does not list the package itself")?;
    let dependencies = list(&node["deps"]);
    let dependencies = dependencies
        .iter()
        .map(|dependency| (text(&dependency["name"]), text(&dependency["pkg"])));
    Ok((text(&package["edition"]), dependencies.collect()))
}

/// A dependency on this workspace's `passport-api`, as an import writes it.
pub(super) fn passport_api() -> String {
    let api = workspace::root().join("passport-api");
    format!("passport-api = {{ path = {api:?}, default-features = false }}")
}

/// Settings that a default build does not have.
const CHANGES_BUILDS: &[&str] = &[
    "CARGO_INCREMENTAL",
    "PASSPORT_MACROS_DEBUG",
    "RUSTC_BOOTSTRAP",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTFLAGS",
];
