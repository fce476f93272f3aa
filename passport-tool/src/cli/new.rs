//! `cargo passport new`: a project with a typed call and a test of it.

use std::path::{Path, PathBuf};

use passport_spec::{plain_line, shell_path};

use super::arguments::{Argument, Arguments};
use super::command::{Command, Opt, Status};
use super::derived;
use super::diagnostic::Failure;
use super::import::Import;
use super::ui::Ui;
use crate::paths;
use crate::regen::ImportOf;
use crate::scaffold::{EXAMPLE, Origin, Project, files};
use crate::schema;

pub(super) const COMMAND: Command = Command {
    name: "new",
    about: "makes a project with a typed call and a test against a sandbox",
    usage: "PATH [OPTIONS]",
    details: "\
Makes a folder with a package: a client whose calls the compiler checks for their scopes, a program
that makes a call, and a test of it against a sandbox. `cargo test` passes as it stands.",
    options: &[
        Opt {
            flag: "--name",
            value: "NAME",
            about: "the package's name; default: the folder's",
        },
        Opt {
            flag: "--spec",
            value: "FILE",
            about: "a scopes.toml to start with; default: a small example",
        },
        Opt {
            flag: "--document",
            value: "FILE",
            about: "an OpenAPI document to import",
        },
        Opt {
            flag: "--system",
            value: "NAME",
            about: "a system that passport-api has built in",
        },
        Opt {
            flag: "--api",
            value: "NAME",
            about: "the API of a spec that has several; the API's name for a document",
        },
        Opt {
            flag: "--packages",
            value: "DIR",
            about: "a checkout of passport, instead of the published packages",
        },
    ],
    run,
};

#[derive(Default)]
struct New {
    folder: PathBuf,
    name: Option<String>,
    spec: Option<PathBuf>,
    document: Option<PathBuf>,
    system: Option<String>,
    api: Option<String>,
    packages: Option<PathBuf>,
}

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    let new = read(arguments, ui)?;
    let folder = &new.folder;
    let entries = std::fs::read_dir(folder);
    if folder.is_file() || entries.is_ok_and(|mut entries| entries.next().is_some()) {
        let message = format!(
            "{} is there already, and not an empty folder",
            paths::shown(folder)
        );
        return Err(Failure::new(message).help("nothing was written; choose another path"));
    }
    let mut project = project(&new)?;
    project.packages = new.packages.map(|path| path.canonicalize().unwrap_or(path));
    let mut written = Vec::new();
    for (path, text) in files(&project) {
        let path = folder.join(path);
        derived::write(&path, &text)?;
        written.push(path.display().to_string());
    }
    if ui.is_json() {
        ui.json(&serde_json::json!({ "written": written }))?;
        return Ok(Status::Done);
    }
    ui.status(
        "Created",
        format!("`{}` in {}", project.name, paths::shown(folder)),
    )?;
    let folder = paths::real(folder);
    if let Some(root) = workspace_above(&folder) {
        let member = paths::relative(root, &folder);
        let what = format!(
            "add \"{member}\" to the members in {}",
            paths::shown(&root.join("Cargo.toml"))
        );
        ui.status("First", what)?;
    }
    let folder = new.folder.display().to_string();
    ui.status("Next", format!("cd {} && cargo test", shell_path(&folder)))?;
    Ok(Status::Done)
}

fn read(arguments: &mut Arguments, ui: &mut Ui) -> Result<New, Failure> {
    let mut new = New::default();
    let mut folder = None;
    while let Some(argument) = arguments.next(ui)? {
        let flag = match argument {
            Argument::Word(path) if folder.is_none() => {
                folder = Some(PathBuf::from(path));
                continue;
            }
            Argument::Flag(flag) => flag,
            other => return Err(arguments.unexpected(&other)),
        };
        match flag.as_str() {
            "--name" => new.name = Some(arguments.text(&flag)?),
            "--spec" => new.spec = Some(arguments.path(&flag)?),
            "--document" => new.document = Some(arguments.path(&flag)?),
            "--system" => new.system = Some(arguments.text(&flag)?),
            "--api" => new.api = Some(arguments.text(&flag)?),
            "--packages" => new.packages = Some(arguments.path(&flag)?),
            _ => return Err(arguments.unexpected(&Argument::Flag(flag))),
        }
    }
    new.folder = folder.ok_or_else(|| arguments.usage("the path of the new folder is missing"))?;
    let given = [
        new.spec.is_some(),
        new.document.is_some(),
        new.system.is_some(),
    ];
    if given.iter().filter(|given| **given).count() > 1 {
        return Err(arguments.usage("only one of `--spec`, `--document` and `--system` fits"));
    }
    if new.api.is_some() && new.spec.is_none() && new.document.is_none() {
        return Err(arguments.usage("`--api` needs `--spec` or `--document`"));
    }
    Ok(new)
}

