//! The command line.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use lexopt::prelude::*;
use similar::TextDiff;

use crate::import::{Imported, Options, import};
use crate::note::Kind;
use crate::overrides::Overrides;
use crate::security::{Anonymous, Lists};
use crate::source;
use crate::write::MARK;

/// Runs a command; `arguments` are those behind the program's name. Answers the exit status: 0, 1 if
/// `--check` found a difference, 2 if something is wrong.
pub fn run(arguments: Vec<OsString>, out: &mut dyn Write) -> u8 {
    let mut arguments = arguments;
    // Cargo hands the subcommand's name on.
    if arguments.first().is_some_and(|first| first == "passport") {
        arguments.remove(0);
    }
    let result = match read(arguments) {
        Ok(Command::Help) => write!(out, "{HELP}").map(|()| 0).map_err(|e| e.to_string()),
        Ok(Command::Version) => writeln!(out, "cargo-passport {}", env!("CARGO_PKG_VERSION"))
            .map(|()| 0)
            .map_err(|e| e.to_string()),
        Ok(Command::Import(command)) => run_import(&command, out),
        Err(error) => Err(format!("{error}; see `cargo passport --help`")),
    };
    result.unwrap_or_else(|message| {
        eprintln!("error: {message}");
        2
    })
}

enum Command {
    Help,
    Version,
    Import(Box<Import>),
}

#[derive(Default)]
struct Import {
    file: PathBuf,
    out: PathBuf,
    root: Option<PathBuf>,
    check: bool,
    options: Options,
}

fn read(arguments: Vec<OsString>) -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    match parser.next()? {
        None | Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(Short('V') | Long("version")) => Ok(Command::Version),
        Some(Value(word)) if word == "import" => read_import(&mut parser),
        Some(Value(word)) if word == "help" => Ok(Command::Help),
        Some(Value(word)) => Err(format!("unknown command {word:?}; valid is `import`").into()),
        Some(other) => Err(other.unexpected()),
    }
}

fn read_import(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut command = Import::default();
    let (mut file, mut out) = (None, None);
    // What a person would type to do it again.
    let mut typed = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("check") => command.check = true,
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("root") => {
                let root = PathBuf::from(parser.value()?);
                typed.push(format!("--root {}", root.display()));
                command.root = Some(root);
            }
            Long("api") => {
                let name = parser.value()?.string()?;
                typed.push(format!("--api {name}"));
                command.options.api = Some(name);
            }
            Long("lists") => {
                let word = parser.value()?.string()?;
                typed.push(format!("--lists {word}"));
                let lists = Lists::parse(&word).ok_or("`--lists` takes `any-of` or `all-of`")?;
                command.options.lists = Some(lists);
            }
            Long("anonymous") => {
                let word = parser.value()?.string()?;
                typed.push(format!("--anonymous {word}"));
                let choice = Anonymous::parse(&word)
                    .ok_or("`--anonymous` takes `optional`, `token` or `public`")?;
                command.options.anonymous = Some(choice);
            }
            Long("scopes-from") => {
                let name = parser.value()?.string()?;
                typed.push(format!("--scopes-from {name}"));
                command.options.scopes_from.push(name);
            }
            Long("passport-api") => {
                let path = PathBuf::from(parser.value()?);
                command.options.passport_api = Some(path.canonicalize().unwrap_or(path));
            }
            Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            other => return Err(other.unexpected()),
        }
    }
    command.file = file.ok_or("the document's file is missing")?;
    command.out = out.ok_or("`--out DIR` is missing")?;
    let name = command.file.file_name().unwrap_or_default();
    command.options.source = name.to_string_lossy().into_owned();
    let options: String = typed.iter().map(|option| format!(" {option}")).collect();
    command.options.command = format!(
        "cargo passport import {} --out .{options}",
        command.options.source
    );
    Ok(Command::Import(Box::new(command)))
}

