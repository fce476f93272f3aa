//! `IMPORT.md`: what was guessed, renamed, left out.

use std::fmt::Write as _;

use passport_spec::{doc_code, doc_line};

use super::MARK;
use crate::import::Counts;
use crate::note::{Kind, Notes};

/// Writes the report.
pub(crate) fn report(
    source: &str,
    version: &str,
    command: &str,
    counts: &Counts,
    notes: &Notes,
) -> String {
    let mut out = format!(
        "# Import of {source}\n\n\
         <!-- {MARK}; the next import overwrites it. -->\n\n\
         OpenAPI {version}; {command}.\n\n\
         | | |\n| --- | --- |\n\
         | operations in the document | {} |\n\
         | imported | {} |\n\
         | of them callable (the client can send their body) | {} |\n\
         | of them with just the requirement that is written | {} |\n\
         | scopes | {} |\n\n",
        counts.operations,
        counts.imported,
        counts.callable,
        counts.exact,
        counts.scopes,
        source = doc_code(source),
        version = doc_line(version),
        command = doc_code(command),
    );
    out.push_str("| need | operations |\n| --- | --- |\n");
    for (need, number) in [
        ("one list of scopes", counts.one_list),
        ("alternatives", counts.alternatives),
        ("any token", counts.any_token),
        ("public", counts.public),
        ("unknown", counts.unknown),
    ] {
        let _ = writeln!(out, "| {need} | {number} |");
    }
    out.push_str("\nPointers lead into the document as one file in the form of OpenAPI 3.1.\n");
    for kind in Kind::ALL {
        write_section(&mut out, kind, notes);
    }
    out
}

/// One section: each thing once, with all of its places.
fn write_section(out: &mut String, kind: Kind, notes: &Notes) {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut places: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for note in notes.of(kind) {
        let place = *places.entry(&note.what).or_insert_with(|| {
            groups.push((&note.what, Vec::new()));
            groups.len() - 1
        });
        if !groups[place].1.contains(&note.pointer.as_str()) {
            groups[place].1.push(&note.pointer);
        }
    }
    if groups.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {}\n", kind.title());
    for (what, pointers) in groups {
        // A note quotes the document, which may hold any Markdown.
        let what = doc_line(what);
        match pointers[..] {
            [""] => drop(writeln!(out, "* {what}.")),
            [one] => drop(writeln!(out, "* {what}: {}", doc_code(one))),
            _ => {
                let _ = writeln!(out, "* {what}, {} times:", pointers.len());
                for pointer in pointers {
                    let _ = writeln!(out, "  * {}", doc_code(pointer));
                }
            }
        }
    }
}
