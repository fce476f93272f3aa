//! A file that is derived from others: written, or compared with what is there.

use similar::TextDiff;

use crate::Outcome;
use crate::workspace;

/// A file that is derived from others.
#[derive(Debug)]
pub(crate) struct Derived {
    /// Its path from the root.
    pub(crate) path: String,
    /// What belongs into it.
    pub(crate) contents: String,
}

impl Derived {
    /// Writes the file where it differs; true where it did.
    pub(crate) fn write(&self) -> Outcome<bool> {
        let differs = self.diff()?.is_some();
        if differs {
            let path = workspace::root().join(&self.path);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&path, &self.contents)
                .map_err(|error| format!("cannot write {}: {error}", self.path))?;
        }
        Ok(differs)
    }

    /// How what is there differs, as a unified diff; nothing where it does not.
    pub(crate) fn diff(&self) -> Outcome<Option<String>> {
        Ok(diff(&self.path, &self.committed()?, &self.contents))
    }

    /// What is there; nothing where the file is missing.
    pub(crate) fn committed(&self) -> Outcome<String> {
        match std::fs::read_to_string(workspace::root().join(&self.path)) {
            Ok(text) => Ok(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err(format!("cannot read {}: {error}", self.path).into()),
        }
    }
}

fn diff(path: &str, there: &str, derived: &str) -> Option<String> {
    if there == derived {
        return None;
    }
    let diff = TextDiff::from_lines(there, derived);
    let there = format!("{path} (as it is)");
    let derived = format!("{path} (as it is derived)");
    Some(
        diff.unified_diff()
            .context_radius(3)
            .header(&there, &derived)
            .to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn a_stale_file_is_shown_as_a_diff() {
        assert_eq!(diff("f", "a\n", "a\n"), None);
        let diff = diff("f", "a\nb\n", "a\nc\n").unwrap();
        let header = "--- f (as it is)\n+++ f (as it is derived)\n";
        assert_eq!(diff, format!("{header}@@ -1,2 +1,2 @@\n a\n-b\n+c\n"));
    }
}
