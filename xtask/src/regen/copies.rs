//! Copies that the packages need: cargo packages no file from outside a package's folder.

use crate::Outcome;
use crate::derived::Derived;
use crate::workspace;

/// The copies of the licences and of `scopes.toml`.
pub(super) fn files() -> Outcome<Vec<Derived>> {
    let mut files = Vec::new();
    for package in workspace::published()? {
        for licence in LICENCES {
            files.push(copy(licence, &package)?);
        }
        if USES_SPEC.contains(&package.as_str()) {
            files.push(copy("scopes.toml", &package)?);
        }
    }
    Ok(files)
}

/// The copy of a file of the root in a package, whose folder has its name.
fn copy(file: &str, package: &str) -> Outcome<Derived> {
    let contents = std::fs::read_to_string(workspace::root().join(file))
        .map_err(|error| format!("cannot read {file}: {error}"))?;
    Ok(Derived {
        path: format!("{package}/{file}"),
        contents,
    })
}

const LICENCES: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT"];

/// The packages that read the built-in systems' `scopes.toml`.
const USES_SPEC: &[&str] = &["passport-api", "passport-sandbox", "passport-tool"];
