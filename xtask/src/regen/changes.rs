//! The files that have changed, so that only what comes from them is derived again.

use std::collections::BTreeSet;

use crate::{Outcome, process};

/// The changes since a commit whose derived files are right.
pub(super) enum Changes {
    /// Nothing is known, so everything may have.
    Unknown,
    /// These paths, from the root.
    Since {
        base: String,
        paths: BTreeSet<String>,
    },
}

impl Changes {
    /// The differences from the commit where this branch leaves the one that it follows, which the
    /// gate has seen; from the last commit where it follows none.
    pub(super) fn read() -> Self {
        Self::since_upstream().unwrap_or(Self::Unknown)
    }

    fn since_upstream() -> Outcome<Self> {
        let leaves = |branch: &str| process::output("git", &["merge-base", "HEAD", branch]);
        let base = leaves("@{upstream}").or_else(|_| leaves("origin/HEAD"));
        let base = base.or_else(|_| leaves("HEAD"))?;
        let base = base.trim().to_owned();
        let tracked = process::output("git", &["diff", "--name-only", "-z", &base])?;
        let others = ["ls-files", "--others", "--exclude-standard", "-z"];
        let untracked = process::output("git", &others)?;
        let paths = tracked.split('\0').chain(untracked.split('\0'));
        let paths = paths.filter(|path| !path.is_empty()).map(str::to_owned);
        Ok(Self::Since {
            base,
            paths: paths.collect(),
        })
    }

    /// Returns whether a manifest may have changed.
    pub(super) fn touch_manifest(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Since { paths, .. } => paths.iter().any(|path| path.ends_with("Cargo.toml")),
        }
    }

    /// Returns whether one of the paths that begin so may have changed, other than those that begin
    /// with an `exception`, or a file that everything depends on.
    pub(super) fn touch(&self, beginnings: &[&str], exceptions: &[String]) -> bool {
        let Self::Since { paths, .. } = self else {
            return true;
        };
        let begins = |path: &str, with: &str| path.starts_with(with);
        paths.iter().any(|path| {
            let is_there = beginnings.iter().any(|it| begins(path, it));
            OF_ALL.contains(&path.as_str())
                || is_there && !exceptions.iter().any(|it| begins(path, it))
        })
    }
}

/// Files that everything depends on.
const OF_ALL: &[&str] = &["Cargo.lock", "Cargo.toml", "rust-toolchain.toml"];

#[cfg(test)]
mod tests {
    use super::Changes;

    #[test]
    fn change_is_found_by_the_beginning_of_its_path() {
        let paths = ["a/b/c.rs", "d.toml"].map(str::to_owned).into();
        let base = "0".to_owned();
        let changes = Changes::Since { base, paths };
        assert!(changes.touch(&["x/", "a/b/"], &[]));
        assert!(changes.touch(&["d.toml"], &[]));
        assert!(!changes.touch(&["a/c/", "e"], &[]));
        assert!(!changes.touch(&["a/"], &["a/b/".to_owned()]));
        assert!(changes.touch(&["a/", "d"], &["a/b/".to_owned()]));
        let paths = ["Cargo.lock".to_owned()].into();
        let base = "0".to_owned();
        assert!(Changes::Since { base, paths }.touch(&["a/"], &["Cargo".to_owned()]));
        assert!(Changes::Unknown.touch(&["x"], &["x".to_owned()]));
    }
}
