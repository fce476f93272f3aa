//! The crate that openapi-generator writes of a document, where that program is installed.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use super::Outcome;
use crate::compile::compiler::{Compiler, Extent, Subject};
use crate::compile::package::Package;
use crate::process;

/// The program's version; `None` where it is not installed.
pub(super) fn version() -> Outcome<Option<String>> {
    match Command::new(PROGRAM).arg("version").output() {
        Ok(output) => Ok(Some(String::from_utf8(output.stdout)?.trim().to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("cannot start `{PROGRAM}`: {error}").into()),
    }
}

/// A crate that it has written.
#[derive(Debug)]
pub(super) struct Generated {
    compiler: Compiler,
}

impl Generated {
    pub(super) fn create(document: &Path, name: &str) -> Outcome<Self> {
        let package = Package::empty(&format!("openapi-generator/{name}"))?;
        let mut program = Command::new(PROGRAM);
        program.args([
            "generate",
            "--generator-name",
            "rust",
            "--skip-validate-spec",
        ]);
        program.arg("--input-spec").arg(document);
        program.arg("--output").arg(package.path(""));
        process::output(program.arg("--additional-properties=packageName=generated"))?;
        package.seal()?;
        let compiler = package.compiler()?;
        Ok(Self { compiler })
    }

    pub(super) fn whole(&self) -> Subject<'_> {
        self.compiler.subject("src/lib.rs", Extent::Check)
    }
}

/// What the packages of that name in `PyPI` and in npm install.
pub(in crate::compile) const PROGRAM: &str = "openapi-generator-cli";
