//! `cargo xtask regen`: rewrites what is derived, or with `--check` fails where it is stale.

mod copies;
mod schema;

use passport_spec::Spec;
use passport_tool::docs::{self, Heading};

use crate::Outcome;
use crate::derived::Derived;
use crate::{flag, process, workspace};

/// Rewrites everything that is derived, or compares it.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if flag(arguments, "--check")? {
        check_files()?;
        // These compare what they would rewrite below; the UI cases are compared by the tests.
        process::run(&mut process::command("cargo", GOLDEN))?;
        process::run(&mut process::command("cargo", FAULTS))
    } else {
        for file in files()? {
            if file.write()? {
                println!("rewritten: {}", file.path);
            }
        }
        process::run(process::command("cargo", GOLDEN).env("PASSPORT_REGEN", "1"))?;
        process::run(process::command("cargo", FAULTS).env("PASSPORT_REGEN", "1"))?;
        process::run(process::command("cargo", AUDIT).env("PASSPORT_REGEN", "1"))?;
        if workspace::root().join("tests/ui").is_dir() {
            process::run(process::command("cargo", UI).env("TRYBUILD", "overwrite"))?;
        }
        Ok(())
    }
}

/// Fails where a file that is derived without the compiler is stale, and shows how.
pub(crate) fn check_files() -> Outcome {
    let mut stale = 0;
    for file in files()? {
        if let Some(diff) = file.diff()? {
            print!("{diff}");
            stale += 1;
        }
    }
    match stale {
        0 => Ok(()),
        _ => Err(format!("{stale} derived files are stale; run `cargo xtask regen`").into()),
    }
}

fn files() -> Outcome<Vec<Derived>> {
    let spec = Spec::load(workspace::root().join("scopes.toml"))?;
    let mut files = copies::files()?;
    files.push(Derived {
        path: "docs/scopes.md".to_owned(),
        contents: docs::write(&spec, &DOCS),
    });
    files.push(Derived {
        path: "docs/scopes.schema.json".to_owned(),
        contents: schema::write(),
    });
    Ok(files)
}

const DOCS: Heading<'_> = Heading {
    title: "Scopes and endpoints of the built-in systems",
    command: "cargo xtask regen",
};

/// The golden expansions are written and compared by unit tests of the macros.
const GOLDEN: &[&str] = &["test", "--quiet", "--package", "passport-macros", "golden"];

/// `docs/faults.md` is written and compared by the test that plays the faults.
const FAULTS: &[&str] = &[
    "test",
    "--quiet",
    "--package",
    "passport-tests",
    "--test",
    "faults",
];

/// `tests/audit/clerks.txt` is written and compared by the tests of the audit.
const AUDIT: &[&str] = &[
    "test",
    "--quiet",
    "--package",
    "passport-tests",
    "--test",
    "audit",
];

const UI: &[&str] = &[
    "test",
    "--quiet",
    "--package",
    "passport-tests",
    "--test",
    "ui",
];

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_derived_is_stale() {
        super::check_files().unwrap();
    }
}
