//! The spec that a command is about: a `scopes.toml`, or an OpenAPI document imported in memory.

use std::path::{Path, PathBuf};

use passport_spec::{Spec, did_you_mean, plain_line};

use super::diagnostic::Failure;
use crate::import::{Options, import};
use crate::overrides::Overrides;
use crate::paths;
use crate::source::{self, Document};

/// Loads a `scopes.toml`, or what an OpenAPI document says if the file is anything else.
pub(super) fn load(file: &Path) -> Result<Spec, Failure> {
    if !is_toml(file) {
        return of_document(&source::load(file, None)?);
    }
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("cannot read {}: {error}", paths::shown(file))))?;
    parse(&file.display().to_string(), &text)
}

/// An OpenAPI document that was imported in memory.
pub(super) struct Imported {
    pub(super) spec: Spec,
    /// The text of its `examples.json`.
    pub(super) examples: String,
}

/// Imports a document in memory; nothing where the file is a `scopes.toml`.
pub(super) fn imported(file: &Path) -> Result<Option<Imported>, Failure> {
    if is_toml(file) {
        return Ok(None);
    }
    let mut files = written(&source::load(file, None)?)?;
    let examples = files.iter_mut().find(|(path, _)| path == "examples.json");
    let examples = examples.map_or_else(String::new, |(_, text)| std::mem::take(text));
    let spec = parsed(&files)?;
    Ok(Some(Imported { spec, examples }))
}

/// Reads the text of either; a document's references to other files lead nowhere.
pub(super) fn parse(name: &str, text: &str) -> Result<Spec, Failure> {
    if let Ok(value) = source::parse(text)
        && (value.get("openapi").is_some() || value.get("swagger").is_some())
    {
        let document = source::normalize(value, crate::note::Notes::default());
        let document =
            document.map_err(|message| Failure::new(format!("{}: {message}", plain_line(name))))?;
        return of_document(&document);
    }
    Spec::parse(name, text).map_err(|errors| Failure::of_spec(&errors, text))
}

/// Fails where the spec has no API with this name.
pub(super) fn has_api(spec: &Spec, name: &str, file: &Path) -> Result<(), Failure> {
    if spec.api(name).is_some() {
        return Ok(());
    }
    let known = spec.apis().iter().map(|api| api.name.as_str());
    let list = known.clone().collect::<Vec<_>>().join("`, `");
    let meant = did_you_mean(name, known);
    let (file, name) = (paths::shown(file), plain_line(name));
    Err(Failure::new(format!(
        "{file} has no API `{name}`; it has `{list}`{meant}"
    )))
}

/// The nearest `scopes.toml`, from the current folder upwards.
pub(super) fn nearest_file() -> Result<PathBuf, Failure> {
    let here = std::env::current_dir()
        .map_err(|error| Failure::new(format!("there is no current folder: {error}")))?;
    let mut folders = here.ancestors().flat_map(|folder| {
        let beside = folder.join("scopes.toml");
        [beside, folder.join("src/scopes.toml")]
    });
    folders.find(|file| file.is_file()).ok_or_else(|| {
        let message = format!("no scopes.toml in {} or above", paths::shown(&here));
        Failure::new(message).help("say which: `--spec FILE`")
    })
}

fn written(document: &Document) -> Result<Vec<(String, String)>, Failure> {
    import(document, &Overrides::default(), &Options::default())
        .map(|imported| imported.always)
        .map_err(|errors| Failure::new(format!("what the document says is no spec:\n{errors}")))
}

fn of_document(document: &Document) -> Result<Spec, Failure> {
    parsed(&written(document)?)
}

fn parsed(files: &[(String, String)]) -> Result<Spec, Failure> {
    let text = files.iter().find(|(path, _)| path == "scopes.toml");
    let text = text.map_or("", |(_, text)| text);
    Spec::parse("scopes.toml", text).map_err(|errors| Failure::of_spec(&errors, text))
}

fn is_toml(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "toml")
}
