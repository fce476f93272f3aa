//! `docs/import.md`, written of what came of the documents.

mod section;
mod table;

use std::collections::BTreeMap;

use similar::TextDiff;

use super::trial::{Check, Imported, Trial};
use crate::Outcome;
use crate::derived::Derived;
use crate::workspace;

/// One document in a line, for the terminal.
pub(crate) fn line(trial: &Trial) -> String {
    match &trial.outcome {
        Err(error) => format!("{}: not imported: {}", trial.name, error.trim()),
        Ok(imported) => {
            let check = match &imported.check {
                None => String::new(),
                Some(Ok(check)) => format!(", compiled in {}", table::seconds(&check.alone)),
                Some(Err(error)) => format!(", not compiled:\n{}", error.trim()),
            };
            let calls = match &imported.calls {
                None => String::new(),
                Some(Ok(proof)) => format!(
                    ", {} accepted, {} and {} refused",
                    proof.accepted, proof.refused_by_server, proof.refused_by_compiler
                ),
                Some(Err(error)) => format!(", not called:\n{}", error.trim()),
            };
            let strays: String = imported
                .strays
                .iter()
                .chain(&imported.unread)
                .map(|stray| format!("\n  {stray}"))
                .collect();
            format!(
                "{}: {} of {} operations, {} exact{check}{calls}{strays}",
                trial.name,
                imported.there(),
                imported.operations,
                imported.comparison.exact,
            )
        }
    }
}

/// The whole page.
pub(crate) fn page(trials: &[Trial], machine: &str) -> String {
    let mut page = HEAD.to_owned();
    page += &table::table(trials);
    page += &section::inexact(trials);
    page += &section::refused(trials);
    page += &section::compiler(trials);
    page += &measured_part(trials, machine);
    page += "\n## What is missing, and why\n\n";
    page += MISSING;
    for trial in trials {
        page += &section::incomplete(trial);
    }
    page
}

/// Compares a page with what is there, figures of the machine apart, and without the steps that were
/// left out; shows how they differ.
pub(crate) fn compare(page: &Derived, without: &[String]) -> Outcome {
    let path = workspace::root().join(&page.path);
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    let hidden = hidden(without);
    let (there, derived) = (masked(&there, &hidden), masked(&page.contents, &hidden));
    if there == derived {
        println!("{} is as it is derived, its times apart", page.path);
        return Ok(());
    }
    let diff = TextDiff::from_lines(&there, &derived);
    let diff = diff.unified_diff().context_radius(1).to_string();
    Err(format!(
        "{} is stale; `cargo xtask documents DIR` writes it\n{diff}",
        page.path
    )
    .into())
}

/// The columns that are not compared.
fn hidden(without: &[String]) -> Vec<&'static str> {
    let mut hidden = table::OF_THE_MACHINE.to_vec();
    for step in without {
        match step.as_str() {
            "compile" => hidden.push(table::COMPILES),
            _ => hidden.extend(table::CALLS),
        }
    }
    hidden
}

/// A page without the marked part, the hidden columns of its table, and what is said of calls where
/// their columns are hidden.
fn masked(page: &str, hidden: &[&str]) -> String {
    let mut masked = String::new();
    let mut marked = false;
    for line in page.lines() {
        marked = (marked || line == MEASURED) && line != END;
        let of_calls = line.starts_with(section::PROBLEM) && hidden.contains(&table::CALLS[0]);
        if marked || of_calls {
            continue;
        }
        // A row of the table, which alone has so many cells; the first and the last are empty.
        let cells: Vec<&str> = line.split('|').collect();
        if cells.len() == table::COLUMNS.len() + 2 {
            let shown = table::COLUMNS.iter().zip(&cells[1..]);
            let shown = shown.filter(|(column, _)| !hidden.contains(column));
            masked.extend(shown.map(|(_, cell)| *cell));
        } else {
            masked += line;
        }
        masked.push('\n');
    }
    masked
}

fn measured_part(trials: &[Trial], machine: &str) -> String {
    format!(
        "\n## How it was measured\n\n{HOW}\n{MEASURED}\n{machine}.\n{}{}{END}\n",
        pace(trials),
        scale(trials)
    )
}

/// The importer's time for a megabyte, and the compiler's for what all crates depend on.
fn pace(trials: &[Trial]) -> String {
    let imported = || {
        trials
            .iter()
            .filter_map(|trial| Some((trial, trial.outcome.as_ref().ok()?)))
    };
    let megabytes = imported().map(|(trial, _)| trial.bytes).sum::<u64>() as f64 / 1e6;
    let importer: f64 = imported()
        .map(|(_, one)| one.import.busy.as_secs_f64())
        .sum();
    let mut pace = format!(
        "The importer takes {:.0} ms for a megabyte.\n",
        importer * 1000.0 / megabytes.max(f64::EPSILON)
    );
    let dependencies = imported().filter_map(|(_, one)| Some(one.check()?.dependencies));
    if let Some(first) = dependencies.max_by_key(|usage| usage.busy) {
        pace += &format!(
            "What the crates depend on is compiled once for all of them: {}, {} of time.\n",
            table::seconds(&first),
            table::wall(&first)
        );
    }
    pace
}

