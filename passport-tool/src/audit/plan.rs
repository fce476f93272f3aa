//! What each set carries for now: the files that the macros read.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// What a set carries for now.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Planned {
    /// Whether it is a set of its API; if not, whatever is done with it is an error.
    pub(super) of_its_api: bool,
    /// The names of its scopes.
    pub(super) scopes: Vec<String>,
    /// The packages in which the set is declared.
    pub(super) packages: BTreeSet<String>,
}

/// The plan of all packages.
pub(super) struct Plan {
    folder: PathBuf,
    /// The packages, and whether only the named sets of an `api!` are audited in them.
    packages: BTreeMap<String, bool>,
    /// By key.
    pub(super) sets: BTreeMap<String, Planned>,
}

impl Plan {
    pub(super) fn new(folder: PathBuf, packages: BTreeMap<String, bool>) -> Self {
        Self {
            folder,
            packages,
            sets: BTreeMap::new(),
        }
    }

    /// The folder of the files.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the files; one that would not change is left alone, so that nothing is compiled for it.
    pub(super) fn write(&self) -> io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        self.remove_others()?;
        for (package, only_named) in &self.packages {
            let mut text = String::new();
            if *only_named {
                text += "named\n";
            }
            let sets = self.sets.iter();
            for (key, set) in sets.filter(|(_, set)| set.packages.contains(package)) {
                let state = if set.of_its_api { "+" } else { "-" };
                let scopes = set.scopes.iter().map(|scope| format!("\t{scope}"));
                text += &format!("{key}\t{state}{}\n", scopes.collect::<String>());
            }
            let file = self.folder.join(format!("{package}.plan"));
            if std::fs::read_to_string(&file).ok().as_ref() != Some(&text) {
                std::fs::write(file, text)?;
            }
        }
        Ok(())
    }

    /// Removes the plans of packages that there are no more.
    fn remove_others(&self) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let package = path.file_stem().and_then(|stem| stem.to_str());
            if package.is_none_or(|package| !self.packages.contains_key(package)) {
                std::fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}