fn run_import(command: &Import, out: &mut dyn Write) -> Result<u8, String> {
    let size = std::fs::metadata(&command.file).map_or(0, |data| data.len());
    if size > LARGE && std::io::stderr().is_terminal() {
        eprintln!("reading {} ({} KB)", command.file.display(), size / 1024);
    }
    let overrides = read_overrides(&command.out)?;
    let document =
        source::load(&command.file, command.root.as_deref()).map_err(|error| error.to_string())?;
    let imported = import(&document, &overrides, &command.options).map_err(|errors| {
        format!("what would be written is no valid scopes.toml; nothing was written\n{errors}")
    })?;
    let status = if command.check {
        check(&imported, &command.out, out)?
    } else {
        write_files(&imported, &command.out)?;
        0
    };
    summary(&imported, command, out).map_err(|error| error.to_string())?;
    Ok(status)
}

fn read_overrides(folder: &Path) -> Result<Overrides, String> {
    match std::fs::read_to_string(folder.join("overrides.toml")) {
        Ok(text) => Overrides::parse(&text).map_err(|mistakes| {
            let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            lines.join("\nerror: ")
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Overrides::default()),
        Err(error) => Err(format!("cannot read overrides.toml: {error}")),
    }
}

/// Writes the files; none of a person's is overwritten.
fn write_files(imported: &Imported, folder: &Path) -> Result<(), String> {
    for (path, _) in &imported.always {
        let path = folder.join(path);
        let foreign = std::fs::read_to_string(&path).is_ok_and(|text| !text.contains(MARK));
        if foreign {
            return Err(format!(
                "{} was not written by `cargo passport import`; remove it, or import elsewhere",
                path.display()
            ));
        }
    }
    let missing = imported
        .once
        .iter()
        .filter(|(path, _)| !folder.join(path).exists());
    for (path, text) in imported.always.iter().chain(missing) {
        let path = folder.join(path);
        let fail = |error: std::io::Error| format!("cannot write {}: {error}", path.display());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(fail)?;
        }
        std::fs::write(&path, text).map_err(fail)?;
    }
    Ok(())
}

/// Compares instead of writing; answers 1 where something differs.
fn check(imported: &Imported, folder: &Path, out: &mut dyn Write) -> Result<u8, String> {
    let mut status = 0;
    for (path, text) in &imported.always {
        let old = std::fs::read_to_string(folder.join(path)).unwrap_or_default();
        if old != *text {
            status = 1;
            let diff = TextDiff::from_lines(&old, text);
            let diff = diff
                .unified_diff()
                .context_radius(3)
                .header(path, path)
                .to_string();
            write!(out, "{diff}").map_err(|error| error.to_string())?;
        }
    }
    Ok(status)
}

fn summary(imported: &Imported, command: &Import, out: &mut dyn Write) -> std::io::Result<()> {
    let counts = &imported.counts;
    writeln!(
        out,
        "{}: {} of {} operations, {} with just the requirement that is written; {} scopes",
        command.file.display(),
        counts.imported,
        counts.operations,
        counts.exact,
        counts.scopes
    )?;
    for kind in Kind::ALL {
        let number = imported.notes.of(kind).count();
        if number > 0 {
            writeln!(out, "  {number:>5} {}", kind.title())?;
        }
    }
    writeln!(out, "see {}", command.out.join("IMPORT.md").display())
}

/// Documents above this size take long enough to say so.
const LARGE: u64 = 2_000_000;

const HELP: &str = "\
cargo passport import FILE --out DIR [options]

Reads an OpenAPI document (3.0, 3.1, Swagger 2.0; JSON or YAML) with its OAuth2 scopes and writes a
crate whose client checks them at compile time.

  --out DIR              the crate's folder
  --api NAME             the API's name; default: the document's title
  --lists any-of|all-of  what a list of scopes means; default: all-of, as the specification says
  --anonymous optional|token|public
                         what `{}` beside other alternatives means: the call takes a
                         token or none (default), takes one, takes none
  --scopes-from x-NAME   a vendor extension that holds scopes; may be repeated
  --root DIR             files below DIR may be referred to; default: the document's folder
  --passport-api DIR     a local passport-api instead of the published one
  --check                compare instead of writing; status 1 if anything differs

What you decide by hand belongs into DIR/overrides.toml, which every import reads.
";
