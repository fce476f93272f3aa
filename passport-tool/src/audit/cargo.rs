//! Cargo: which packages there are, and what the compiler says of them.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::payload::Payload;
use super::{AuditError, Place, Program};

/// The packages of a workspace.
#[derive(Deserialize)]
pub(super) struct Metadata {
    packages: Vec<Package>,
    workspace_members: BTreeSet<String>,
    workspace_default_members: BTreeSet<String>,
    workspace_root: PathBuf,
    pub(super) target_directory: PathBuf,
    resolve: Option<Resolve>,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
}

#[derive(Deserialize)]
struct Resolve {
    root: Option<String>,
}

impl Metadata {
    /// Asks cargo.
    pub(super) fn load(program: &Program) -> Result<Self, AuditError> {
        let mut command = cargo(program, "metadata");
        command.args(["--format-version", "1"]);
        command.args(platforms(program));
        let output = run(&mut command)?;
        if !output.status.success() {
            return Err(AuditError::cargo(&output));
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| AuditError::Cargo(format!("cannot read `cargo metadata`: {error}")))
    }

    /// The names of the packages that cargo would compile for themselves, and not because another
    /// depends on them.
    pub(super) fn selected(&self, program: &Program) -> Result<BTreeSet<String>, AuditError> {
        let members = self
            .packages
            .iter()
            .filter(|package| self.workspace_members.contains(&package.id));
        if !program.packages.is_empty() {
            let names: BTreeSet<&str> = members.map(|package| package.name.as_str()).collect();
            return program
                .packages
                .iter()
                .map(|wanted| match names.get(wanted.as_str()) {
                    Some(name) => Ok((*name).to_owned()),
                    None => Err(AuditError::no_package(wanted, &names)),
                })
                .collect();
        }
        let root = self
            .resolve
            .as_ref()
            .and_then(|resolve| resolve.root.clone());
        // Inside a member's folder that member is meant; at the root, the default members.
        let root = root.filter(|id| {
            let package = self.packages.iter().find(|package| package.id == *id);
            package.is_some_and(|p| p.manifest_path.parent() != Some(&self.workspace_root))
        });
        let chosen: BTreeSet<String> = match root {
            _ if program.workspace => self.workspace_members.clone(),
            Some(root) => BTreeSet::from([root]),
            None => self.workspace_default_members.clone(),
        };
        let chosen = members.filter(|package| chosen.contains(&package.id));
        Ok(chosen.map(|package| package.name.clone()).collect())
    }

    /// The packages that may hold an `api!` or a set: the workspace's, and those that depend on the
    /// macros.
    pub(super) fn with_macros(&self) -> impl Iterator<Item = &str> {
        let depends = |package: &&Package| {
            let mut names = package.dependencies.iter().map(|d| d.name.as_str());
            self.workspace_members.contains(&package.id)
                || names.any(|name| matches!(name, "passport-api" | "passport-macros"))
        };
        self.packages
            .iter()
            .filter(depends)
            .map(|package| package.name.as_str())
    }

    /// The name of the package with this id.
    pub(super) fn name<'n>(&'n self, id: &'n str) -> &'n str {
        let found = self.packages.iter().find(|package| package.id == id);
        found.map_or(id, |package| &package.name)
    }
}

/// What the compiler says against a program.
#[derive(Default)]
pub(super) struct Checked {
    /// Whether all of it was compiled.
    pub(super) compiles: bool,
    /// What was said to us, each with the crate and the place.
    pub(super) said: Vec<Said>,
    /// All other errors, as the compiler shows them.
    pub(super) other: Vec<String>,
    /// What cargo itself had to say.
    pub(super) stderr: String,
}

/// An error that was said to us.
pub(super) struct Said {
    pub(super) payload: Payload,
    /// The id of the package.
    pub(super) package: String,
    /// The name of the crate.
    pub(super) krate: String,
    pub(super) place: Place,
    /// Where the types are declared that the error shows.
    pub(super) shown: Vec<Place>,
}

