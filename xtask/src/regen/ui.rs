//! The compiler's messages in `tests/ui/`.

use std::fs;
use std::path::{Path, PathBuf};

use super::steps::compared;
use crate::{Outcome, process, workspace};

/// Writes the messages; with `only_systems` those that may say something of the built-in systems.
pub(super) fn write(only_systems: bool) -> Outcome {
    let folder = workspace::root().join("tests/ui");
    if !folder.is_dir() {
        return Ok(());
    }
    let test = ["passport-tests", "--test", "ui", "cases_fail"];
    let mut command = compared(&test);
    command.env("TRYBUILD", "overwrite");
    if only_systems {
        let cases = of_systems(&folder)?;
        command.env("PASSPORT_UI_CASES", cases.join(","));
    }
    process::run(&mut command)
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
