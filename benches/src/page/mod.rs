//! `docs/performance.md` and its plots, made from what the benchmarks have found.

mod svg;

use std::fs;
use std::path::PathBuf;

use crate::Outcome;
use crate::benchmark::BENCHMARKS;
use crate::finding::{Finding, Limit, Part, Table, Target};
use crate::workspace;

/// A file of the page, with its path from the repository's root.
#[derive(Debug)]
pub struct File {
    /// Where it belongs.
    pub path: String,
    /// What is in it.
    pub contents: String,
}

/// Keeps what a benchmark has found, in place of what it found before.
///
/// # Errors
///
/// If the file cannot be written.
pub fn keep(benchmark: &str, finding: &Finding) -> Outcome {
    let path = kept(benchmark);
    fs::create_dir_all(path.parent().unwrap_or(&path))?;
    let json = serde_json::to_string_pretty(finding)?;
    fs::write(&path, json + "\n").map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Writes the page and its plots from all that is kept.
///
/// # Errors
///
/// If what is kept cannot be read, or a file cannot be written.
pub fn write() -> Outcome {
    for file in files(&found()?)? {
        let path = workspace::root().join(&file.path);
        fs::write(&path, file.contents).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// What is kept: benchmarks and what they have found, in the order of the page.
///
/// # Errors
///
/// If what is kept cannot be read.
pub fn found() -> Outcome<Vec<(&'static str, Finding)>> {
    let mut found = Vec::new();
    for benchmark in BENCHMARKS {
        let path = kept(benchmark.name);
        if path.is_file() {
            let finding = serde_json::from_str(&fs::read_to_string(&path)?);
            let finding = finding.map_err(|error| format!("{}: {error}", path.display()))?;
            found.push((benchmark.name, finding));
        }
    }
    Ok(found)
}

/// The page and its plots.
///
/// # Errors
///
/// If a plot cannot be drawn.
pub fn files(found: &[(&str, Finding)]) -> Outcome<Vec<File>> {
    let mut page = HEAD.to_owned();
    page += &targets(found);
    let mut files = Vec::new();
    for (name, finding) in found {
        page += &section(name, finding);
        for part in &finding.parts {
            if let Part::Plot(plot) = part {
                files.push(File {
                    path: format!("{FOLDER}/{}.svg", plot.file),
                    contents: svg::draw(plot)?,
                });
            }
        }
    }
    files.push(File {
        path: format!("{FOLDER}.md"),
        contents: page,
    });
    Ok(files)
}

/// All targets in one table, with the remarks on those that are missed below it.
fn targets(found: &[(&str, Finding)]) -> String {
    let mut table = Table::new(["", "found", "target", ""]);
    let mut missed = String::new();
    let all = found.iter().flat_map(|(_, finding)| &finding.targets);
    for target in all.clone() {
        let met = if target.is_met() { "met" } else { "**missed**" };
        let limit = match target.limit {
            Limit::AtMost(limit) => format!("≤ {}", figure(limit, &target.unit)),
            Limit::AtLeast(limit) => format!("≥ {}", figure(limit, &target.unit)),
            Limit::Exactly(value) => figure(value, &target.unit),
        };
        let found = figure(target.found, &target.unit);
        table.row([target.what.clone(), found, limit, met.to_owned()]);
        missed += &remark(target);
    }
    format!("## Targets\n\n{}\n{missed}", markdown(&table))
}

fn remark(target: &Target) -> String {
    match &target.remark {
        Some(remark) if !target.is_met() => format!("* **{}**: {remark}\n", target.what),
        None if !target.is_met() => format!("* **{}**: not explained yet.\n", target.what),
        _ => String::new(),
    }
}

fn section(name: &str, finding: &Finding) -> String {
    let circumstances = &finding.circumstances;
    let mut section = format!(
        "\n## {}\n\n`cargo xtask bench {name}`, {} at commit {}: {}; {}; {}.\n",
        finding.title,
        circumstances.date,
        circumstances.commit,
        circumstances.rustc,
        circumstances.machine,
        circumstances.system,
    );
    for part in &finding.parts {
        section += "\n";
        section += &match part {
            Part::Heading(heading) => format!("### {heading}\n"),
            Part::Text(text) => format!("{}\n", text.trim_end()),
            Part::Table(table) => markdown(table),
            Part::Plot(plot) => format!("![{}](performance/{}.svg)\n", plot.title, plot.file),
        };
    }
    section
}

/// A table in Markdown.
fn markdown(table: &Table) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = line(&table.columns);
    text += &format!(
        "| --- |{}\n",
        " ---: |".repeat(table.columns.len().saturating_sub(1))
    );
    text.extend(table.rows.iter().map(|row| line(row)));
    text
}

/// A figure as it is read: three digits that count, more of what is large.
fn figure(value: f64, unit: &str) -> String {
    let digits = match value.abs() {
        magnitude if magnitude >= 100.0 || value.fract() == 0.0 => 0,
        magnitude if magnitude >= 10.0 => 1,
        magnitude if magnitude >= 0.1 => 2,
        _ => 4,
    };
    let space = if unit.is_empty() { "" } else { " " };
    format!("{value:.digits$}{space}{unit}")
}

fn kept(benchmark: &str) -> PathBuf {
    workspace::root().join(format!("{FOLDER}/{benchmark}.json"))
}

const FOLDER: &str = "docs/performance";

const HEAD: &str = "<!-- Generated by `cargo xtask bench`, do not edit by hand. -->

# Performance

What passport costs: the compile time of a generated client, and the overhead of each call.
Each figure is held against a peer that was measured in the same run, on the same machine, so that the machine's speed drops out of the ratios.
The machine is a small virtual one with neighbours: absolute times are of use only next to each other.

`cargo xtask bench` runs all benchmarks, `cargo xtask bench NAME` one; each keeps what it found as JSON in `docs/performance/`, and this page is made from that.

";

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{figure, files, found};
    use crate::workspace;

    #[test]
    fn the_page_says_what_was_found() {
        for file in files(&found().unwrap()).unwrap() {
            let written = fs::read_to_string(workspace::root().join(&file.path));
            let written = written.unwrap_or_default();
            let again = "`cargo xtask bench --page` writes it anew";
            assert!(written == file.contents, "{} is stale; {again}", file.path);
        }
    }

    #[test]
    fn figures_have_three_digits_that_count() {
        for (value, unit, expected) in [
            (1.034, "", "1.03"),
            (12.34, "ms", "12.3 ms"),
            (1234.5, "ns", "1234 ns"),
            (0.0123, "", "0.0123"),
            (1.0, "", "1"),
            (0.0, "", "0"),
        ] {
            assert_eq!(figure(value, unit), expected);
        }
    }
}
