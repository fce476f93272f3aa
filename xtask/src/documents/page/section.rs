//! The parts of the page that say what is missing.

use super::Groups;
use crate::documents::compare::{Comparison, Difference};
use crate::documents::independent::{Need, Operation};
use crate::documents::report::Notes;
use crate::documents::trial::{Imported, Trial};

/// What is written where it is not just what the document says; nothing if it is everywhere.
pub(super) fn inexact(trials: &[Trial]) -> String {
    let imported = trials
        .iter()
        .filter_map(|trial| trial.outcome.as_ref().ok());
    let differences: Vec<&Difference> = imported
        .flat_map(|imported| &imported.comparison.differences)
        .collect();
    let count = |is: fn(&Difference) -> bool| differences.iter().filter(|one| is(one)).count();
    let same = count(Difference::lets_in_the_same);
    let no_token = count(|one| one.document.need == Need::NoToken);
    let others = differences.len() - same - no_token;
    if differences.is_empty() {
        return String::new();
    }
    format!(
        "\nNot exact, and there: {} operations. {same} say that any token is enough and list scopes \
         beside it: written is `any_token`, which the same tokens meet, and the report has the \
         lists. {no_token} take a credential that is no token, for which `scopes.toml` has no word: \
         written is `unknown`. {others} others.\n",
        differences.len()
    )
}

/// The documents that were not imported, with the reason.
pub(super) fn refused(trials: &[Trial]) -> String {
    let failed = trials.iter().filter_map(|trial| {
        let error = trial.outcome.as_ref().err()?;
        Some(format!(
            "\n### {} is not imported\n\n{}",
            trial.name,
            fenced(error)
        ))
    });
    failed.collect()
}

/// The crates that do not compile, with the first error.
pub(super) fn compiler(trials: &[Trial]) -> String {
    let failed = trials.iter().filter_map(|trial| {
        let check = trial.outcome.as_ref().ok()?.check.as_ref()?;
        let error = check.as_ref().err()?;
        let first: Vec<&str> = error.lines().take(MOST_LINES).collect();
        Some(format!(
            "\n### {} does not compile\n\n{}",
            trial.name,
            fenced(&first.join("\n"))
        ))
    });
    failed.collect()
}

/// What is missing of one document; nothing if it is complete.
pub(super) fn incomplete(trial: &Trial) -> String {
    let Ok(imported) = &trial.outcome else {
        return String::new();
    };
    if imported.is_complete() {
        return String::new();
    }
    let mut section = numbers(imported);
    section += &differences(&imported.comparison);
    for stray in &imported.strays {
        section += &format!("* an endpoint fits no operation: {stray}\n");
    }
    section += &problems(imported);
    for unread in &imported.unread {
        section += &format!("* not compared: {unread}\n");
    }
    if !section.is_empty() {
        section.insert(0, '\n');
    }
    section += &notes("Security that is not kept", &imported.report.security);
    section += &notes("Left out", &imported.report.dropped);
    section += &notes("Any JSON value", &imported.report.json);
    format!("\n### {}\n{section}", trial.name)
}

fn numbers(imported: &Imported) -> String {
    let mut lines = String::new();
    let missing = &imported.comparison.missing;
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(name).collect();
        lines += &format!(
            "* {} not there: {}\n",
            counted(missing.len()),
            some_of(&names)
        );
    }
    let uncalled = imported.there().saturating_sub(imported.report.callable);
    if uncalled > 0 {
        lines += &format!(
            "* {} there and not callable as described\n",
            counted(uncalled)
        );
    }
    lines
}

/// Each pair of readings once, with the operations that it is about.
fn differences(comparison: &Comparison) -> String {
    let mut groups = Groups::new();
    for difference in &comparison.differences {
        let same = match difference.lets_in_the_same() {
            true => ", which the same tokens meet",
            false => "",
        };
        let pair = format!(
            "the document says {}; written is {}{same}",
            difference.document, difference.written
        );
        groups
            .entry(pair)
            .or_default()
            .push(name(&difference.operation));
    }
    let invented = comparison.invented.iter().map(name);
    for name in invented {
        groups
            .entry("the document has no such operation".to_owned())
            .or_default()
            .push(name);
    }
    let lines = groups
        .iter()
        .map(|(pair, names)| format!("* {}: {pair}: {}\n", counted(names.len()), some_of(names)));
    lines.collect()
}

/// What went wrong with calls.
fn problems(imported: &Imported) -> String {
    let mut lines = String::new();
    let mut line = |problem: &str| {
        let problem = problem.split_whitespace().collect::<Vec<_>>().join(" ");
        lines += &format!("{PROBLEM}{problem}\n");
    };
    match &imported.calls {
        None => {}
        Some(Err(error)) => line(&format!("none was made: {}", first_line(error))),
        Some(Ok(proof)) => {
            proof
                .problems
                .iter()
                .take(MOST_LINES)
                .for_each(|one| line(first_line(one)));
            if let Some(more @ 1..) = proof.problems.len().checked_sub(MOST_LINES) {
                line(&format!("and {more} more"));
            }
        }
    }
    lines
}

fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or("")
}

fn notes(title: &str, notes: &Notes) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{title}:\n\n");
    let mut sorted: Vec<(&String, &usize)> = notes.iter().collect();
    sorted.sort_by_key(|(what, times)| (std::cmp::Reverse(**times), *what));
    for (what, times) in sorted {
        text += &format!("* {times} × {}\n", passport_spec::doc_line(what));
    }
    text
}

/// The first names, and how many more there are.
fn some_of(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len() - shown.len();
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{more}", shown.join(", "))
}

fn name((method, path): &Operation) -> String {
    format!("{method} {path}")
}

fn counted(number: usize) -> String {
    match number {
        1 => "1 operation".to_owned(),
        number => format!("{number} operations"),
    }
}

fn fenced(text: &str) -> String {
    format!("```text\n{}\n```\n", text.trim())
}

/// What each line about a call begins with.
pub(super) const PROBLEM: &str = "* calls: ";

const MOST_NAMES: usize = 5;
const MOST_LINES: usize = 12;
