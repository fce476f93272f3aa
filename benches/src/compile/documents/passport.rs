//! The crate that `cargo passport import` writes.

use std::path::Path;
use std::process::Command;

use super::Outcome;
use crate::compile::compiler::{Compiler, Extent, Subject};
use crate::compile::package::Package;
use crate::{process, workspace};

/// An imported crate.
#[derive(Debug)]
pub(super) struct Imported {
    compiler: Compiler,
    /// Calls of its client.
    pub(super) operations: usize,
}

impl Imported {
    /// Imports a document whose references may lead to the files below `root`.
    pub(super) fn create(document: &Path, root: &Path, name: &str) -> Outcome<Self> {
        let package = Package::empty(&format!("imported/{name}"))?;
        let mut import = Command::new("cargo");
        import.args(IMPORT).current_dir(workspace::root());
        import.arg(document).arg("--out").arg(package.path(""));
        import.arg("--root").arg(root).arg("--passport-api");
        process::output(import.arg(workspace::root().join("passport-api")))?;
        package.seal()?;
        let operations = package.read("scopes.toml")?.matches("\ncall = ").count();
        let compiler = package.compiler()?;
        let lib = package.read("src/lib.rs")?;
        // The client is the last item.
        let (before, _) = lib
            .split_once("\npassport_api::api!")
            .ok_or("its src/lib.rs does not call `passport_api::api!`")?;
        let expansion = compiler.expansion("src/lib.rs")?;
        package.write(PASTED, &format!("{before}\n{expansion}"))?;
        Ok(Self {
            compiler,
            operations,
        })
    }

    /// The crate as it is written.
    pub(super) fn whole(&self) -> Subject<'_> {
        self.compiler.subject("src/lib.rs", Extent::Check)
    }

    /// The crate with the output of `api!` in its place.
    pub(super) fn pasted(&self) -> Subject<'_> {
        self.compiler.subject(PASTED, Extent::Check)
    }
}

const PASTED: &str = "src/pasted.rs";

const IMPORT: &[&str] = &[
    "run",
    "--quiet",
    "--package",
    "passport-tool",
    "--bin",
    "cargo-passport",
    "--",
    "import",
];
