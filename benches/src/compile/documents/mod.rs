//! Clients of real OpenAPI documents: passport's, progenitor's and openapi-generator's.
//!
//! The documents are not in this repository; nothing of them is kept but their names and counts.

mod openapi_generator;
mod passport;
mod progenitor;

use std::fs;
use std::path::{Path, PathBuf};

use self::openapi_generator::Generated;
use self::passport::Imported;
use self::progenitor::{Client, Progenitor};
use super::compiler::{Compiled, in_turns};
use crate::Outcome;

pub(super) use self::openapi_generator::PROGRAM;

/// What was measured with a folder of documents.
#[derive(Debug)]
pub(super) struct Documents {
    /// The large ones, and then those that progenitor takes.
    pub(super) measured: Vec<Document>,
    /// `None` where it is not installed.
    pub(super) openapi_generator: Option<String>,
}

/// What the clients of one document take to check.
#[derive(Debug)]
pub(super) struct Document {
    /// Its path from the folder.
    pub(super) name: String,
    /// Calls of passport's client, which are those of the document.
    pub(super) operations: usize,
    /// The crate as it is imported.
    pub(super) passport: Compiled,
    /// The same with the output of `api!` in its place.
    pub(super) pasted: Compiled,
    /// progenitor's macro and its output; or why it makes none.
    pub(super) progenitor: Result<[Compiled; 2], String>,
    /// openapi-generator's crate, where it was asked for.
    pub(super) openapi_generator: Option<Compiled>,
}

/// Measures the documents below a folder; with `quick` the first one only.
pub(super) fn measure(folder: &Path, quick: bool) -> Outcome<Documents> {
    let progenitor = Progenitor::create()?;
    let version = openapi_generator::version()?;
    let files = files(folder)?;
    let mut measured = Vec::new();
    for file in files {
        let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
        let is_large = LARGE.contains(&&*name);
        let client = progenitor.client(&file, &identifier(&name))?;
        if !is_large && client.is_err() || quick && !measured.is_empty() {
            continue;
        }
        println!("    {name}");
        let mut document = Document::measure(&progenitor, folder, &file, client)?;
        if is_large && version.is_some() {
            let generated = Generated::create(&file, &identifier(&name))?;
            document.openapi_generator = in_turns(1, &[generated.whole()])?.pop();
        }
        measured.push(document);
    }
    measured.sort_by_key(|document| std::cmp::Reverse(document.operations));
    let openapi_generator = version;
    Ok(Documents {
        measured,
        openapi_generator,
    })
}

impl Document {
    fn measure(
        progenitor: &Progenitor,
        folder: &Path,
        file: &Path,
        client: Result<Client, String>,
    ) -> Outcome<Self> {
        let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
        let imported = Imported::create(file, folder, &identifier(&name))
            .map_err(|error| format!("{name}: {error}"))?;
        let mut subjects = vec![imported.whole(), imported.pasted()];
        if let Ok(client) = &client {
            subjects.push(progenitor.by_macro(client));
            subjects.push(progenitor.as_text(client));
        }
        let mut compiled = in_turns(ROUNDS, &subjects)?.into_iter();
        let mut next = || compiled.next().ok_or("a crate was not compiled");
        Ok(Self {
            operations: imported.operations,
            passport: next()?,
            pasted: next()?,
            progenitor: match client {
                Ok(_) => Ok([next()?, next()?]),
                Err(complaint) => Err(complaint),
            },
            openapi_generator: None,
            name,
        })
    }
}

/// All files below a folder that could be documents, in the order of their paths.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if ending.is_some_and(|ending| ENDINGS.contains(&ending)) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A document's name as one of a file and of a crate.
fn identifier(name: &str) -> String {
    name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_")
}

/// The documents that are measured even where progenitor makes no client of them.
const LARGE: &[&str] = &[
    "auth0/management-api-oas.json",
    "spotify/fixed-spotify-open-api.yml",
    "xero/xero_accounting.yaml",
];

/// How often each crate is compiled, but for those that take a minute.
const ROUNDS: usize = 2;

const ENDINGS: &[&str] = &["json", "yaml", "yml"];

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn a_path_becomes_a_name() {
        assert_eq!(identifier("a/b-1.0.yaml"), "a_b_1_0_yaml");
    }
}
