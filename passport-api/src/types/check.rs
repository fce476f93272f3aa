//! What is wrong with a request, as far as the documentation tells.
//!
//! The lists of words differ between revisions of the pages and grow, so a word that an open enum
//! does not know is no problem, except where a page names the only word that is allowed, or one list
//! that no other revision of it adds to.

use std::fmt;
use std::ops::RangeInclusive;

use crate::types::Timestamp;

/// A field of a request that breaks a documented rule.
///
/// The requests' `check` methods find them before a request is sent. Checking is up to the program:
/// servers may be laxer than their pages.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct FieldProblem {
    /// The field's name in JSON, with a point between the names of nested ones.
    pub field: String,
    /// The rule that it breaks.
    pub rule: String,
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` must be {}", self.field, self.rule)
    }
}

/// Collects what is wrong, so that one check reports everything.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<FieldProblem>);

impl Problems {
    /// Notes that `field` must be what `rule` says, unless it `holds`.
    pub(crate) fn require(&mut self, holds: bool, field: &str, rule: impl Into<String>) {
        if !holds {
            let field = field.to_owned();
            self.0.push(FieldProblem {
                field,
                rule: rule.into(),
            });
        }
    }

    /// Notes a text that is shorter or longer than it may be.
    pub(crate) fn length(&mut self, field: &str, text: &str, allowed: RangeInclusive<usize>) {
        let holds = allowed.contains(&text.chars().count());
        let (least, most) = (allowed.start(), allowed.end());
        let rule = match (*least, *most) {
            (0, most) => format!("at most {most} characters long"),
            (least, most) if least == most => format!("{most} characters long"),
            (least, most) => format!("{least} to {most} characters long"),
        };
        self.require(holds, field, rule);
    }

    /// Notes a required text that is empty.
    pub(crate) fn present(&mut self, field: &str, text: &str) {
        self.require(!text.is_empty(), field, "present");
    }

    /// Notes a text that is no date with a time and a zone.
    pub(crate) fn moment(&mut self, field: &str, moment: &Timestamp) {
        let rule = "a date and a time such as 2025-01-02T03:04:05Z";
        self.require(moment.is_rfc3339(), field, rule);
    }

    /// Takes over what is wrong inside `field`.
    pub(crate) fn nested(&mut self, field: &str, inner: Result<(), Vec<FieldProblem>>) {
        self.0.extend(
            inner
                .err()
                .into_iter()
                .flatten()
                .map(|problem| FieldProblem {
                    field: format!("{field}.{}", problem.field),
                    ..problem
                }),
        );
    }

    /// Takes over what is wrong in fields that stand beside the others.
    pub(crate) fn extend(&mut self, flat: Result<(), Vec<FieldProblem>>) {
        self.0.extend(flat.err().into_iter().flatten());
    }

    pub(crate) fn finish(self) -> Result<(), Vec<FieldProblem>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}

/// The fields of a check that fails, for tests.
#[cfg(test)]
#[track_caller]
pub(crate) fn fields_of(checked: Result<(), Vec<FieldProblem>>) -> Vec<String> {
    let problems = checked.unwrap_err().into_iter();
    problems.map(|problem| problem.field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_everything_with_its_path() {
        let mut inner = Problems::default();
        inner.length("city", "", 1..=40);
        inner.length("code", "12", 4..=4);
        inner.length("note", "fits", 0..=4);
        let mut outer = Problems::default();
        outer.require(false, "currency", "`COP`");
        outer.nested("address", inner.finish());
        let texts: Vec<_> = outer
            .finish()
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            texts,
            [
                "`currency` must be `COP`",
                "`address.city` must be 1 to 40 characters long",
                "`address.code` must be 4 characters long",
            ]
        );
    }
}
