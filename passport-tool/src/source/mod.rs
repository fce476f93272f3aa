//! Loads a document and brings it to one form: whatever it was, JSON or YAML, Swagger 2.0 or
//! OpenAPI 3.x, one file or many, it becomes one OpenAPI-3.1-like JSON value whose `$ref`s all
//! point into itself.

mod bundle;
mod json;
mod nullable;
mod swagger2;
mod text;
mod yaml;

use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::note::{Kind, Notes};
use crate::paths;

pub use text::parse;

/// A document in the one form.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document.
    pub value: Value,
    /// The version that it was written in, such as `3.0.3`.
    pub version: String,
    /// What was changed on the way.
    pub notes: Notes,
}

/// Why a document cannot be loaded at all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LoadError {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", paths::shown(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for LoadError {}

/// Loads the document in `file`; its `$ref`s may lead to files below its own folder, or below `root`
/// where that is given.
///
/// # Errors
///
/// If the file cannot be read, is neither JSON nor YAML, or is no OpenAPI document. What is wrong
/// with one part of it is a note.
pub fn load(file: &Path, root: Option<&Path>) -> Result<Document, LoadError> {
    let (value, twice) = text::read(file)?;
    let mut notes = Notes::default();
    note_twice(&twice, "", &mut notes);
    let value = bundle::bundle(value, file, root, &mut notes);
    normalize(value, notes).map_err(|message| LoadError {
        file: file.to_owned(),
        line: None,
        message,
    })
}

/// Notes the keys that stand twice in one object, of which the first is lost; `place` says in which file.
fn note_twice(keys: &[String], place: &str, notes: &mut Notes) {
    for key in keys {
        let what =
            format!("the first of two keys `{key}` in one object{place}: the last one counts");
        notes.add(Kind::Dropped, "", what);
    }
}

/// Brings a document without external `$ref`s to the one form.
///
/// # Errors
///
/// If it says neither `openapi: 3.x` nor `swagger: 2.0`.
pub fn normalize(mut value: Value, mut notes: Notes) -> Result<Document, String> {
    let said = |key: &str| match value.get(key) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let version = match (said("openapi"), said("swagger")) {
        (Some(version), _) if version.starts_with('3') => version,
        (None, Some(version)) if version.starts_with('2') => {
            value = swagger2::convert(value, &mut notes);
            version
        }
        (Some(version), _) | (None, Some(version)) => {
            return Err(format!(
                "version {version} is not read; OpenAPI 3.0, 3.1 and Swagger 2.0 are"
            ));
        }
        (None, None) => {
            return Err(
                "it is no OpenAPI document: neither `openapi` nor `swagger` stands at its top"
                    .to_owned(),
            );
        }
    };
    nullable::convert(&mut value);
    Ok(Document {
        value,
        version,
        notes,
    })
}

#[cfg(test)]
mod tests;
