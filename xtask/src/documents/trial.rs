//! One document, tried: imported, read a second time, compiled.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::calls::{Proof, prove};
use super::compare::{Comparison, compare};
use super::find::Document;
use super::independent::{self, Files, Readings};
use super::report::{self, Report};
use super::usage::{Usage, measured};
use super::written;
use crate::Outcome;
use crate::workspace;

/// Where documents are tried, and with what.
#[derive(Debug)]
pub(crate) struct Bench {
    /// The importer.
    pub(crate) importer: PathBuf,
    /// The folder whose files a document may refer to.
    pub(crate) root: PathBuf,
    /// Where the crates are written.
    pub(crate) folder: PathBuf,
    /// What cargo builds of all of them.
    pub(crate) target: PathBuf,
    /// Whether they are compiled.
    pub(crate) compile: bool,
    /// Whether every call is made, and refused.
    pub(crate) calls: bool,
}

/// What came of one document.
#[derive(Debug)]
pub(crate) struct Trial {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    /// The reason where it is not imported.
    pub(crate) outcome: Result<Imported, String>,
}

/// A document that was imported.
#[derive(Debug)]
pub(crate) struct Imported {
    /// Operations in the document, by the independent reading.
    pub(crate) operations: usize,
    /// Of them, those with several lists of scopes to choose from.
    pub(crate) alternatives: usize,
    pub(crate) scopes: usize,
    pub(crate) comparison: Comparison,
    /// Endpoints that fit no operation.
    pub(crate) strays: Vec<String>,
    /// Operations that the independent reader cannot read, each with the reason.
    pub(crate) unread: Vec<String>,
    pub(crate) report: Report,
    pub(crate) import: Usage,
    /// What compiling cost, or what the compiler says; nothing if it was not asked.
    pub(crate) check: Option<Result<Check, String>>,
    /// What came of its calls, or why none could be made; nothing if it was not asked.
    pub(crate) calls: Option<Result<Proof, String>>,
}

/// What `cargo check` of a crate cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Check {
    /// Of what it depends on, as far as that was not compiled for another crate.
    pub(crate) dependencies: Usage,
    /// Of the crate alone.
    pub(crate) alone: Usage,
}

impl Bench {
    /// Tries one document, its calls apart.
    pub(crate) fn try_out(&self, document: &Document, files: &mut Files) -> Trial {
        let outcome = self.import(document, files);
        Trial {
            name: document.name.clone(),
            bytes: document.bytes,
            outcome: outcome.map_err(|error| error.to_string()),
        }
    }

    /// Makes the calls of a document that was imported, if that is asked.
    ///
    /// It comes after all that is measured: a program that is started counts what the one that
    /// starts it held before, and the answers of the compiler are long.
    pub(crate) fn call(&self, document: &Document, trial: &mut Trial) {
        if let (true, Ok(imported)) = (self.calls, &mut trial.outcome) {
            let folder = self.folder.join(document.folder()).join("crate");
            let calls = prove(&folder, &self.target.join("calls"));
            imported.calls = Some(calls.map_err(|error| error.to_string()));
        }
    }

    fn import(&self, document: &Document, files: &mut Files) -> Outcome<Imported> {
        let place = self.prepare(document)?;
        let folder = place.join("crate");
        let mut command = Command::new(&self.importer);
        command.arg("import").arg(&document.file);
        command
            .arg("--out")
            .arg(&folder)
            .arg("--root")
            .arg(&self.root);
        command
            .arg("--passport-api")
            .arg(workspace::root().join("passport-api"));
        let import = measured(&mut command, &place.join("import-errors"))?;

        let read = independent::read(files, &document.file).unwrap_or_else(|error| Readings {
            unread: vec![error.to_string()],
            ..Readings::default()
        });
        let written = written::read(&folder)?;
        let report = report::parse(&std::fs::read_to_string(folder.join("IMPORT.md"))?)?;
        let alternatives = read
            .operations
            .values()
            .filter(|one| one.need.choices() > 1);
        let check = self.compile.then(|| self.check(&place));
        Ok(Imported {
            operations: read.operations.len(),
            alternatives: alternatives.count(),
            scopes: written.scopes,
            comparison: compare(&read.operations, &written.operations),
            strays: written.strays,
            unread: read.unread,
            report,
            import,
            check: check.map(|check| check.map_err(|error| error.to_string())),
            calls: None,
        })
    }

    /// An empty folder with a workspace for the crate, which is compiled as it is imported.
    fn prepare(&self, document: &Document) -> Outcome<PathBuf> {
        let place = self.folder.join(document.folder());
        if place.exists() {
            std::fs::remove_dir_all(&place)?;
        }
        std::fs::create_dir_all(&place)?;
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"crate\"]\n";
        std::fs::write(place.join("Cargo.toml"), manifest)?;
        Ok(place)
    }

    /// Compiles the crate; its dependencies are compiled before, for a crate without contents.
    pub(crate) fn check(&self, place: &Path) -> Outcome<Check> {
        nested_cargo::lock(place)?;
        let source = place.join("crate/src/lib.rs");
        let text = std::fs::read_to_string(&source)?;
        std::fs::write(&source, "")?;
        let dependencies = self.cargo_check(place);
        std::fs::write(&source, text)?;
        Ok(Check {
            dependencies: dependencies?,
            alone: self.cargo_check(place)?,
        })
    }

    fn cargo_check(&self, place: &Path) -> Outcome<Usage> {
        let mut command = nested_cargo::command(place, ["check", "--quiet"]);
        command.env("CARGO_INCREMENTAL", "0");
        command.env("CARGO_TARGET_DIR", &self.target);
        command.env("RUSTFLAGS", "-D warnings");
        measured(&mut command, &place.join("check-errors"))
    }
}
