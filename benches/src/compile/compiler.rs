//! The compiler alone, as cargo calls it for `cargo check` of a library.

use std::path::PathBuf;
use std::process::Command;

use super::usage::{self, Cost, End};
use crate::Outcome;

/// The compiler, with the dependencies of one package.
#[derive(Clone, Debug)]
pub(super) struct Compiler {
    pub(super) rustc: PathBuf,
    pub(super) edition: String,
    /// The names and the libraries of what the package depends on.
    pub(super) externs: Vec<(String, PathBuf)>,
    /// The folder with the libraries of all that these depend on.
    pub(super) libraries: PathBuf,
    /// The package's folder.
    pub(super) folder: PathBuf,
}

/// How far the compiler goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Extent {
    /// All of what `cargo check` does, not incremental.
    Check,
    /// Macros are expanded and names are resolved, nothing is checked.
    Expand,
}

/// A library that is compiled.
#[derive(Clone, Debug)]
pub(super) struct Subject<'c> {
    compiler: &'c Compiler,
    /// Its file, from the package's folder.
    pub(super) source: String,
    extent: Extent,
}

/// How a compilation ended.
#[derive(Clone, Debug)]
pub(super) enum Compiled {
    /// It passed: the least of what several runs took.
    Passed(Took),
    /// The library does not compile; what the compiler says.
    Refused(String),
    /// It took more than [`usage::LIMIT`] seconds.
    TooLong,
}

/// What a compilation took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Took {
    /// Time of the processor and memory.
    pub(super) cost: Cost,
    /// Seconds that passed in the compiler's pass `expand_crate`; by the clock, and only with
    /// [`Extent::Expand`].
    pub(super) pass: f64,
}

impl Compiler {
    /// A library of the package.
    pub(super) fn subject(&self, source: impl Into<String>, extent: Extent) -> Subject<'_> {
        Subject {
            compiler: self,
            source: source.into(),
            extent,
        }
    }

    /// What the macros in a library say that they expand to, as source text of the same crate.
    pub(super) fn expansion(&self, source: &str) -> Outcome<String> {
        let mut rustc = self.command(source);
        rustc.env("PASSPORT_MACROS_DEBUG", "1");
        let output = rustc.output()?;
        let printed = String::from_utf8(output.stderr)?;
        if !output.status.success() || !printed.starts_with("// expansion of `api!`") {
            return Err(format!("the macros do not print their expansion, but:\n{printed}").into());
        }
        // No crate but a macro's own knows `$crate`.
        Ok(printed.replace("$crate", "crate"))
    }

    /// The compiler as cargo calls it.
    fn command(&self, source: &str) -> Command {
        let mut rustc = Command::new(&self.rustc);
        rustc.current_dir(&self.folder);
        rustc.args(["--crate-name", "measured", "--crate-type", "lib"]);
        rustc.args(["--edition", &self.edition]);
        // What cargo's profile `dev` asks for.
        rustc.args(["-Cembed-bitcode=no", "-Cdebuginfo=2"]);
        rustc.args(["--emit=dep-info,metadata", "--out-dir", "."]);
        rustc.arg(format!("-Ldependency={}", self.libraries.display()));
        for (name, library) in &self.externs {
            rustc.arg(format!("--extern={name}={}", library.display()));
        }
        rustc.env("CARGO_MANIFEST_DIR", &self.folder);
        rustc.env("CARGO_PKG_NAME", "measured");
        rustc.env("CARGO_PKG_VERSION", "0.0.0");
        rustc.arg(source);
        rustc
    }
}

/// Compiles all subjects in turns, so many rounds, and keeps the least of each figure: whatever else
/// the machine does can only add to them.
pub(super) fn in_turns(rounds: usize, subjects: &[Subject<'_>]) -> Outcome<Vec<Compiled>> {
    let mut best: Vec<Option<Compiled>> = subjects.iter().map(|_| None).collect();
    for _ in 0..rounds {
        for (subject, best) in subjects.iter().zip(&mut best) {
            // What has failed once fails again, and takes its time for it.
            if matches!(best, None | Some(Compiled::Passed(_))) {
                let now = subject.compile()?;
                *best = Some(match best.take() {
                    Some(before) => before.or_less(now),
                    None => now,
                });
            }
        }
    }
    Ok(best.into_iter().flatten().collect())
}

impl Subject<'_> {
    fn compile(&self) -> Outcome<Compiled> {
        let mut rustc = self.compiler.command(&self.source);
        if self.extent == Extent::Expand {
            rustc.args(["-Zno-analysis", "-Ztime-passes"]);
            rustc.env("RUSTC_BOOTSTRAP", "1");
        }
        let said = self.compiler.folder.join("said");
        match usage::limited(&rustc, &said)? {
            End::Failed(words) => Ok(Compiled::Refused(words)),
            End::Exhausted => Ok(Compiled::TooLong),
            End::Passed(cost) if self.extent == Extent::Check => {
                Ok(Compiled::Passed(Took { cost, pass: 0.0 }))
            }
            End::Passed(cost) => {
                let pass = pass(&std::fs::read_to_string(said)?, "expand_crate");
                let pass = pass.ok_or("the compiler does not tell of its passes")?;
                Ok(Compiled::Passed(Took { cost, pass }))
            }
        }
    }
}

impl Compiled {
    /// The lesser figures of two runs; a failure counts whenever it happens.
    fn or_less(self, other: Self) -> Self {
        match (self, other) {
            (Self::Passed(one), Self::Passed(other)) => Self::Passed(Took {
                cost: Cost {
                    seconds: one.cost.seconds.min(other.cost.seconds),
                    megabytes: one.cost.megabytes.min(other.cost.megabytes),
                },
                pass: one.pass.min(other.pass),
            }),
            (Self::Passed(_), failed) | (failed, _) => failed,
        }
    }

    /// What it took, if it passed.
    pub(super) fn took(&self) -> Option<Took> {
        match self {
            Self::Passed(took) => Some(*took),
            Self::Refused(_) | Self::TooLong => None,
        }
    }

    /// What it took; the error says what the compiler complains of.
    pub(super) fn passed(&self, what: &str) -> Outcome<Took> {
        match self {
            Self::Passed(took) => Ok(*took),
            Self::Refused(words) => Err(format!("{what} does not compile:\n{words}").into()),
            Self::TooLong => {
                let limit = usage::LIMIT;
                Err(format!("{what} takes more than {limit} seconds to compile").into())
            }
        }
    }
}

/// The seconds of a pass of the compiler, in a line such as
/// `time:   0.413; rss:   43MB ->  308MB ( +265MB)`, a tab, `expand_crate`.
fn pass(said: &str, name: &str) -> Option<f64> {
    let mut lines = said.lines().filter_map(|line| line.rsplit_once('\t'));
    let (line, _) = lines.find(|(_, pass)| *pass == name)?;
    let (seconds, _) = line.strip_prefix("time:")?.split_once(';')?;
    seconds.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::pass;

    #[test]
    fn passes_are_read() {
        let said = "time:   0.001; rss: 1MB ->  2MB (+1MB)\tparse_crate\n\
                    time:   0.413; rss:   43MB ->  308MB ( +265MB)\texpand_crate\n";
        assert_eq!(pass(said, "expand_crate"), Some(0.413));
        assert_eq!(pass(said, "parse_crate"), Some(0.001));
        assert_eq!(pass("", "expand_crate"), None);
    }
}