/// Compiles the program; with `plans`, under an audit.
pub(super) fn check(
    program: &Program,
    target: &Path,
    plans: Option<&Path>,
) -> Result<Checked, AuditError> {
    let mut command = cargo(program, "check");
    command.args(["--message-format=json", "--keep-going", "--quiet"]);
    command.arg("--target-dir").arg(target);
    if program.workspace {
        command.arg("--workspace");
    }
    for package in &program.packages {
        command.args(["--package", package]);
    }
    command.args(&program.check_options);
    match plans {
        Some(folder) => command.env(VARIABLE, folder),
        None => command.env_remove(VARIABLE),
    };
    let output = run(&mut command)?;
    let mut checked = Checked {
        compiles: output.status.success(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        ..Checked::default()
    };
    for line in output.stdout.split(|byte| *byte == b'\n') {
        if let Ok(message) = serde_json::from_slice::<Message>(line) {
            checked.add(message);
        }
    }
    Ok(checked)
}

impl Checked {
    fn add(&mut self, message: Message) {
        let Some(diagnostic) = message.message.filter(|message| message.level == "error") else {
            return;
        };
        let texts = diagnostic.children.iter().map(|child| &child.message);
        let mut texts = std::iter::once(&diagnostic.message).chain(texts);
        let Some(payload) = texts.find_map(|text| Payload::read(text)) else {
            // The count of errors at the end has no place.
            if !diagnostic.spans.is_empty() || diagnostic.code.is_some() {
                let shown = diagnostic.rendered.unwrap_or(diagnostic.message);
                self.other.push(shown);
            }
            return;
        };
        // Beside the text of a help stands the type that it is about.
        let help = diagnostic
            .children
            .iter()
            .filter(|child| child.level == "help");
        let shown = help.flat_map(|child| &child.spans);
        self.said.push(Said {
            payload,
            package: message.package_id,
            krate: message.target.name.replace('-', "_"),
            shown: shown.map(Span::place).collect(),
            place: diagnostic
                .spans
                .iter()
                .find(|span| span.is_primary)
                .map_or_else(Place::default, |span| span.outermost().place()),
        });
    }
}

/// The options of `cargo metadata` without network: a build has fetched the packages of the platforms
/// that it was for, and those of others may be missing.
fn platforms(program: &Program) -> Vec<&str> {
    let is_offline = |option: &String| option == "--offline" || option == "--frozen";
    if !program.cargo_options.iter().any(is_offline) {
        return Vec::new();
    }
    let options = program.check_options.windows(2);
    let targets = options.filter_map(|pair| match pair {
        [flag, target] if flag == "--target" => Some(target.as_str()),
        _ => None,
    });
    let mut targets: Vec<&str> = targets.collect();
    if targets.is_empty() {
        targets.push("host-tuple");
    }
    let filters = targets.into_iter().map(|one| ["--filter-platform", one]);
    filters.flatten().collect()
}

fn cargo(program: &Program, command: &str) -> Command {
    let name = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(name);
    cargo.arg(command).args(&program.cargo_options);
    if let Some(folder) = &program.folder {
        cargo.current_dir(folder);
    }
    cargo
}

fn run(command: &mut Command) -> Result<Output, AuditError> {
    let output = command.output();
    output.map_err(|error| AuditError::Cargo(format!("cannot start cargo: {error}")))
}

/// A JSON value whose `null` is the type's default.
fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + DeserializeOwned,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A line of `cargo check --message-format=json`.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    package_id: String,
    #[serde(default, deserialize_with = "or_default")]
    target: Target,
    message: Option<Diagnostic>,
}

#[derive(Default, Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Diagnostic {
    message: String,
    level: String,
    code: Option<serde_json::Value>,
    spans: Vec<Span>,
    children: Vec<Child>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Child {
    message: String,
    level: String,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    column_start: usize,
    is_primary: bool,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

impl Span {
    /// Where a person wrote what a macro has made of it.
    fn outermost(&self) -> &Self {
        let mut span = self;
        while let Some(expansion) = &span.expansion {
            span = &expansion.span;
        }
        span
    }

    fn place(&self) -> Place {
        Place {
            file: self.file_name.clone(),
            line: self.line_start,
            column: self.column_start,
        }
    }
}

/// The environment variable by which the macros know of an audit.
const VARIABLE: &str = "PASSPORT_AUDIT";

#[cfg(test)]
mod tests {
    use super::platforms;
    use crate::audit::Program;

    #[test]
    fn only_packages_that_a_build_fetches_are_needed_offline() {
        let program = |cargo: &[&str], check: &[&str]| Program {
            cargo_options: cargo.iter().map(ToString::to_string).collect(),
            check_options: check.iter().map(ToString::to_string).collect(),
            ..Program::default()
        };
        let none: [&str; 0] = [];
        assert_eq!(platforms(&program(&["--locked"], &["--target", "a"])), none);
        let host = ["--filter-platform", "host-tuple"];
        assert_eq!(platforms(&program(&["--offline"], &["--tests"])), host);
        let given = program(&["--locked", "--frozen"], &["--tests", "--target", "a-b-c"]);
        assert_eq!(platforms(&given), ["--filter-platform", "a-b-c"]);
    }
}
