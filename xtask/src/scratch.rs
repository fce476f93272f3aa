//! A package that is written in order to be compiled: what of it compiles, and what does not.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::{fmt, fs, io};

use serde_json::Value;

/// A package outside of every workspace, in a folder of its own.
#[derive(Debug)]
pub struct Package {
    name: String,
    folder: PathBuf,
    target: PathBuf,
    unstable_flags: Option<&'static str>,
}

/// An error or a warning in the package itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    /// The line, counted from 1.
    pub line: usize,
    /// Its first line.
    pub text: String,
}

impl Package {
    /// Writes the package's manifest; `dependencies` are lines of its section.
    ///
    /// Packages with the same `target` share what is compiled of their dependencies. These are those
    /// of this workspace, by its `Cargo.lock`; its `passport-api` stands for the published one.
    ///
    /// # Errors
    ///
    /// If the files cannot be written.
    pub fn create(
        folder: &Path,
        target: &Path,
        name: &str,
        dependencies: &[String],
    ) -> io::Result<Self> {
        let root = root();
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = {name:?}\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{}\n\n\
             [patch.crates-io]\npassport-api = {{ path = {:?} }}\n",
            dependencies.join("\n"),
            root.join("passport-api"),
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        Ok(Self {
            name: name.to_owned(),
            folder: folder.to_owned(),
            target: target.to_owned(),
            unstable_flags: None,
        })
    }

    /// The same package, compiled with flags that are unstable: `RUSTC_BOOTSTRAP` is set for its
    /// compiler.
    #[must_use]
    pub fn with_unstable_flags(mut self, flags: &'static str) -> Self {
        self.unstable_flags = Some(flags);
        self
    }

    /// The same below a test's `CARGO_TARGET_TMPDIR`, with `passport-api`, `passport-tests`,
    /// `serde` and `serde_json` as dependencies.
    ///
    /// # Errors
    ///
    /// If the files cannot be written.
    pub fn of_test(temporary: &str, name: &str) -> io::Result<Self> {
        let folder = Path::new(temporary).join("scratch");
        let dependencies = [
            path_dependency("passport-api", &root().join("passport-api"), ""),
            path_dependency("passport-tests", &root().join("tests"), ""),
            "serde_json = \"1\"".to_owned(),
            "serde = { version = \"1\", features = [\"derive\"] }".to_owned(),
        ];
        Self::create(
            &folder.join(name),
            &folder.join("target"),
            name,
            &dependencies,
        )
    }

    /// Writes a file of the package.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn write(&self, file: &str, text: &str) -> io::Result<()> {
        fs::write(self.folder.join(file), text)
    }

    /// Adds a binary whose source is elsewhere.
    ///
    /// # Errors
    ///
    /// If the manifest cannot be written.
    pub fn add_binary(&self, name: &str, source: &Path) -> io::Result<()> {
        let mut manifest = fs::OpenOptions::new()
            .append(true)
            .open(self.folder.join("Cargo.toml"))?;
        write!(manifest, "\n[[bin]]\nname = {name:?}\npath = {source:?}\n")
    }

    /// Checks each binary, whatever is wrong with the others; answers with the errors of each as the
    /// compiler shows them.
    ///
    /// # Errors
    ///
    /// If cargo fails without an error in a binary.
    pub fn check_binaries(&self) -> Result<HashMap<String, Vec<String>>, Failure> {
        let output = self.cargo(&["check", "--bins", "--keep-going", "--message-format=json"])?;
        let mut errors: HashMap<String, Vec<String>> = HashMap::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(line) = serde_json::from_str::<Value>(line) else {
                continue;
            };
            let (target, message) = (&line["target"], &line["message"]);
            let is_of_binary = target["kind"][0] == "bin" && message["level"] == "error";
            // The count of errors at the end has no place.
            let has_place = message["spans"]
                .as_array()
                .is_some_and(|spans| !spans.is_empty());
            if let (true, true, Some(name), Some(text)) = (
                is_of_binary,
                has_place,
                target["name"].as_str(),
                message["rendered"].as_str(),
            ) {
                errors
                    .entry(name.to_owned())
                    .or_default()
                    .push(text.to_owned());
            }
        }
        if errors.is_empty() {
            succeeded(&output)?;
        }
        Ok(errors)
    }

    /// Checks the package; answers with what the compiler says of it.
    ///
    /// # Errors
    ///
    /// If cargo fails without a message about the package.
    pub fn check(&self) -> Result<Vec<Message>, Failure> {
        let output = self.cargo(&["check", "--message-format=json"])?;
        let stdout = String::from_utf8_lossy(&output.stdout);
        let lines = stdout
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        let messages: Vec<Message> = lines.filter_map(|line| self.message(&line)).collect();
        if messages.is_empty() {
            succeeded(&output)?;
        }
        Ok(messages)
    }

    /// Builds the program of the package and runs it; answers with what it prints.
    ///
    /// # Errors
    ///
    /// If it does not compile, or fails.
    pub fn run(&self) -> Result<String, Failure> {
        let output = self.cargo(&["run"])?;
        succeeded(&output)?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn cargo(&self, arguments: &[&str]) -> Result<Output, Failure> {
        let failed = |error: io::Error| Failure(error.to_string());
        nested_cargo::lock(&self.folder).map_err(failed)?;
        let mut command = nested_cargo::command(&self.folder, arguments);
        command
            .arg("--quiet")
            .env("CARGO_TARGET_DIR", &self.target)
            // Each text is compiled once, and nobody debugs it.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("RUSTFLAGS");
        if let Some(flags) = self.unstable_flags {
            command.env("RUSTFLAGS", flags).env("RUSTC_BOOTSTRAP", "1");
        }
        command.output().map_err(failed)
    }

    /// The place and the text of an error or warning of the package, where the line is one.
    fn message(&self, line: &Value) -> Option<Message> {
        let message = line.get("message")?;
        if line["target"]["name"] != *self.name {
            return None;
        }
        // The count of errors at the end has no place.
        let mut spans = message["spans"].as_array()?.iter();
        let primary = spans.find(|span| span["is_primary"] == true)?;
        Some(Message {
            line: usize::try_from(primary["line_start"].as_u64()?).ok()?,
            text: message["message"].as_str()?.to_owned(),
        })
    }
}

/// The line of a dependency at a path; `more` is what else is said of it.
pub fn path_dependency(name: &str, path: &Path, more: &str) -> String {
    format!("{name} = {{ path = {path:?}{more} }}")
}

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    // This package is a folder in the root.
    xtask.parent().expect("the folder above xtask")
}

/// What cargo or the program said when it failed.
#[derive(Debug)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cargo failed:\n{}", self.0)
    }
}

impl std::error::Error for Failure {}

fn succeeded(output: &Output) -> Result<(), Failure> {
    if output.status.success() {
        return Ok(());
    }
    Err(Failure(
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}
