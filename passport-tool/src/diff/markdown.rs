//! A list of changes as Markdown, for a release's notes or a comment on a change.

use std::fmt::Write as _;

use passport_spec::{doc_code, doc_line};

use super::change::{Breaking, Change, Changes};

/// The changes as a page without a title of the first level.
///
/// ```
/// use passport_tool::diff::{Changes, markdown};
///
/// assert!(markdown(&Changes::default()).starts_with("No scope"));
/// ```
pub fn markdown(changes: &Changes) -> String {
    if changes.list.is_empty() {
        return "No scope, requirement or endpoint has changed.\n".to_owned();
    }
    let mut page = format!("Suggested version: **{}**\n", changes.bump().name());
    for (breaking, title) in SECTIONS {
        let mut section = changes.of(*breaking).peekable();
        if section.peek().is_none() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = write!(page, "\n## {title}\n\n| what | about | was | is | why |\n");
        page.push_str("| --- | --- | --- | --- | --- |\n");
        for change in section {
            row(&mut page, change);
        }
    }
    page
}

fn row(page: &mut String, change: &Change) {
    let text = |text: &Option<String>| cell(text.as_deref().unwrap_or_default());
    let widened = if change.widened {
        " **Somebody may do more than before.**"
    } else {
        ""
    };
    let _ = writeln!(
        page,
        "| {} | {} ({}) | {} | {} | {}{widened} |",
        change.kind.words(),
        doc_code(&change.subject).replace('|', "\\|"),
        change.api,
        text(&change.old),
        text(&change.new),
        cell(&change.why),
    );
}

fn cell(text: &str) -> String {
    doc_line(text).replace('|', "\\|")
}

const SECTIONS: &[(Breaking, &str)] = &[
    (Breaking::Yes, "Breaking"),
    (Breaking::Look, "To look at"),
    (Breaking::No, "Compatible"),
];
