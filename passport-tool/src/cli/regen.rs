//! `cargo passport regen`: whatever is derived in a workspace, written anew or compared.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use cargo_metadata::{MetadataCommand, Package};
use passport_spec::{Spec, plain_line};

use super::arguments::{Argument, Arguments};
use super::command::{Command, Opt, Status};
use super::derived::{self, Derived};
use super::diagnostic::{Diagnostic, Excerpt, Failure};
use super::import::{self, Import};
use super::progress::Progress;
use super::ui::Ui;
use crate::docs::{self, Heading};
use crate::note::Kind;
use crate::paths;
use crate::regen::{Declared, ImportOf};

pub(super) const COMMAND: Command = Command {
    name: "regen",
    about: "writes anew what is derived in this workspace, or compares it",
    usage: "[--check]",
    details: "\
Writes anew what the packages of this workspace derive:
* what `import` in [package.metadata.passport] makes of an OpenAPI document
* the page of scopes and endpoints, where `docs` there says
* the schema that `#:schema` at the top of a scopes.toml names, by which an editor completes it
* the digest in each `api! { spec = \"…\", digest = \"…\" }`",
    options: &[
        Opt {
            flag: "--check",
            value: "",
            about: "compare instead of writing; status 1 if anything differs",
        },
        Opt {
            flag: "--manifest-path",
            value: "FILE",
            about: "a Cargo.toml of the workspace; default: the nearest upwards",
        },
    ],
    run,
};

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    let mut is_check = false;
    let mut cargo = MetadataCommand::new();
    cargo.no_deps();
    while let Some(argument) = arguments.next(ui)? {
        match argument {
            Argument::Flag(flag) if flag == "--check" => is_check = true,
            Argument::Flag(flag) if flag == "--manifest-path" => {
                cargo.manifest_path(arguments.path(&flag)?);
            }
            other => return Err(arguments.unexpected(&other)),
        }
    }
    let progress = Progress::start(ui, "deriving");
    let (files, warnings) = derive(&cargo)?;
    drop(progress);
    if !ui.is_json() {
        for warning in &warnings {
            warning.show(ui)?;
        }
    }
    if is_check {
        let status = derived::report(&files, ui)?;
        if status == Status::Differs && !ui.is_json() {
            let diagnostic = Diagnostic::warning("what is derived is not as it should be");
            diagnostic
                .help("`cargo passport regen` writes it anew")
                .show(ui)?;
        }
        return Ok(status);
    }
    let mut written = Vec::new();
    for file in &files {
        if derived::write(&file.path, &file.text)? {
            ui.status("Rewritten", file.path.display())?;
            written.push(file.path.display().to_string());
        }
    }
    if ui.is_json() {
        ui.json(&serde_json::json!({ "written": written }))?;
    } else if written.is_empty() {
        ui.status("Unchanged", format!("{} derived files", files.len()))?;
    }
    Ok(Status::Done)
}

/// Everything that is derived in the workspace, as it should be, and what is to be said of it.
fn derive(cargo: &MetadataCommand) -> Result<(Vec<Derived>, Vec<Diagnostic>), Failure> {
    let metadata = cargo.exec().map_err(|error| {
        let message = match &error {
            cargo_metadata::Error::CargoMetadata { stderr } => stderr.trim().to_owned(),
            other => other.to_string(),
        };
        let message = message.trim_start_matches("error: ");
        Failure::new(format!(
            "cargo cannot say what is in this workspace: {message}"
        ))
        .help("start it in a package's folder, or say `--manifest-path FILE`")
    })?;
    let (mut files, mut warnings) = (Vec::new(), Vec::new());
    let mut pending = HashMap::new();
    let packages = metadata.workspace_packages();
    for package in &packages {
        if let Some(declared) = declared(package)? {
            let folder = folder(package);
            warnings.extend(package_files(folder, &declared, &mut files, &mut pending)?);
        }
    }
    let workspace = metadata.workspace_root.as_std_path();
    for package in packages {
        let schemas = derived::schemas(folder(package), workspace, &pending, &files)?;
        files.extend(schemas);
        files.extend(derived::digests(folder(package), &pending)?);
    }
    Ok((files, warnings))
}

/// What a package declares; a mistake is shown in its `Cargo.toml`.
fn declared(package: &Package) -> Result<Option<Declared>, Failure> {
    let Some(table) = package.metadata.get("passport") else {
        return Ok(None);
    };
    let mistakes = match Declared::read(table) {
        Ok(declared) => return Ok(Some(declared)),
        Err(mistakes) => mistakes,
    };
    let file = package.manifest_path.as_str();
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let table = text.find("metadata.passport").unwrap_or(0);
    let diagnostics = mistakes.into_iter().map(|mistake| {
        let key = text[table..]
            .find(&mistake.key)
            .map_or(table, |at| table + at);
        let excerpt = Excerpt::at(file, &text, key..key + mistake.key.len())
            .label("in `[package.metadata.passport]`");
        Diagnostic::error(mistake.message).excerpt(excerpt)
    });
    Err(Failure::of(diagnostics.collect()))
}

/// What is derived in one package, but its digests; what becomes of its spec goes to `pending`.
/// Answers what is to be said of it.
fn package_files(
    folder: &Path,
    declared: &Declared,
    files: &mut Vec<Derived>,
    pending: &mut HashMap<PathBuf, String>,
) -> Result<Vec<Diagnostic>, Failure> {
    let mut warnings = Vec::new();
    if let Some(import) = &declared.import {
        let imported = import_of(folder, import).derive()?;
        import::refuse_foreign(&imported, folder)?;
        for file in import::files_of(&imported, folder) {
            pending.insert(paths::real(&file.path), file.text.clone());
            files.push(file);
        }
        let overrides = folder.join("overrides.toml");
        warnings.extend(imported.notes.of(Kind::Stale).map(|note| {
            Diagnostic::warning(format!(
                "{}: {}",
                paths::shown(&overrides),
                plain_line(&note.what)
            ))
        }));
    }
    if let Some(docs) = &declared.docs {
        let path = paths::real(&folder.join(&declared.spec));
        let text = match pending.get(&path) {
            Some(text) => text.clone(),
            None => std::fs::read_to_string(&path).map_err(|error| {
                Failure::new(format!("cannot read {}: {error}", paths::shown(&path)))
            })?,
        };
        let name = path.display().to_string();
        let spec = Spec::parse(&name, &text).map_err(|e| Failure::of_spec(&e, &text))?;
        files.push(Derived {
            path: folder.join(docs),
            text: docs::write(&spec, &HEADING),
        });
    }
    Ok(warnings)
}

fn import_of(folder: &Path, import: &ImportOf) -> Import {
    let file = folder.join(&import.document);
    let root = import.root.as_ref().map(|root| folder.join(root));
    // As `import` would write them, so that both agree however a person wrote them.
    let written = ImportOf {
        document: paths::relative(folder, &file),
        root: root.as_ref().map(|root| paths::relative(folder, root)),
        ..import.clone()
    };
    Import {
        options: written.options(),
        out: folder.to_owned(),
        file,
        root,
    }
}

fn folder(package: &Package) -> &Path {
    let manifest = package.manifest_path.as_std_path();
    manifest.parent().unwrap_or(manifest)
}

const HEADING: Heading<'_> = Heading {
    title: "Scopes and endpoints",
    command: "cargo passport regen",
};
