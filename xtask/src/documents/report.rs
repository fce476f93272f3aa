//! What an import says of itself in `IMPORT.md`.

use std::collections::BTreeMap;

use crate::Outcome;

/// The numbers and notes of an `IMPORT.md`.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Operations that the client can call as the document has them.
    pub(crate) callable: usize,
    /// What is typed as any JSON value.
    pub(crate) json: Notes,
    /// What is left out.
    pub(crate) dropped: Notes,
    /// What of the security is not kept.
    pub(crate) security: Notes,
}

/// Notes of one kind: what they say, without the names in them, and how often.
pub(crate) type Notes = BTreeMap<String, usize>;

/// Reads an `IMPORT.md`.
pub(crate) fn parse(text: &str) -> Outcome<Report> {
    let mut report = Report::default();
    let mut callable = None;
    let mut section = "";
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
        } else if let Some(row) = line.strip_prefix("| of them callable") {
            let number = row.rsplit('|').nth(1).map(str::trim);
            callable = number.and_then(|number| number.parse().ok());
        } else if let Some(note) = line.strip_prefix("* ") {
            let (what, times) = note_of(note);
            let notes = match section {
                JSON => &mut report.json,
                DROPPED => &mut report.dropped,
                SECURITY => &mut report.security,
                _ => continue,
            };
            *notes.entry(without_names(what)).or_default() += times;
        }
    }
    report.callable = callable.ok_or("IMPORT.md does not say how many operations are callable")?;
    Ok(report)
}

/// How many notes there are.
pub(crate) fn sum(notes: &Notes) -> usize {
    notes.values().sum()
}

/// What a note says, and of how many places.
fn note_of(note: &str) -> (&str, usize) {
    let times = note.strip_suffix(" times:").and_then(|rest| {
        let (what, times) = rest.rsplit_once(", ")?;
        Some((what, times.parse().ok()?))
    });
    let place = note
        .strip_suffix('`')
        .and_then(|rest| rest.rsplit_once(": `"));
    match (times, place) {
        (Some(found), _) => found,
        (None, Some((what, _))) => (what, 1),
        (None, None) => (note.trim_end_matches('.'), 1),
    }
}

/// A note with `…` in place of what is quoted, so that equal mistakes are one group.
fn without_names(what: &str) -> String {
    let mut group = String::new();
    for (index, part) in what.split('`').enumerate() {
        group += if index % 2 == 0 { part } else { "`…`" };
    }
    let words = group.split('"').enumerate();
    let words = words.map(|(index, part)| if index % 2 == 0 { part } else { "\"…\"" });
    words.collect()
}

const JSON: &str = "Typed as any JSON value";
const DROPPED: &str = "Left out";
const SECURITY: &str = "Security that is not kept as written";

#[cfg(test)]
mod tests {
    use super::{parse, sum};

    #[test]
    fn notes_are_grouped_without_their_names() {
        let text = "| imported | 9 |\n| of them callable (so) | 7 |\n\n## Left out\n\n\
                    * the cookie `a`: `/paths/~1a`\n* the cookie `b`, 2 times:\n  * `/x`\n  * `/y`\n\
                    * nothing of \"c\".\n\n## Guessed\n\n* other: `/z`\n";
        let report = parse(text).unwrap();
        assert_eq!((report.callable, sum(&report.json)), (7, 0));
        let dropped: Vec<_> = report.dropped.iter().collect();
        assert_eq!(
            format!("{dropped:?}"),
            r#"[("nothing of \"…\"", 1), ("the cookie `…`", 3)]"#
        );
    }

    #[test]
    fn a_report_without_numbers_is_none() {
        assert!(parse("# Import").is_err());
    }
}
