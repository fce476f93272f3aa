//! Files that are derived: written, or compared with what is there.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use serde_json::json;
use similar::TextDiff;

use super::command::Status;
use super::diagnostic::{Diagnostic, Excerpt, Failure};
use super::ui::{GOOD, Ui};
use crate::regen::RefusedSchema;
use crate::{paths, regen, schema};

/// A file that is derived.
#[derive(Clone, Debug)]
pub(super) struct Derived {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What it is to hold.
    pub(super) text: String,
}

/// How a file that is there differs from what it is to hold.
#[derive(Clone, Debug, Serialize)]
struct Difference {
    /// The file.
    path: String,
    /// A unified diff.
    diff: String,
}

/// Writes the file, if that changes it; answers whether it did.
pub(super) fn write(path: &Path, text: &str) -> Result<bool, Failure> {
    if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    let fail = |error| Failure::new(format!("cannot write {}: {error}", paths::shown(path)));
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(fail)?;
    }
    std::fs::write(path, text).map_err(fail)?;
    Ok(true)
}

/// The files that are not as they should be.
fn compare(files: &[Derived]) -> Vec<Difference> {
    let differing = files.iter().filter_map(|file| {
        let old = std::fs::read(&file.path).unwrap_or_default();
        let old = String::from_utf8_lossy(&old);
        if old == file.text.as_str() {
            return None;
        }
        let path = file.path.display().to_string();
        let diff = TextDiff::from_lines(&*old, &file.text);
        let shown = paths::shown(&file.path);
        let diff = diff.unified_diff().header(&shown, &shown).to_string();
        Some(Difference { path, diff })
    });
    differing.collect()
}

/// Compares, and shows the differences.
pub(super) fn report(files: &[Derived], ui: &mut Ui) -> Result<Status, Failure> {
    let differences = compare(files);
    if ui.is_json() {
        ui.json(&json!({ "differences": &differences }))?;
    } else {
        for difference in &differences {
            show(difference, ui)?;
        }
    }
    Ok(if differences.is_empty() {
        Status::Done
    } else {
        Status::Differs
    })
}

/// The sources of a package that hold digests of specs; `pending` are specs that are not written yet.
pub(super) fn digests(
    package: &Path,
    pending: &HashMap<PathBuf, String>,
) -> Result<Vec<Derived>, Failure> {
    let updated = regen::digests(package, pending).map_err(|error| unreadable(package, &error))?;
    let files = updated.into_iter().map(|file| Derived {
        path: file.path,
        text: file.text,
    });
    Ok(files.collect())
}

/// The schemas that the specs of a package name, but for those in `files`; fails where one names a
/// file that may not be written.
pub(super) fn schemas(
    package: &Path,
    workspace: &Path,
    pending: &HashMap<PathBuf, String>,
    files: &[Derived],
) -> Result<Vec<Derived>, Failure> {
    let schemas =
        regen::schemas(package, workspace, pending).map_err(|error| unreadable(package, &error))?;
    if !schemas.refused.is_empty() {
        return Err(Failure::of(
            schemas.refused.iter().map(refused_schema).collect(),
        ));
    }
    let known = |path: &PathBuf| files.iter().any(|file| paths::real(&file.path) == *path);
    let files = schemas
        .files
        .into_iter()
        .filter(|path| !known(path))
        .map(|path| Derived {
            path,
            text: schema::text(),
        });
    Ok(files.collect())
}

/// The header, shown in its spec.
fn refused_schema(refused: &RefusedSchema) -> Diagnostic {
    let at = refused.text.find(&refused.header).unwrap_or(0);
    let span = at..at + refused.header.len();
    let file = refused.spec.display().to_string();
    Diagnostic::error(&refused.message).excerpt(Excerpt::at(&file, &refused.text, span))
}

fn unreadable(package: &Path, error: &io::Error) -> Failure {
    let package = paths::shown(package);
    Failure::new(format!("cannot read the sources in {package}: {error}"))
}

/// Shows a unified diff in its colours.
fn show(difference: &Difference, ui: &mut Ui) -> io::Result<()> {
    for line in difference.diff.lines() {
        let style = match line.as_bytes().first() {
            Some(b'+') => GOOD,
            Some(b'-') => GONE,
            Some(b'@') => PLACE,
            _ => Style::new(),
        };
        writeln!(ui.out(), "{style}{line}{style:#}")?;
    }
    Ok(())
}

const GONE: Style = AnsiColor::Red.on_default();

const PLACE: Style = AnsiColor::Cyan.on_default();