fn project(new: &New) -> Result<Project, Failure> {
    let name = match &new.name {
        Some(name) => name.clone(),
        None => {
            let name = new.folder.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        }
    };
    check_name(&name)?;
    if let Some(system) = &new.system {
        return Project::of_system(&name, system).map_err(Failure::new);
    }
    if let Some(document) = &new.document {
        return of_document(&name, document, new);
    }
    let text = match &new.spec {
        Some(file) => std::fs::read_to_string(file).map_err(|error| {
            Failure::new(format!("cannot read {}: {error}", paths::shown(file)))
        })?,
        None => EXAMPLE.to_owned(),
    };
    if let Some(file) = &new.spec {
        // Its mistakes are shown with their lines.
        super::spec_file::load(file)?;
    }
    Project::of_spec(&name, &text, new.api.as_deref()).map_err(Failure::new)
}

/// A project whose spec and types are imported, and that remembers it.
fn of_document(name: &str, document: &Path, new: &New) -> Result<Project, Failure> {
    let import = ImportOf {
        document: paths::relative(&new.folder, document),
        api: new.api.clone(),
        ..ImportOf::default()
    };
    let options = import.options();
    let metadata = options.metadata.clone();
    let imported = Import {
        file: document.to_owned(),
        out: new.folder.clone(),
        root: None,
        options,
    };
    let imported = imported.derive()?;
    let (mut spec, mut types, mut files) = (String::new(), String::new(), Vec::new());
    let decisions = imported.once.into_iter();
    let decisions = decisions.filter(|(path, _)| path == "overrides.toml");
    for (path, text) in imported.always.into_iter().chain(decisions) {
        match path.as_str() {
            "scopes.toml" => spec = text,
            "src/model.rs" => types = text,
            // The project's own files have it.
            schema::FILE => {}
            _ => files.push((path, text)),
        }
    }
    let mut project = Project::of_spec(name, &spec, None).map_err(Failure::new)?;
    project.metadata = metadata;
    project.origin = Origin::Spec {
        text: spec,
        model: types,
        files,
    };
    Ok(project)
}

/// Fails where cargo would refuse the name, or Rust the crate.
fn check_name(name: &str) -> Result<(), Failure> {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let all = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let is_word = syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok();
    let help = "begin with a letter, then letters, digits, `-` and `_`; or say `--name NAME`";
    if !begins || !name.chars().all(all) || !is_word {
        let message = format!("a package cannot be called `{}`", plain_line(name));
        return Err(Failure::new(message).help(help));
    }
    if TAKEN.contains(&name.replace('_', "-").as_str()) {
        let message = format!("`{name}` is the name of something that the package uses");
        return Err(Failure::new(message).help("say another: `--name NAME`"));
    }
    Ok(())
}

/// The nearest folder above that holds a workspace, of which cargo takes the new package for a part.
fn workspace_above(folder: &Path) -> Option<&Path> {
    folder.ancestors().skip(1).find(|above| {
        let manifest = std::fs::read_to_string(above.join("Cargo.toml"));
        manifest.is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
    })
}

/// The packages that it depends on, and crates that Rust itself brings.
const TAKEN: &[&str] = &[
    "alloc",
    "core",
    "passport-api",
    "passport-sandbox",
    "proc-macro",
    "serde",
    "serde-json",
    "std",
    "test",
    "tokio",
];
