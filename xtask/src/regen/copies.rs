//! Copies that the packages need: cargo packages no file from outside a package's folder.

use passport_tool::schema;

use crate::Outcome;
use crate::derived::Derived;
use crate::workspace;

/// The copies of the licences, and of `scopes.toml` with its schema.
pub(super) fn files() -> Outcome<Vec<Derived>> {
    let mut files = Vec::new();
    for package in workspace::published()? {
        for licence in LICENCES {
            files.push(copy(licence, &package)?);
        }
    }
    files.push(copy("scopes.toml", SPEC_IN)?);
    // The header of that copy leads to it.
    files.push(Derived {
        path: format!("{SPEC_IN}/docs/{}", schema::FILE),
        contents: schema::text(),
    });
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

/// The package with the built-in systems' `scopes.toml`; others take the text from it.
const SPEC_IN: &str = "passport-api";
