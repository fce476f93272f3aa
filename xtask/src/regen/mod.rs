//! `cargo xtask regen`: rewrites what is derived, or with `--check` fails where it is stale.

mod copies;
mod imported;
mod licences;

use std::process::Command;

use passport_spec::Spec;
use passport_tool::docs::{self, Heading};
use passport_tool::schema;

use crate::Outcome;
use crate::derived::Derived;
use crate::{api, flag, process, workspace};

/// Rewrites everything that is derived, or compares it.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if flag(arguments, "--check")? {
        check_files()?;
        api::check()?;
        // The UI cases are compared by the tests.
        return COMPARED
            .iter()
            .try_for_each(|test| process::run(&mut compared(test)));
    }
    for file in all_files()? {
        if file.write()? {
            println!("rewritten: {}", file.path);
        }
    }
    api::write()?;
    imported::write()?;
    for test in COMPARED {
        process::run(compared(test).env("PASSPORT_REGEN", "1"))?;
    }
    if workspace::root().join("tests/ui").is_dir() {
        let ui = &["passport-tests", "--test", "ui"];
        process::run(compared(ui).env("TRYBUILD", "overwrite"))?;
    }
    Ok(())
}

/// A test by its package and what chooses it there.
fn compared(test: &[&str]) -> Command {
    let mut command = process::command("cargo", &["test", "--quiet", "--package"]);
    command.args(test);
    command
}

/// Fails where a file that is derived without the compiler is stale, and shows how.
pub(crate) fn check_files() -> Outcome {
    compare(&all_files()?)
}

fn compare(files: &[Derived]) -> Outcome {
    let mut stale = 0;
    for file in files {
        if let Some(diff) = file.diff()? {
            print!("{diff}");
            stale += 1;
        }
    }
    match stale {
        0 => imported::check(),
        _ => Err(format!("{stale} derived files are stale; run `cargo xtask regen`").into()),
    }
}

/// What is derived without the compiler.
fn all_files() -> Outcome<Vec<Derived>> {
    let mut files = files()?;
    files.push(licences::file()?);
    Ok(files)
}

/// What is derived from files of this repository alone.
fn files() -> Outcome<Vec<Derived>> {
    let spec = Spec::load(workspace::root().join("scopes.toml"))?;
    let mut files = copies::files()?;
    files.push(Derived {
        path: "docs/scopes.md".to_owned(),
        contents: docs::write(&spec, &DOCS),
    });
    files.push(Derived {
        path: "docs/scopes.schema.json".to_owned(),
        contents: schema::text(),
    });
    Ok(files)
}

const DOCS: Heading<'_> = Heading {
    title: "Scopes and endpoints of the built-in systems",
    command: "cargo xtask regen",
};

/// The tests that compare a derived file, and write it where `PASSPORT_REGEN` is set.
const COMPARED: &[&[&str]] = &[
    // The golden expansions.
    &["passport-macros", "golden"],
    // The golden imports, and the sample of a model.
    &["passport-tool", "--test", "it", "golden"],
    &["passport-tool", "--test", "model", "behaviour"],
    // `docs/faults.md`.
    &["passport-tests", "--test", "faults"],
    // `docs/seeds.md`.
    &["passport-tests", "--test", "seeds", "page"],
    // `docs/fleet.md`.
    &["passport-tests", "--test", "simulation"],
    // `tests/audit/clerks.txt`.
    &["passport-tests", "--test", "audit"],
    // `benches/api/`.
    &["passport-benches", "as_imported"],
];

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_derived_is_stale() {
        // The licences are those of crates that need not be on this machine, for other platforms.
        super::compare(&super::files().unwrap()).unwrap();
    }
}
