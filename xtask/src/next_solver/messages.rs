//! Messages of the compiler about the cases in `tests/ui`, as far as they must be the same.

use std::path::{Path, PathBuf};
use std::{fmt, fs};

use crate::Outcome;

/// A case of `tests/ui`.
pub(super) struct Case {
    /// Its name as a binary, `missing_scope-get`.
    pub(super) name: String,
    /// Its source file.
    pub(super) file: PathBuf,
    /// Its topic and name, `missing_scope/get`.
    path: String,
}

/// A case of which the solvers say different things.
#[derive(Debug)]
pub(super) struct Difference {
    /// The topic and the name of the case.
    pub(super) case: String,
    today: Vec<String>,
    next: Vec<String>,
}

impl Case {
    /// All cases, by topic and name.
    pub(super) fn all(folder: &Path) -> Outcome<Vec<Self>> {
        let mut cases = Vec::new();
        for topic in fs::read_dir(folder)? {
            let topic = topic?;
            for file in fs::read_dir(topic.path())? {
                let file = file?.path();
                let name = file
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let topic = topic.file_name().to_string_lossy().into_owned();
                if file.extension().is_some_and(|extension| extension == "rs") {
                    cases.push(Self {
                        name: format!("{topic}-{name}"),
                        path: format!("{topic}/{name}"),
                        file,
                    });
                }
            }
        }
        cases.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(cases)
    }

    /// Holds what the compiler says of the case, an error after the other, against its `.stderr`.
    ///
    /// Of a case of `forge` it is enough to be refused: its messages are about hidden traits.
    pub(super) fn compare(&self, found: &[String]) -> Outcome<Option<Difference>> {
        let today = headlines(&fs::read_to_string(self.file.with_extension("stderr"))?);
        let next = headlines(&found.join("\n"));
        let is_same = match self.path.starts_with("forge/") {
            true => !found.is_empty(),
            false => today == next,
        };
        Ok((!is_same).then(|| Difference {
            case: self.path.clone(),
            today,
            next,
        }))
    }
}

impl Difference {
    /// Returns whether the case is one of [`KNOWN`], and is still an error.
    pub(super) fn is_known(&self) -> bool {
        let is_error = self.next.iter().any(|line| line.starts_with("error"));
        is_error && KNOWN.iter().any(|(case, _)| *case == self.case)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "tests/ui/{}.rs", self.case)?;
        let lines = self.today.iter().map(|line| ('-', line));
        for (sign, line) in lines.chain(self.next.iter().map(|line| ('+', line))) {
            writeln!(f, "  {sign} {line}")?;
        }
        Ok(())
    }
}

/// The lines that say which set lacks which scope, and what to do: each error's first line, and the
/// notes that begin with "add"; sorted, because the order of errors is no part of what they say.
fn headlines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    let mut lines: Vec<String> = lines
        .filter(|line| line.starts_with("error") || line.starts_with("= note: add "))
        .map(str::to_owned)
        .collect();
    lines.sort();
    lines
}

/// The cases that the next solver words otherwise, and how; none of them says less of a scope.
pub(super) const KNOWN: &[(&str, &str)] = &[
    ("other_system/scope_for_a_mapping", SHORT_PATH),
    ("other_system/scope_of_a_request", SHORT_PATH),
];

const SHORT_PATH: &str = "the scope's API is called `Client` in the first line, which has the scope's \
                          name in another place";

#[cfg(test)]
mod tests {
    use super::headlines;

    #[test]
    fn what_is_missing_and_the_way_out_are_compared() {
        let text = "error[E0277]: `A` does not carry the scope `s`\n --> a.rs:1:1\n  |\n  = help: b\n  \
                    = note: add \"s\" to the set\nwarning: c\n";
        let expected = [
            "= note: add \"s\" to the set",
            "error[E0277]: `A` does not carry the scope `s`",
        ];
        assert_eq!(headlines(text), expected);
    }
}