/// The compiler's work on some crates for an operation, beside that on another generator's client of
/// the same document where that is known.
fn scale(trials: &[Trial]) -> String {
    let mut rows = String::new();
    for (name, theirs) in SCALE {
        let found = trials.iter().find(|trial| trial.name == *name);
        let imported = found.and_then(|trial| trial.outcome.as_ref().ok());
        let Some((imported, check)) = imported.and_then(|one| Some((one, one.check()?))) else {
            continue;
        };
        let operations = imported.there().max(1) as f64;
        let ours = check.alone.busy.as_secs_f64() / operations;
        let [said, one, ratio] = match theirs {
            None => ["–", "–", "–"].map(str::to_owned),
            Some((seconds, said)) => {
                let theirs = seconds / operations;
                [
                    (*said).to_owned(),
                    format!("{:.0} ms", theirs * 1000.0),
                    format!("{:.2}", ours / theirs),
                ]
            }
        };
        rows += &format!(
            "| {name} | {operations} | {} | {} | {:.0} ms | {said} | {one} | {ratio} |\n",
            table::seconds(&check.alone),
            table::megabytes(&check.alone),
            ours * 1000.0,
        );
    }
    if rows.is_empty() {
        return rows;
    }
    format!("{SCALE_HEAD}{rows}")
}

impl Imported {
    /// Operations of the document that are written.
    pub(super) fn there(&self) -> usize {
        self.operations - self.comparison.missing.len()
    }

    /// What compiling cost, if it was done and went well.
    pub(super) fn check(&self) -> Option<Check> {
        self.check.as_ref()?.as_ref().ok().copied()
    }

    /// Whether nothing of the document is missing or otherwise than it is written there.
    pub(super) fn is_complete(&self) -> bool {
        let right = self.comparison.exact == self.operations
            && self.strays.is_empty()
            && self.unread.is_empty();
        let compiles = !matches!(self.check, Some(Err(_)));
        let callable = self.report.callable == self.operations;
        let proven = match &self.calls {
            None => true,
            Some(proof) => proof.as_ref().is_ok_and(|proof| proof.problems.is_empty()),
        };
        right && compiles && callable && proven && self.report.dropped.is_empty()
    }
}

/// Lists of operations under what they have in common, in the order of the latter.
type Groups = BTreeMap<String, Vec<String>>;

const HEAD: &str = "<!-- Generated by `cargo xtask documents DIR`, do not edit by hand. -->

# Imported documents

What `cargo passport import` makes of real OpenAPI documents with OAuth2 scopes.
The documents are not in this repository.

Each is imported with no option but the folder that its references may lead to, and with no decision of a person.
Then it is read a second time, by a reader that shares nothing with the importer (`xtask/src/documents/independent/`), and what each operation needs by that reading is held against what `scopes.toml` says.

* **there**: operations of the document that the client has.
* **callable**: of them, those that the client can call as the document describes them, body included.
* **exact**: of them, those whose need, all lists of scopes or the state without one, is that of the independent reading.
* **choice**: operations with several lists of scopes to choose from.
* **JSON**, **left out**: notes in `IMPORT.md` on what is typed as any JSON value, and on what is left out.
* **compiles**: `cargo check` of the crate passes as it stands, with every warning an error.
* **accepted**: operations that `passport-sandbox`, serving the crate's `scopes.toml`, accepts with a token of just their scopes, each alternative tried, and whose answer the crate's types read.
* **refused by server**: of those that need a token, the ones that it refuses whichever scope the token lacks.
* **refused by compiler**: of those that need scopes, the ones whose call does not compile with a set that lacks one, with one error that names it.

";

const HOW: &str = "`cargo xtask documents DIR` writes this page, `--check` compares it; neither regards the columns of times, nor the rest of this section.

*import*: time of the processor for the importer, built with optimization, from its start to its end, all files written.
*check*: time of the processor for `cargo check` of the crate alone, its dependencies checked before, nothing incremental; *wall* the time that passed meanwhile, whatever else the machine did; *MB* the most memory that a process held.
What of *check* is the expansion of `api!` is in [performance](performance.md).
";

const MISSING: &str = "A document without a section is imported whole.
What is said comes from the notes in `IMPORT.md`, where each has its place in the document; `…` stands for a name in it.
";

const MEASURED: &str = "<!-- measured -->";
const END: &str = "<!-- end of measured -->";

const SCALE_HEAD: &str = "
For scale, the clients that openapi-generator 7.26 writes of the same documents, compiled earlier on a machine of this kind; whether their time has that of dependencies in it was not noted, ours has not:

| document | operations | check | MB | an operation | openapi-generator | an operation of it | ratio |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
";

/// Documents that are told of on their own; seconds of another generator's client and what came of
/// it, where it was compiled once.
const SCALE: &[(&str, Option<(f64, &str)>)] = &[
    (
        "auth0/management-api-oas.json",
        Some((113.0, "113 s, ends in 72 errors")),
    ),
    ("mastodon/mastodon-schema.json", Some((20.0, "20 s"))),
    ("twitch/openapi.yaml", None),
];

#[cfg(test)]
mod tests {
    use super::{END, MEASURED, masked, table};

    #[test]
    fn times_are_no_difference_and_all_else_is() {
        let row = |check: &str, exact: &str| {
            let mut cells = vec!["1"; table::COLUMNS.len()];
            cells[5] = exact;
            *cells.last_mut().unwrap() = check;
            format!(
                "a\n| {} |\n{MEASURED}\n{check}\n{END}\nb\n",
                cells.join(" | ")
            )
        };
        let masked = |check, exact| masked(&row(check, exact), table::OF_THE_MACHINE);
        assert_eq!(masked("7", "1"), masked("8", "1"));
        assert_ne!(masked("7", "1"), masked("7", "2"));
        assert!(masked("7", "1").ends_with("b\n"));
    }
}
