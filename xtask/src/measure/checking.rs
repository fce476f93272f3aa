//! How long `cargo check` of a synthetic package takes, and what of it is due to what.

use std::process::Command;
use std::time::Duration;

use super::folder::Folder;
use super::synthetic::{self, SETS};
use crate::Outcome;
use crate::process;
use crate::stopwatch::timed;

/// Prints a table with a row for each number of endpoints.
pub(super) fn measure(sizes: &[usize]) -> Outcome {
    println!(
        "`cargo check` of one package with N endpoints, N scopes and {SETS} sets of N scopes,"
    );
    println!("seconds, median of {RUNS} runs; dependencies are built, nothing is incremental.");
    println!("macros, pasted: every endpoint called with every set; idle: no calls.");
    println!("checks: the calls, less the same calls without bounds.\n");
    println!("|    N | macros |   MB | pasted | difference | idle  | calls | checks |");
    println!("| ---: | -----: | ---: | -----: | ---------: | ----: | ----: | -----: |");
    let folder = Folder::create("synthetic")?;
    let mut rows = Vec::new();
    for size in sizes {
        let row = Row::measure(&folder, *size)?;
        row.print();
        rows.push(row);
    }
    if let [first, .., last] = &rows[..] {
        let factor = |of: fn(&Row) -> Duration| of(last).as_secs_f64() / of(first).as_secs_f64();
        println!(
            "\nFrom {} to {} endpoints, {:.1} times as many: macros {:.1}, pasted {:.1} times as long.",
            first.size,
            last.size,
            last.size as f64 / first.size as f64,
            factor(|row| row.macros),
            factor(|row| row.pasted),
        );
    }
    Ok(())
}

/// The medians at one number of endpoints.
struct Row {
    size: usize,
    /// With the macros, and all calls.
    macros: Duration,
    /// Peak memory of the same, where it is known.
    megabytes: Option<u64>,
    /// With the macros' output in their place, and all calls.
    pasted: Duration,
    /// With the macros, without calls.
    idle: Duration,
    /// As `pasted`, without the bounds that check scopes.
    unchecked: Duration,
}

impl Row {
    fn measure(folder: &Folder, size: usize) -> Outcome<Self> {
        folder.write("src/scopes.toml", &synthetic::spec(size))?;
        let (macros, calls) = (synthetic::macros(size), synthetic::calls(size));
        let printed = expansion(folder, &macros)?;
        let pasted = synthetic::pasted(&printed);
        let unchecked = synthetic::unchecked(&pasted);
        let macros = format!("{QUIET}{macros}");
        let with_macros = format!("{macros}{calls}");
        Ok(Self {
            size,
            macros: median(folder, &with_macros)?,
            megabytes: megabytes(folder, &with_macros)?,
            pasted: median(folder, &format!("{QUIET}{pasted}{calls}"))?,
            idle: median(folder, &macros)?,
            unchecked: median(folder, &format!("{QUIET}{unchecked}{calls}"))?,
        })
    }

    fn print(&self) {
        let seconds = |time: Duration| time.as_secs_f64();
        let megabytes = self
            .megabytes
            .map_or_else(|| "?".to_owned(), |mb| mb.to_string());
        println!(
            "| {:>4} | {:>6.2} | {megabytes:>4} | {:>6.2} | {:>10.2} | {:>5.2} | {:>5.2} | {:>6.2} |",
            self.size,
            seconds(self.macros),
            seconds(self.pasted),
            seconds(self.macros) - seconds(self.pasted),
            seconds(self.idle),
            seconds(self.macros) - seconds(self.idle),
            seconds(self.pasted) - seconds(self.unchecked),
        );
    }
}

/// What the macros print of themselves. The dependencies are built first, since cargo would print
/// of that as well.
fn expansion(folder: &Folder, source: &str) -> Outcome<String> {
    folder.write("src/lib.rs", source)?;
    process::run(&mut folder.cargo(CHECK))?;
    folder.write("src/lib.rs", source)?;
    let output = folder
        .cargo(CHECK)
        .env("PASSPORT_MACROS_DEBUG", "1")
        .output()?;
    let printed = String::from_utf8(output.stderr)?;
    if !output.status.success() || !printed.contains("// expansion of `scope_set!`") {
        return Err(format!("the macros did not print their expansion, but:\n{printed}").into());
    }
    Ok(printed)
}

/// The median of some runs, after one that is not counted and must succeed.
fn median(folder: &Folder, source: &str) -> Outcome<Duration> {
    let mut times = Vec::new();
    for run in 0..=RUNS {
        folder.write("src/lib.rs", source)?;
        let (outcome, time) = timed(|| process::run(&mut folder.cargo(CHECK)));
        outcome?;
        if run > 0 {
            times.push(time);
        }
    }
    times.sort_unstable();
    Ok(times[RUNS / 2])
}

/// The peak memory of the compiler, by GNU time, if that is installed.
fn megabytes(folder: &Folder, source: &str) -> Outcome<Option<u64>> {
    folder.write("src/lib.rs", source)?;
    let report = folder.file("peak-kilobytes");
    let mut command = Command::new("/usr/bin/time");
    command
        .args(["--format", "%M", "--output"])
        .arg(&report)
        .arg("cargo")
        .args(CHECK);
    folder.prepare(&mut command);
    match command.status() {
        Ok(status) if status.success() => {
            let kilobytes: u64 = std::fs::read_to_string(&report)?.trim().parse()?;
            Ok(Some(kilobytes / 1024))
        }
        _ => Ok(None),
    }
}

/// What the compiler warns of in a person's code only; printing that takes time.
const QUIET: &str = "#![allow(warnings)]\n";

const CHECK: &[&str] = &["check", "--quiet"];

const RUNS: usize = 3;
