//! What each operation of an OpenAPI document needs, read from the document and the specifications
//! alone: nothing here is shared with the importer, not even the parser.
//!
//! The readings: a list of scopes is all of them, a list of alternatives any of them (OpenAPI 3.1,
//! Security Requirement Object); `security` of the document holds where an operation has none, and
//! an empty one takes it away (Operation Object); roles on a bearer scheme are scopes; a scope has
//! neither spaces around nor in it (RFC 6749, 3.3).

mod files;
mod need;
#[cfg(test)]
mod tests;
mod value;

use std::collections::BTreeMap;
use std::path::Path;

use self::files::Place;
use self::value::Value;
use crate::Outcome;

pub(crate) use self::files::Files;
pub(crate) use self::need::{Need, Reading, Scheme};

/// An operation: its method in capitals, and its path as the document has it.
pub(crate) type Operation = (String, String);

/// What a document says.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    /// What each operation needs.
    pub(crate) operations: BTreeMap<Operation, Reading>,
    /// Paths and operations that stand where they cannot be read, each with the reason.
    pub(crate) unread: Vec<String>,
}

/// Whether a file is a document with calls, and not a part of one that others refer to.
pub(crate) fn is_document(files: &mut Files, file: &Path) -> Outcome<bool> {
    let root = files.load(file)?;
    let version = root.get("openapi").or_else(|| root.get("swagger"));
    let mut paths = root.get("paths").into_iter().flat_map(Value::members);
    Ok(version.is_some() && paths.next().is_some())
}

/// Reads what every operation of a document needs. Callbacks and webhooks are not calls of the API.
pub(crate) fn read(files: &mut Files, file: &Path) -> Outcome<Readings> {
    let root = files.load(file)?;
    let schemes = schemes(files, file, &root);
    let mut readings = Readings::default();
    let paths = root.get("paths").into_iter().flat_map(Value::members);
    for (path, item) in paths.filter(|(path, _)| path.starts_with('/')) {
        let item = match files.follow(Place::new(file, item)) {
            Ok(item) => item,
            Err(error) => {
                readings.unread.push(format!("`{path}`: {error}"));
                continue;
            }
        };
        let methods = item.value.members();
        for (method, value) in methods.filter(|(method, _)| METHODS.contains(&&**method)) {
            let method = method.to_ascii_uppercase();
            let operation = match files.follow(Place::new(&item.file, value)) {
                Ok(operation) => operation.value,
                Err(error) => {
                    readings.unread.push(format!("`{method} {path}`: {error}"));
                    continue;
                }
            };
            let own = operation.get("security").filter(|own| **own != Value::Null);
            let security = own.or_else(|| root.get("security"));
            let reading = need::read(security, &schemes);
            readings.operations.insert((method, path.clone()), reading);
        }
    }
    Ok(readings)
}

/// The declared schemes by name. One that stands where it cannot be read is none.
fn schemes(files: &mut Files, file: &Path, root: &Value) -> BTreeMap<String, Scheme> {
    let declared = root
        .get("securityDefinitions")
        .or_else(|| root.get("components")?.get("securitySchemes"));
    let declared = declared.into_iter().flat_map(Value::members);
    let schemes = declared.filter_map(|(name, value)| {
        let place = files.follow(Place::new(file, value)).ok()?;
        Some((name.clone(), Scheme::read(&place.value)))
    });
    schemes.collect()
}

/// The fields of a Path Item Object that are operations.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];
