//! The text of the file: places in it, and the mistakes found so far.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use crate::error::SpecError;
use crate::plain_text::plain_line;

/// The text of a spec file, and the mistakes found in it so far.
pub(super) struct Source<'t> {
    text: &'t str,
    line_starts: Vec<usize>,
    errors: RefCell<Vec<SpecError>>,
    whole: Cell<bool>,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_breaks).collect();
        Self {
            text,
            line_starts,
            errors: RefCell::new(Vec::new()),
            whole: Cell::new(true),
        }
    }

    /// Line of a byte offset, counted from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// Notes a mistake. The message is one line, whatever words of the file it repeats.
    pub(super) fn report(&self, span: Range<usize>, key: &str, message: impl Into<String>) {
        let line = self.line(span.start);
        let before = self
            .text
            .get(self.line_starts[line - 1]..span.start)
            .unwrap_or("");
        self.errors.borrow_mut().push(SpecError {
            line,
            column: before.chars().count() + 1,
            span,
            key: key.to_owned(),
            message: plain_line(&message.into()).into_owned(),
        });
    }

    /// Notes that a part of the file is not TOML.
    pub(super) fn set_broken(&self) {
        self.whole.set(false);
    }

    /// Whether the file is TOML throughout: what is missing from a broken one may stand in the
    /// broken part.
    pub(super) fn is_whole(&self) -> bool {
        self.whole.get()
    }

    pub(super) fn is_clean(&self) -> bool {
        self.errors.borrow().is_empty()
    }

    pub(super) fn into_errors(self) -> Vec<SpecError> {
        self.errors.into_inner()
    }
}
