//! The digests in a package's sources, as they should be.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use super::sources::{self, Source};

/// A source file with its digests as they should be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Updated {
    /// The file.
    pub path: PathBuf,
    /// Its text; nothing but digests differs from what is there.
    pub text: String,
}

/// The source files of a package that hold digests, as they should be.
///
/// `pending` are specs that are not written yet, by their absolute path without links. A file
/// that is no Rust, and an `api!` whose spec cannot be read, are left to the compiler, which says
/// what is wrong.
///
/// # Errors
///
/// If a folder or a source file cannot be read.
pub fn digests(package: &Path, pending: &HashMap<PathBuf, String>) -> io::Result<Vec<Updated>> {
    let sources = sources::sources(package)?.into_iter();
    let with_digest = sources.filter(|source| source.calls.iter().any(|c| c.digest.is_some()));
    let updated = with_digest.map(|source| Updated {
        text: replaced(&source, pending),
        path: source.path,
    });
    Ok(updated.collect())
}

fn replaced(source: &Source, pending: &HashMap<PathBuf, String>) -> String {
    let mut text = source.text.clone();
    // From the end, so that the places before stay where they are.
    for call in source.calls.iter().rev() {
        let Some(written) = &call.digest else {
            continue;
        };
        let Some(spec) = read(&source.spec(call), pending) else {
            continue;
        };
        let digest = passport_spec::digest(&spec);
        if digest != written.text {
            text.replace_range(written.place.clone(), &format!("\"{digest}\""));
        }
    }
    text
}

/// The text of a spec as it will be.
pub(super) fn read(spec: &Path, pending: &HashMap<PathBuf, String>) -> Option<String> {
    let pending = pending.get(spec).cloned();
    pending.or_else(|| std::fs::read_to_string(spec).ok())
}
