//! What is wrong with a spec file: every mistake, each with its place.

use std::fmt;
use std::ops::Range;

use crate::plain_text::plain_line;

/// All mistakes found in one spec file.
///
/// `Display` prints one mistake a line, in the order in which they stand in the file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SpecErrors {
    file: String,
    errors: Vec<SpecError>,
}

impl SpecErrors {
    pub(crate) fn new(file: &str, mut errors: Vec<SpecError>) -> Self {
        errors.sort_by_key(|error| (error.line, error.column));
        errors.dedup();
        Self {
            file: file.to_owned(),
            errors,
        }
    }

    /// The file's name, as it was given to the reader.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The mistakes, in the order in which they stand in the file; never empty.
    pub fn iter(&self) -> impl Iterator<Item = &SpecError> {
        self.errors.iter()
    }
}

impl fmt::Display for SpecErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = plain_line(&self.file);
        for (index, error) in self.errors.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{file}:{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SpecErrors {}

/// One mistake in a spec file.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SpecError {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// The place as byte offsets into the file.
    pub span: Range<usize>,
    /// The key, such as `api.breb.endpoints.payments.create.scope`; empty for a mistake of syntax.
    pub key: String,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.line, self.column)?;
        if !self.key.is_empty() {
            write!(f, "`{}`: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}
