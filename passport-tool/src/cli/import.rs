//! `cargo passport import`: from an OpenAPI document to a crate.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::arguments::{Argument, Arguments};
use super::command::{Command, Opt, Status};
use super::derived::{self, Derived};
use super::diagnostic::{Diagnostic, Failure};
use super::progress::Progress;
use super::ui::Ui;
use crate::import::{Imported, Options, import};
use crate::note::Kind;
use crate::overrides::Overrides;
use crate::paths;
use crate::regen::ImportOf;
use crate::security::{Anonymous, Lists};
use crate::source;
use crate::write::MARK;

pub(super) const COMMAND: Command = Command {
    name: "import",
    about: "writes a crate with a typed client from an OpenAPI document",
    usage: "FILE --out DIR [OPTIONS]",
    details: "\
Reads an OpenAPI document (3.0, 3.1, Swagger 2.0; JSON or YAML) with its OAuth2 scopes and writes a
crate whose client checks them at compile time.

What you decide by hand belongs into DIR/overrides.toml, which every import reads.",
    options: &[
        Opt {
            flag: "--out",
            value: "DIR",
            about: "the crate's folder",
        },
        Opt {
            flag: "--check",
            value: "",
            about: "compare instead of writing; status 1 if anything differs",
        },
        Opt {
            flag: "--api",
            value: "NAME",
            about: "the API's name; default: the document's title",
        },
        Opt {
            flag: "--lists",
            value: "any-of|all-of",
            about: "what a list of scopes means; default: all-of, as the specification says",
        },
        Opt {
            flag: "--anonymous",
            value: "optional|token|public",
            about: "what `{}` beside other alternatives means; default: optional, as it says",
        },
        Opt {
            flag: "--scopes-from",
            value: "x-NAME",
            about: "a vendor extension that holds scopes; may be repeated",
        },
        Opt {
            flag: "--root",
            value: "DIR",
            about: "files below DIR may be referred to; default: the document's folder",
        },
        Opt {
            flag: "--passport-api",
            value: "DIR",
            about: "a local passport-api instead of the published one",
        },
    ],
    run,
};

/// A document, and the folder of the crate that is made of it.
#[derive(Default)]
pub(super) struct Import {
    pub(super) file: PathBuf,
    pub(super) out: PathBuf,
    pub(super) root: Option<PathBuf>,
    pub(super) options: Options,
}

impl Import {
    /// Imports the document, and writes nothing.
    pub(super) fn derive(&self) -> Result<Imported, Failure> {
        let overrides = read_overrides(&self.out)?;
        let document = source::load(&self.file, self.root.as_deref())?;
        import(&document, &overrides, &self.options).map_err(|errors| {
            let message = format!("what would be written is no valid scopes.toml:\n{errors}");
            Failure::new(message).help("nothing was written; look at overrides.toml")
        })
    }
}

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    let (command, is_check) = read(arguments, ui)?;
    let progress = Progress::start(ui, &format!("importing {}", command.file.display()));
    let imported = command.derive()?;
    drop(progress);
    let status = if is_check {
        check(&imported, &command, ui)?
    } else {
        write_files(&imported, &command.out)?;
        for file in digests_of(&imported, &command.out)? {
            derived::write(&file.path, &file.text)?;
        }
        Status::Done
    };
    if !ui.is_json() {
        summary(&imported, &command, is_check, ui)?;
    } else if !is_check {
        ui.json(&in_json(&imported))?;
    }
    Ok(status)
}

fn read(arguments: &mut Arguments, ui: &mut Ui) -> Result<(Import, bool), Failure> {
    let mut command = Import::default();
    let mut import = ImportOf::default();
    let (mut file, mut out, mut passport_api) = (None, None, None);
    let mut is_check = false;
    while let Some(argument) = arguments.next(ui)? {
        let flag = match argument {
            Argument::Word(path) if file.is_none() => {
                file = Some(PathBuf::from(path));
                continue;
            }
            Argument::Flag(flag) => flag,
            other => return Err(arguments.unexpected(&other)),
        };
        match flag.as_str() {
            "--check" => is_check = true,
            "--out" => out = Some(arguments.path(&flag)?),
            "--root" => command.root = Some(arguments.path(&flag)?),
            "--passport-api" => {
                let path = arguments.path(&flag)?;
                passport_api = Some(path.canonicalize().unwrap_or(path));
            }
            "--api" | "--lists" | "--anonymous" | "--scopes-from" => {
                let word = arguments.text(&flag)?;
                choose(&mut import, &flag, word).map_err(|message| arguments.usage(message))?;
            }
            _ => return Err(arguments.unexpected(&Argument::Flag(flag))),
        }
    }
    command.file = file.ok_or_else(|| arguments.usage("the document's file is missing"))?;
    command.out = out.ok_or_else(|| arguments.usage("`--out DIR` is missing"))?;
    import.document = paths::relative(&command.out, &command.file);
    let root = command.root.as_ref();
    import.root = root.map(|root| paths::relative(&command.out, root));
    command.options = import.options();
    command.options.passport_api = passport_api;
    Ok((command, is_check))
}

