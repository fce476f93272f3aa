//! `cargo xtask regen`: rewrites what is derived, or with `--check` fails where it is stale.

mod changes;
mod copies;
mod imported;
mod licences;
mod steps;
mod ui;

use passport_spec::Spec;
use passport_tool::docs::{self, Heading};
use passport_tool::schema;

use crate::Outcome;
use crate::derived::Derived;
use crate::workspace;
use changes::Changes;
use steps::STEPS;

/// Rewrites what is derived from files that have changed, or with `--all` everything; with `--check`
/// compares everything.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => write_changed(&Changes::read()),
        ["--all"] => write_changed(&Changes::Unknown),
        ["--check"] => {
            check_files()?;
            // The UI cases are compared by the tests.
            STEPS.iter().try_for_each(|step| step.check())
        }
        [.., last] => {
            Err(format!("unexpected `{last}`; it takes one of `--all` and `--check`").into())
        }
    }
}

fn write_changed(changes: &Changes) -> Outcome {
    for file in files()? {
        write(&file)?;
    }
    if changes.touch(&["docs/licences.md"], &[]) || changes.touch_manifest() {
        write(&licences::file()?)?;
    }
    let systems = steps::systems()?;
    let mut skipped = Vec::new();
    for step in STEPS {
        if !step.is_touched(changes, &systems) {
            skipped.push(step.name);
            continue;
        }
        println!("deriving {}", step.name);
        step.write(changes, &systems)?;
    }
    if let Changes::Since { base, .. } = changes
        && !skipped.is_empty()
    {
        println!(
            "as they were, because nothing that they come from has changed since {}: {}; \
             `cargo xtask regen --all` derives them, too",
            &base[..base.len().min(12)],
            skipped.join(", ")
        );
    }
    Ok(())
}

fn write(file: &Derived) -> Outcome {
    if file.write()? {
        println!("rewritten: {}", file.path);
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_derived_is_stale() {
        // The licences are those of crates that need not be on this machine, for other platforms.
        super::compare(&super::files().unwrap()).unwrap();
    }
}
