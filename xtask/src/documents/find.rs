//! The OpenAPI documents below a folder, known by what is in them.

use std::path::{Path, PathBuf};

use super::independent::{self, Files};
use crate::Outcome;

/// An OpenAPI document.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its path from the folder, with `/` on every system.
    pub(crate) name: String,
    pub(crate) file: PathBuf,
    pub(crate) bytes: u64,
}

/// The documents below `root` whose name holds one of `names`; all of them where there is none.
///
/// A file that cannot be read but claims to be one is left to the importer's message.
pub(crate) fn documents(
    root: &Path,
    names: &[String],
    files: &mut Files,
) -> Outcome<Vec<Document>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let fail = |error| format!("cannot read {}: {error}", folder.display());
        for entry in std::fs::read_dir(&folder).map_err(fail)? {
            let file = entry.map_err(fail)?.path();
            if file.is_dir() {
                folders.push(file);
                continue;
            }
            let ending = file.extension().and_then(|ending| ending.to_str());
            let name = name(root, &file);
            let wanted = names.is_empty() || names.iter().any(|part| name.contains(part));
            if !wanted || !ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
                continue;
            }
            if independent::is_document(files, &file).unwrap_or_else(|_| claims_to_be_one(&file)) {
                let bytes = file.metadata().map_err(fail)?.len();
                found.push(Document { name, file, bytes });
            }
        }
    }
    if found.is_empty() {
        let root = root.display();
        return Err(
            format!("no OpenAPI document is below {root}, or none with such a name").into(),
        );
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

impl Document {
    /// Its name as one of a folder.
    pub(crate) fn folder(&self) -> String {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        self.name.replace(|letter| !plain(letter), "-")
    }
}

fn name(root: &Path, file: &Path) -> String {
    let parts = file.strip_prefix(root).unwrap_or(file).components();
    let parts: Vec<_> = parts
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// Whether a line begins with the key of a version, as far as that can be said of a broken file.
fn claims_to_be_one(file: &Path) -> bool {
    let bytes = std::fs::read(file).unwrap_or_default();
    String::from_utf8_lossy(&bytes).lines().any(|line| {
        let key = line.trim_start_matches(['\u{feff}', ' ', '{', '"', '\'']);
        let rest = ["openapi", "swagger"]
            .iter()
            .find_map(|word| key.strip_prefix(word));
        rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    })
}

const ENDINGS: &[&str] = &["json", "yaml", "yml"];
