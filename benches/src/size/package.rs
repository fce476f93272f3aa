//! A package of many programs, which share what they depend on.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::binary::Binary;
use crate::Outcome;
use crate::process;
use crate::workspace;

/// A package outside of the workspace that uses the versions of its `Cargo.lock`.
pub(super) struct Package {
    name: String,
    folder: PathBuf,
}

impl Package {
    /// Writes a package without programs; `dependencies` are lines of its manifest.
    pub(super) fn create(name: &str, dependencies: &[String]) -> Outcome<Self> {
        let folder = workspace::scratch()?.join("size").join(name);
        let programs = folder.join("src/bin");
        // Programs of an earlier run would be built as well.
        if programs.exists() {
            fs::remove_dir_all(&programs)?;
        }
        fs::create_dir_all(&programs)?;
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\n{}\n\n{PROFILES}",
            dependencies.join("\n")
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        let name = name.to_owned();
        Ok(Self { name, folder })
    }

    /// Writes a file below `src/bin`; one with the ending `rs` is a program.
    pub(super) fn write(&self, file: &str, text: &str) -> Outcome {
        self.write_file(&format!("src/bin/{file}"), text)
    }

    /// Writes a file below the package's folder.
    pub(super) fn write_file(&self, file: &str, text: &str) -> Outcome {
        let path = self.folder.join(file);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    /// Builds all programs.
    pub(super) fn build(&self, profile: &str) -> Outcome {
        self.cargo_build(profile, &["--bins"])
    }

    /// Builds some programs.
    pub(super) fn build_some(&self, profile: &str, programs: &[&str]) -> Outcome {
        let arguments: Vec<&str> = programs.iter().flat_map(|name| ["--bin", name]).collect();
        self.cargo_build(profile, &arguments)
    }

    /// Looks at a program that was built.
    pub(super) fn binary(&self, profile: &str, program: &str) -> Outcome<Binary> {
        Binary::read(&self.target().join(profile).join(program))
    }

    /// The crates that a build for this machine compiles, itself and those that build scripts and
    /// macros need included: `name version`, each once.
    pub(super) fn crates(&self) -> Outcome<Vec<String>> {
        let mut cargo = self.cargo(&["tree", "--edges", "normal,build", "--prefix", "none"])?;
        let tree = process::output(cargo.args(["--format", "{p}"]))?;
        let words = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let mut crates: Vec<String> = tree.lines().map(words).collect();
        crates.sort_unstable();
        crates.dedup();
        crates.retain(|name| !name.starts_with(&format!("{} ", self.name)));
        Ok(crates)
    }

    /// Cargo in the package's folder, with an environment that makes builds comparable.
    pub(super) fn cargo(&self, arguments: &[&str]) -> Outcome<Command> {
        // The programs are there now, without which cargo would refuse the package.
        nested_cargo::lock_with_others(&self.folder)?;
        let mut cargo = nested_cargo::command(&self.folder, arguments);
        cargo.env("CARGO_INCREMENTAL", "0");
        cargo.env("CARGO_TARGET_DIR", self.target());
        for variable in ["RUSTFLAGS", "CARGO_PROFILE_RELEASE_DEBUG"] {
            cargo.env_remove(variable);
        }
        Ok(cargo)
    }

    pub(super) fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    fn cargo_build(&self, profile: &str, more: &[&str]) -> Outcome {
        let mut cargo = self.cargo(&["build", "--quiet", "--profile", profile])?;
        process::output(cargo.args(more)).map(drop)
    }
}

/// What people set who want a program to be small.
const PROFILES: &str = "\
[profile.small]
inherits = \"release\"
codegen-units = 1
lto = \"fat\"
strip = true
";
