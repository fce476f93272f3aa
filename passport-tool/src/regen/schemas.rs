//! The schemas that a package's specs name.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use crate::{paths, schema};

use super::{digests, sources};

/// Where the schema of `scopes.toml` is expected by the specs of a package's `api!`s.
///
/// The header of a spec leads to it, a path to a file with the name of [`schema::FILE`]. `pending` are
/// specs that are not written yet, by their absolute path without links. A header with another name
/// or an address is left alone: a person keeps that schema.
///
/// # Errors
///
/// If a folder or a source file cannot be read.
pub fn schemas(
    package: &Path,
    pending: &HashMap<PathBuf, String>,
) -> io::Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for source in sources::sources(package)? {
        for call in &source.calls {
            let spec = source.spec(call);
            let text = digests::read(&spec, pending);
            let path = text.as_deref().and_then(schema::header);
            let named = path.filter(|path| !path.contains("://"));
            let named = named
                .map(Path::new)
                .filter(|path| path.ends_with(schema::FILE));
            if let (Some(path), Some(folder)) = (named, spec.parent()) {
                found.insert(paths::real(&folder.join(path)));
            }
        }
    }
    Ok(found)
}
