//! The least set of scopes that a program needs, found by the compiler.
//!
//! All sets are withheld: the macros make them carry nothing, and whatever needs a scope of them is
//! an error that says so. What the errors ask for is given to the sets, until the program compiles.
//! So each scope that a set is left with was asked for by an error, and the compiler has shown that
//! they are enough. `docs/audit.md` says more.
//!
//! ```no_run
//! use passport_tool::audit::{Program, audit};
//!
//! let program = Program { workspace: true, ..Program::default() };
//! let audit = audit(&program, &mut |step| eprintln!("{step}"))?;
//! println!("{audit:?}");
//! # Ok::<(), passport_tool::audit::AuditError>(())
//! ```

mod cargo;
mod granted;
mod least;
mod payload;
mod plan;
mod report;
mod search;
mod specs;

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::process::Output;

use serde::Serialize;

pub use granted::{Granted, GrantedScope, Lacking, granted, read_grant};
pub use report::{Audit, CallReport, Excess, SetReport, Verdict};
pub use search::{audit, spec_of};

/// What is audited, in the words of cargo.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The folder to start cargo in; the current one if there is none.
    pub folder: Option<PathBuf>,
    /// The packages; if there are none, those that cargo compiles without being told.
    pub packages: Vec<String>,
    /// Every package of the workspace.
    pub workspace: bool,
    /// Where cargo puts what it compiles, if not where it always does; what an audit compiles goes
    /// into a folder of its own below.
    pub target: Option<PathBuf>,
    /// Options of every cargo command, such as `--offline`.
    pub cargo_options: Vec<String>,
    /// Options of `cargo check`, such as `--all-targets`.
    pub check_options: Vec<String>,
}

/// A place in a source file.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Place {
    /// The path, as the compiler shows it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", passport_spec::plain_line(&self.file), self.line)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum AuditError {
    /// Cargo could not do it.
    Cargo(String),
    /// The program does not compile even with all scopes that its sets declare; the errors.
    DoesNotCompile(Vec<String>),
    /// A spec file that the program uses cannot be read.
    Spec(String),
    /// What the compiler says cannot be understood.
    Unclear(String),
}

impl AuditError {
    fn cargo(output: &Output) -> Self {
        let text = String::from_utf8_lossy(&output.stderr);
        Self::Cargo(text.trim().trim_start_matches("error: ").to_owned())
    }

    fn no_package(wanted: &str, names: &BTreeSet<&str>) -> Self {
        let meant = passport_spec::did_you_mean(wanted, names.iter().copied());
        let list = names.iter().copied().collect::<Vec<_>>().join("`, `");
        Self::Cargo(format!(
            "no package `{wanted}` in the workspace; it has `{list}`{meant}"
        ))
    }
}

impl fmt::Display for AuditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cargo(message) | Self::Spec(message) | Self::Unclear(message) => {
                f.write_str(message)
            }
            Self::DoesNotCompile(_) => {
                f.write_str("the program does not compile, even with all scopes of its sets")
            }
        }
    }
}

impl std::error::Error for AuditError {}
