//! The digests in a package's sources, as they should be.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::paths;

use super::sources;

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
    let mut updated = Vec::new();
    for path in sources::files(package)? {
        let text = std::fs::read(&path)?;
        let Ok(text) = String::from_utf8(text) else {
            continue;
        };
        // Reading tokens is slow; most files have nothing of the kind.
        if !(text.contains("api!") && text.contains("digest")) {
            continue;
        }
        let Ok(calls) = sources::calls(&text) else {
            continue;
        };
        if calls.is_empty() {
            continue;
        }
        let text = replaced(package, text, &calls, pending);
        updated.push(Updated { path, text });
    }
    Ok(updated)
}

fn replaced(
    package: &Path,
    mut text: String,
    calls: &[sources::Call],
    pending: &HashMap<PathBuf, String>,
) -> String {
    // From the end, so that the places before stay where they are.
    for call in calls.iter().rev() {
        let spec = paths::real(&package.join(&call.spec));
        let spec = match pending.get(&spec) {
            Some(text) => text.clone(),
            None => match std::fs::read_to_string(&spec) {
                Ok(text) => text,
                Err(_) => continue,
            },
        };
        let digest = passport_spec::digest(&spec);
        if digest != call.digest {
            text.replace_range(call.place.clone(), &format!("\"{digest}\""));
        }
    }
    text
}
