//! The compiler's messages in `tests/ui/`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::steps::compared;
use crate::{Outcome, process, workspace};

/// Writes the messages; with `only_systems` those that may say something of the built-in systems.
///
/// `meanwhile` is done while the cases are compiled, in a target folder of their own: cargo locks the
/// shared one only until the test runs.
pub(super) fn write(only_systems: bool, meanwhile: impl FnOnce() -> Outcome) -> Outcome {
    let folder = workspace::root().join("tests/ui");
    if !folder.is_dir() {
        return meanwhile();
    }
    let test = ["passport-tests", "--test", "ui", "cases_fail"];
    let mut command = compared(&test);
    command.env("TRYBUILD", "overwrite");
    if only_systems {
        let cases = of_systems(&folder)?;
        command.env("PASSPORT_UI_CASES", cases.join(","));
    }
    let mut running = command.stdout(Stdio::piped()).spawn()?;
    let mut lines = running
        .stdout
        .take()
        .map(BufReader::new)
        .into_iter()
        .flat_map(BufReader::lines);
    // The test's first line: it is built.
    let first = lines
        .by_ref()
        .map_while(Result::ok)
        .find(|line| line.starts_with("running"));
    let done = std::thread::scope(|scope| {
        let rest = scope.spawn(move || {
            for line in first.into_iter().chain(lines.map_while(Result::ok)) {
                println!("{line}");
            }
        });
        let done = meanwhile();
        drop(rest.join());
        done
    });
    let status = running.wait()?;
    done?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status})", process::text(&command)).into())
    }
}

/// The cases that name a built-in system, in their source or in the message, by their paths in
/// `tests/`.
fn of_systems(folder: &Path) -> Outcome<Vec<String>> {
    let spec = passport_spec::Spec::load(workspace::root().join("scopes.toml"))?;
    let names: Vec<&str> = spec.apis().iter().map(|api| api.name.as_str()).collect();
    let mut cases = Vec::new();
    for topic in fs::read_dir(folder)? {
        for case in fs::read_dir(topic?.path())? {
            let case = case?.path();
            if case.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let message = fs::read_to_string(case.with_extension("stderr")).unwrap_or_default();
            let text = fs::read_to_string(&case)? + &message;
            if names.iter().any(|name| text.contains(name)) {
                cases.push(path_in_tests(folder, &case));
            }
        }
    }
    cases.sort();
    Ok(cases)
}

fn path_in_tests(folder: &Path, case: &Path) -> String {
    let below: PathBuf = case.strip_prefix(folder).unwrap_or(case).to_owned();
    Path::new("ui").join(below).to_string_lossy().into_owned()
}
