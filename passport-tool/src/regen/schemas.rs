//! The schemas that a package's specs name.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use crate::write::MARK;
use crate::{paths, schema};

use super::{digests, sources};

/// Where schemas are expected.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Schemas {
    /// Files that are missing or were written by this tool.
    pub files: BTreeSet<PathBuf>,
    /// Headers that name a file which is not written.
    pub refused: Vec<RefusedSchema>,
}

/// A header that names a file which is not written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RefusedSchema {
    /// The spec with the header.
    pub spec: PathBuf,
    /// The text of the spec.
    pub text: String,
    /// The path in the header.
    pub header: String,
    /// The reason, and what to do.
    pub message: String,
}

/// Where the schema of `scopes.toml` is expected by the specs of a package's `api!`s.
///
/// The header of a spec leads to it, a path to a file with the name of [`schema::FILE`]. `pending` are
/// specs that are not written yet, by their absolute path without links. A header with another name
/// or an address is left alone: a person keeps that schema. So is that of a spec outside of the
/// package and its `workspace`, which belongs to another.
///
/// A spec may come from elsewhere, so its header does not decide freely: the file lies in the
/// workspace, or in a package outside of it, is no link, and is missing or was written by this tool.
///
/// # Errors
///
/// If a folder or a source file cannot be read.
pub fn schemas(
    package: &Path,
    workspace: &Path,
    pending: &HashMap<PathBuf, String>,
) -> io::Result<Schemas> {
    let roots = [paths::real(workspace), paths::real(package)];
    let mut schemas = Schemas::default();
    for source in sources::sources(package)? {
        for call in &source.calls {
            let spec = source.spec(call);
            let text = digests::read(&spec, pending).unwrap_or_default();
            let header = schema::header(&text).filter(|path| !path.contains("://"));
            let header = header.filter(|path| Path::new(path).ends_with(schema::FILE));
            let root = roots.iter().find(|root| spec.starts_with(root));
            let (Some(header), Some(root)) = (header, root) else {
                continue;
            };
            match file(&spec, header, root) {
                Ok(file) => drop(schemas.files.insert(file)),
                Err(message) => schemas.refused.push(RefusedSchema {
                    header: header.to_owned(),
                    message,
                    text,
                    spec,
                }),
            }
        }
    }
    schemas.refused.dedup();
    Ok(schemas)
}

/// The file that a header leads to, if it may be written; the error says why it may not.
fn file(spec: &Path, header: &str, root: &Path) -> Result<PathBuf, String> {
    let named = spec.with_file_name(header);
    let folder = paths::real(named.parent().unwrap_or(root));
    let file = folder.join(schema::FILE);
    let shown = paths::shown(&file);
    if !folder.starts_with(root) {
        let root = paths::shown(root);
        return Err(format!(
            "the schema {shown} is outside of {root}, where `regen` writes nothing; name one inside, \
             such as `{}`",
            schema::HEADER
        ));
    }
    let Ok(found) = std::fs::symlink_metadata(&file) else {
        return Ok(file);
    };
    if found.is_symlink() {
        return Err(format!(
            "the schema {shown} is a symbolic link, which `regen` does not follow; remove it, or name \
             the file that it leads to"
        ));
    }
    if std::fs::read_to_string(&file).is_ok_and(|text| text.contains(MARK)) {
        return Ok(file);
    }
    Err(format!(
        "the schema {shown} was not written by `cargo passport`; remove it, or name another path"
    ))
}