/// Takes an option's word; the error says which words there are.
fn choose(import: &mut ImportOf, flag: &str, word: String) -> Result<(), String> {
    match flag {
        "--lists" if Lists::parse(&word).is_none() => {
            return Err(format!(
                "`--lists` takes `any-of` or `all-of`, not `{word}`"
            ));
        }
        "--lists" => import.lists = Some(word.replace('_', "-")),
        "--anonymous" if Anonymous::parse(&word).is_none() => {
            return Err(format!(
                "`--anonymous` takes `optional`, `token` or `public`, not `{word}`"
            ));
        }
        "--anonymous" => import.anonymous = Some(word),
        "--api" => import.api = Some(word),
        _ => import.scopes_from.push(word),
    }
    Ok(())
}

fn read_overrides(folder: &Path) -> Result<Overrides, Failure> {
    let path = folder.join("overrides.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => Overrides::parse(&text).map_err(|mistakes| {
            Failure::of_overrides(&mistakes, &path.display().to_string(), &text)
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Overrides::default()),
        Err(error) => Err(Failure::new(format!(
            "cannot read {}: {error}",
            paths::shown(&path)
        ))),
    }
}

/// Writes the files; none of a person's is overwritten.
pub(super) fn write_files(imported: &Imported, folder: &Path) -> Result<(), Failure> {
    refuse_foreign(imported, folder)?;
    let missing = imported
        .once
        .iter()
        .filter(|(path, _)| !folder.join(path).exists());
    for (path, text) in imported.always.iter().chain(missing) {
        derived::write(&folder.join(path), text)?;
    }
    Ok(())
}

/// The files that every import writes anew.
pub(super) fn files_of(imported: &Imported, folder: &Path) -> Vec<Derived> {
    let files = imported.always.iter().map(|(path, text)| Derived {
        path: folder.join(path),
        text: text.clone(),
    });
    files.collect()
}

/// The crate's sources with the digest of the spec as it will be.
fn digests_of(imported: &Imported, folder: &Path) -> Result<Vec<Derived>, Failure> {
    let pending = imported
        .always
        .iter()
        .map(|(path, text)| (paths::real(&folder.join(path)), text.clone()));
    derived::digests(folder, &pending.collect())
}

/// Fails where a file that would be overwritten is a person's.
pub(super) fn refuse_foreign(imported: &Imported, folder: &Path) -> Result<(), Failure> {
    for (path, _) in &imported.always {
        let path = folder.join(path);
        let foreign = std::fs::read_to_string(&path).is_ok_and(|text| !text.contains(MARK));
        if foreign {
            let message = format!(
                "{} was not written by `cargo passport import`",
                paths::shown(&path)
            );
            return Err(Failure::new(message).help("remove it, or import elsewhere"));
        }
    }
    Ok(())
}

/// Compares instead of writing.
fn check(imported: &Imported, command: &Import, ui: &mut Ui) -> Result<Status, Failure> {
    let mut files = files_of(imported, &command.out);
    if command.out.is_dir() {
        files.extend(digests_of(imported, &command.out)?);
    }
    let status = derived::report(&files, ui)?;
    if status == Status::Differs && !ui.is_json() {
        Diagnostic::warning("what is written is not what an import writes")
            .help("the same command without `--check` writes it anew")
            .show(ui)?;
    }
    Ok(status)
}

fn summary(
    imported: &Imported,
    command: &Import,
    is_check: bool,
    ui: &mut Ui,
) -> Result<(), Failure> {
    let counts = &imported.counts;
    let verb = if is_check { "Compared" } else { "Imported" };
    let what = format!(
        "{}: {} of {} operations, {} with just the requirement that is written; {} scopes",
        paths::shown(&command.file),
        counts.imported,
        counts.operations,
        counts.exact,
        counts.scopes
    );
    ui.status(verb, what)?;
    for kind in Kind::ALL {
        let number = imported.notes.of(kind).count();
        if number > 0 {
            writeln!(ui.err(), "{number:>12} {}", kind.title())?;
        }
    }
    ui.status("See", command.out.join("IMPORT.md").display())?;
    Ok(())
}

fn in_json(imported: &Imported) -> serde_json::Value {
    json!({
        "api": imported.api,
        "counts": imported.counts,
        "notes": imported.notes.list(),
        "files": imported.always.iter().map(|(path, _)| path).collect::<Vec<_>>(),
    })
}
