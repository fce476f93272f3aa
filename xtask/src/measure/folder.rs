//! A package that is written to be measured.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use crate::workspace;

/// The folder of a package that uses `passport-api`, below the build folder.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Writes the package without its sources.
    pub(super) fn create(name: &str) -> Outcome<Self> {
        let path = workspace::scratch()?.join("measure").join(name);
        fs::create_dir_all(path.join("src"))?;
        let api = workspace::root().join("passport-api");
        let api = api
            .to_str()
            .ok_or("the path of this repository is not UTF-8")?;
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\npassport-api = {{ path = {api:?} }}\n"
        );
        fs::write(path.join("Cargo.toml"), manifest)?;
        let folder = Self { path };
        folder.copy_lock()?;
        Ok(folder)
    }

    /// Lets the package use the versions that this repository uses.
    fn copy_lock(&self) -> Outcome {
        let lock = workspace::root().join("Cargo.lock");
        fs::copy(lock, self.path.join("Cargo.lock"))?;
        Ok(())
    }

    /// Writes a file of the package; its time changes even where its text does not.
    pub(super) fn write(&self, file: &str, text: &str) -> Outcome {
        fs::write(self.path.join(file), text)
            .map_err(|error| format!("cannot write {file} of a measured package: {error}").into())
    }

    /// Cargo in the package's folder, with arguments.
    pub(super) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        self.prepare(command.args(arguments));
        command
    }

    /// Sets a command's folder, and an environment that makes runs comparable.
    fn prepare(&self, command: &mut Command) {
        command.current_dir(&self.path);
        command.env("CARGO_INCREMENTAL", "0");
        command.env("CARGO_TARGET_DIR", self.target());
    }

    pub(super) fn target(&self) -> PathBuf {
        self.path.join("target")
    }
}
