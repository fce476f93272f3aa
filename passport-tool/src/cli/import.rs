//! `cargo passport import`: from an OpenAPI document to a crate.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::arguments::{Argument, Arguments};
use super::command::{Command, Opt, Status};
use super::derived::{self, Derived};
use super::diagnostic::Failure;
use super::progress::Progress;
use super::ui::Ui;
use crate::import::{Imported, Options, import};
use crate::note::Kind;
use crate::overrides::Overrides;
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
            value: "token|public",
            about: "what `{}` beside other alternatives means; default: token",
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

#[derive(Default)]
struct Import {
    file: PathBuf,
    out: PathBuf,
    root: Option<PathBuf>,
    check: bool,
    options: Options,
}

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    let command = read(arguments, ui)?;
    let progress = Progress::start(ui, &format!("importing {}", command.file.display()));
    let overrides = read_overrides(&command.out)?;
    let document = source::load(&command.file, command.root.as_deref())?;
    let imported = import(&document, &overrides, &command.options).map_err(|errors| {
        let message = format!("what would be written is no valid scopes.toml:\n{errors}");
        Failure::new(message).help("nothing was written; look at overrides.toml")
    })?;
    drop(progress);
    let status = if command.check {
        check(&imported, &command, ui)?
    } else {
        write_files(&imported, &command.out)?;
        Status::Done
    };
    if !ui.is_json() {
        summary(&imported, &command, ui)?;
    } else if !command.check {
        ui.json(&in_json(&imported))?;
    }
    Ok(status)
}

fn read(arguments: &mut Arguments, ui: &mut Ui) -> Result<Import, Failure> {
    let mut command = Import::default();
    let (mut file, mut out) = (None, None);
    // What a person would type to do it again.
    let mut typed = String::new();
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
            "--check" => command.check = true,
            "--out" => out = Some(arguments.path(&flag)?),
            "--root" => {
                let root = arguments.path(&flag)?;
                typed += &format!(" --root {}", root.display());
                command.root = Some(root);
            }
            "--passport-api" => {
                let path = arguments.path(&flag)?;
                command.options.passport_api = Some(path.canonicalize().unwrap_or(path));
            }
            "--api" | "--lists" | "--anonymous" | "--scopes-from" => {
                let word = arguments.text(&flag)?;
                typed += &format!(" {flag} {word}");
                choose(&mut command.options, &flag, word)
                    .map_err(|message| arguments.usage(message))?;
            }
            _ => return Err(arguments.unexpected(&Argument::Flag(flag))),
        }
    }
    command.file = file.ok_or_else(|| arguments.usage("the document's file is missing"))?;
    command.out = out.ok_or_else(|| arguments.usage("`--out DIR` is missing"))?;
    let name = command.file.file_name().unwrap_or_default();
    command.options.source = name.to_string_lossy().into_owned();
    command.options.command = format!(
        "cargo passport import {} --out .{typed}",
        command.options.source
    );
    Ok(command)
}

/// Takes an option's word; the error says which words there are.
fn choose(options: &mut Options, flag: &str, word: String) -> Result<(), String> {
    match flag {
        "--lists" => {
            let lists = Lists::parse(&word);
            let wrong = || format!("`--lists` takes `any-of` or `all-of`, not `{word}`");
            options.lists = Some(lists.ok_or_else(wrong)?);
        }
        "--anonymous" => {
            let anonymous = Anonymous::parse(&word);
            let wrong = || format!("`--anonymous` takes `token` or `public`, not `{word}`");
            options.anonymous = Some(anonymous.ok_or_else(wrong)?);
        }
        "--api" => options.api = Some(word),
        _ => options.scopes_from.push(word),
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
            path.display()
        ))),
    }
}

/// Writes the files; none of a person's is overwritten.
fn write_files(imported: &Imported, folder: &Path) -> Result<(), Failure> {
    for (path, _) in &imported.always {
        let path = folder.join(path);
        let foreign = std::fs::read_to_string(&path).is_ok_and(|text| !text.contains(MARK));
        if foreign {
            let message = format!(
                "{} was not written by `cargo passport import`",
                path.display()
            );
            return Err(Failure::new(message).help("remove it, or import elsewhere"));
        }
    }
    let missing = imported
        .once
        .iter()
        .filter(|(path, _)| !folder.join(path).exists());
    for (path, text) in imported.always.iter().chain(missing) {
        derived::write(&folder.join(path), text)?;
    }
    Ok(())
}

/// Compares instead of writing.
fn check(imported: &Imported, command: &Import, ui: &mut Ui) -> Result<Status, Failure> {
    let files = imported.always.iter().map(|(path, text)| Derived {
        path: command.out.join(path),
        text: text.clone(),
    });
    let differences = derived::compare(&files.collect::<Vec<_>>());
    if ui.is_json() {
        ui.json(&json!({ "differences": &differences }))?;
    }
    if differences.is_empty() {
        return Ok(Status::Done);
    }
    if !ui.is_json() {
        for difference in &differences {
            derived::show(difference, ui)?;
        }
    }
    Ok(Status::Differs)
}

fn summary(imported: &Imported, command: &Import, ui: &mut Ui) -> Result<(), Failure> {
    let counts = &imported.counts;
    let verb = if command.check {
        "Compared"
    } else {
        "Imported"
    };
    let what = format!(
        "{}: {} of {} operations, {} with just the requirement that is written; {} scopes",
        command.file.display(),
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
