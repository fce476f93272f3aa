//! The two readings of a document held against each other.

use std::collections::BTreeMap;

use super::independent::{Operation, Reading};

/// What comes of the comparison.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    /// Operations with the same need in both.
    pub(crate) exact: usize,
    /// Operations that both have, whose needs differ.
    pub(crate) differences: Vec<Difference>,
    /// Operations of the document that are not written.
    pub(crate) missing: Vec<Operation>,
    /// Operations that are written and not in the document.
    pub(crate) invented: Vec<Operation>,
}

/// An operation whose need is written otherwise than it is read.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Difference {
    pub(crate) operation: Operation,
    pub(crate) document: Reading,
    pub(crate) written: Reading,
}

impl Difference {
    /// Whether the same callers are let in by both.
    pub(crate) fn lets_in_the_same(&self) -> bool {
        self.document.anonymous == self.written.anonymous
            && self.document.need.takes_the_same_tokens(&self.written.need)
    }
}

/// Compares what a document says with what is written of it.
pub(crate) fn compare(
    document: &BTreeMap<Operation, Reading>,
    written: &BTreeMap<Operation, Reading>,
) -> Comparison {
    let mut comparison = Comparison::default();
    for (operation, reading) in document {
        match written.get(operation) {
            None => comparison.missing.push(operation.clone()),
            Some(other) if other == reading => comparison.exact += 1,
            Some(other) => comparison.differences.push(Difference {
                operation: operation.clone(),
                document: reading.clone(),
                written: other.clone(),
            }),
        }
    }
    let invented = written.keys().filter(|one| !document.contains_key(*one));
    comparison.invented = invented.cloned().collect();
    comparison
}
