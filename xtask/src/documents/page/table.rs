//! The table of the page: a row for each document, and their sums.

use crate::documents::calls::Proof;
use crate::documents::report::sum;
use crate::documents::trial::{Imported, Trial};
use crate::documents::usage::Usage;

/// The heads of the columns.
pub(super) const COLUMNS: &[&str] = &[
    "document",
    "KB",
    "operations",
    "there",
    "callable",
    "exact",
    "choice",
    "scopes",
    "JSON",
    "left out",
    COMPILES,
    CALLS[0],
    CALLS[1],
    CALLS[2],
    "import",
    "check",
    "wall",
    "MB",
];

/// The column on whether the crate compiles.
pub(super) const COMPILES: &str = "compiles";

/// The columns on the crate's calls.
pub(super) const CALLS: [&str; 3] = ["accepted", "refused by server", "refused by compiler"];

/// The columns that hold figures of the machine.
pub(super) const OF_THE_MACHINE: &[&str] = &["import", "check", "wall", "MB"];

/// The table.
pub(super) fn table(trials: &[Trial]) -> String {
    let mut table = row(COLUMNS.iter().map(|head| (*head).to_owned()));
    table += &row(COLUMNS
        .iter()
        .enumerate()
        .map(|(column, _)| if column == 0 { "---" } else { "---:" }.to_owned()));
    for trial in trials {
        table += &row(cells(trial).into_iter());
    }
    table += &row(sums(trials).into_iter());
    table
}

/// Seconds of the processor.
pub(super) fn seconds(usage: &Usage) -> String {
    format!("{:.2} s", usage.busy.as_secs_f64())
}

fn milliseconds(usage: &Usage) -> String {
    format!("{} ms", usage.busy.as_millis())
}

/// Seconds that passed.
pub(super) fn wall(usage: &Usage) -> String {
    format!("{:.2} s", usage.wall.as_secs_f64())
}

/// The most memory that a process held.
pub(super) fn megabytes(usage: &Usage) -> u64 {
    usage.memory / MEGABYTE
}

fn cells(trial: &Trial) -> Vec<String> {
    let mut cells = vec![trial.name.clone(), (trial.bytes / 1024).to_string()];
    match &trial.outcome {
        Ok(imported) => {
            cells.extend(numbers(imported).iter().map(ToString::to_string));
            cells.push(match &imported.check {
                None => NONE.to_owned(),
                Some(Ok(_)) => "yes".to_owned(),
                Some(Err(_)) => "**no**".to_owned(),
            });
            cells.extend(of_calls(imported));
            cells.push(milliseconds(&imported.import));
            cells.extend(of_check(imported.check().map(|check| check.alone)));
        }
        Err(_) => {
            cells.push("**not imported**".to_owned());
            cells.resize(COLUMNS.len(), NONE.to_owned());
        }
    }
    cells
}

/// How many calls did what they must, of how many that must.
fn of_calls(imported: &Imported) -> [String; 3] {
    match &imported.calls {
        None => [NONE; 3].map(str::to_owned),
        Some(Err(_)) => ["**no**"; 3].map(str::to_owned),
        Some(Ok(proof)) => proven(proof).map(|(right, all)| of(right, all)),
    }
}

fn proven(proof: &Proof) -> [(usize, usize); 3] {
    [
        (proof.accepted, proof.operations),
        (proof.refused_by_server, proof.guarded),
        (proof.refused_by_compiler, proof.scoped),
    ]
}

fn of(right: usize, all: usize) -> String {
    if right == all {
        all.to_string()
    } else {
        format!("**{right} of {all}**")
    }
}

fn of_check(usage: Option<Usage>) -> Vec<String> {
    match usage {
        None => vec![NONE.to_owned(); 3],
        Some(usage) => vec![seconds(&usage), wall(&usage), megabytes(&usage).to_string()],
    }
}

/// The cells between the document's size and what compiling came to.
fn numbers(imported: &Imported) -> [usize; 8] {
    [
        imported.operations,
        imported.there(),
        imported.report.callable,
        imported.comparison.exact,
        imported.alternatives,
        imported.scopes,
        sum(&imported.report.json),
        sum(&imported.report.dropped),
    ]
}

fn sums(trials: &[Trial]) -> Vec<String> {
    let imported: Vec<&Imported> = trials
        .iter()
        .filter_map(|trial| trial.outcome.as_ref().ok())
        .collect();
    let mut sums = [0; 8];
    for one in &imported {
        for (sum, number) in sums.iter_mut().zip(numbers(one)) {
            *sum += number;
        }
    }
    let checks: Vec<Usage> = imported
        .iter()
        .filter_map(|one| Some(one.check()?.alone))
        .collect();
    let total =
        |time: fn(&Usage) -> f64, of: &[Usage]| of.iter().map(time).fold(0.0, |sum, one| sum + one);
    let busy = |usage: &Usage| usage.busy.as_secs_f64();
    let imports: Vec<Usage> = imported.iter().map(|one| one.import).collect();
    let bytes: u64 = trials.iter().map(|trial| trial.bytes).sum();
    let most = checks.iter().map(megabytes).max().unwrap_or(0);
    let mut cells = vec![
        format!("**{} of {} imported**", imported.len(), trials.len()),
        (bytes / 1024).to_string(),
    ];
    cells.extend(sums.iter().map(ToString::to_string));
    cells.push(checks.len().to_string());
    let proofs = imported
        .iter()
        .filter_map(|one| one.calls.as_ref()?.as_ref().ok());
    let mut calls = [(0, 0); 3];
    for proof in proofs {
        for (sum, (right, all)) in calls.iter_mut().zip(proven(proof)) {
            *sum = (sum.0 + right, sum.1 + all);
        }
    }
    cells.extend(calls.map(|(right, all)| of(right, all)));
    cells.push(format!("{:.0} ms", total(busy, &imports) * 1000.0));
    cells.push(format!("{:.2} s", total(busy, &checks)));
    cells.push(format!(
        "{:.2} s",
        total(|usage| usage.wall.as_secs_f64(), &checks)
    ));
    cells.push(most.to_string());
    cells
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.collect();
    format!("| {} |\n", cells.join(" | "))
}

const NONE: &str = "–";
const MEGABYTE: u64 = 1024 * 1024;
