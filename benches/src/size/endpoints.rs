//! What a further endpoint adds to a program, declared alone or called.

use super::DEFAULT;
use super::package::Package;
use super::program::{self, Use};
use crate::Outcome;
use crate::finding::{Axis, Finding, Plot, Table};

/// Programs with numbers of endpoints, written into a package.
pub(super) struct Programs {
    series: [Series; 3],
    numbers: Vec<usize>,
}

/// Programs that differ in the number of their endpoints alone.
struct Series {
    name: &'static str,
    /// What begins the names of its programs.
    file: &'static str,
    source: fn(usize) -> String,
}

impl Programs {
    /// Writes the programs.
    pub(super) fn write(package: &Package, quick: bool) -> Outcome<Self> {
        let numbers = if quick { vec![1, 3] } else { vec![1, 50, 200] };
        let series = [
            Series {
                name: "declared, one of them called",
                file: "declared",
                source: |n| passport(n, 1),
            },
            Series {
                name: "declared and called",
                file: "called",
                source: |n| passport(n, n),
            },
            Series {
                name: "hand-written reqwest, called",
                file: "endpoints_hand",
                source: |n| program::models(n) + &program::uses_by_hand(n, n),
            },
        ];
        for number in &numbers {
            package.write_file(&spec(*number), &program::spec(*number, *number))?;
            for series in &series {
                let file = format!("{}_x{number}.rs", series.file);
                package.write(&file, &(series.source)(*number))?;
            }
        }
        Ok(Self { series, numbers })
    }

    /// Looks at the programs, which are built.
    pub(super) fn report(&self, package: &Package, finding: &mut Finding) -> Outcome {
        finding.heading("Per endpoint");
        finding.text(ABOUT);
        let mut plot = Plot::new(
            "size-endpoints",
            "Bytes that a program loads beyond that with one endpoint",
            Axis::linear("endpoints"),
            Axis::linear("bytes"),
        );
        let mut table = Table::new([
            "program",
            "N",
            "bytes loaded",
            "symbols",
            "bytes per endpoint",
        ]);
        for series in &self.series {
            let mut points = Vec::new();
            let mut first = None;
            for number in &self.numbers {
                let binary = package.binary(DEFAULT, &format!("{}_x{number}", series.file))?;
                let first = *first.get_or_insert(binary.loaded);
                let more = binary.loaded as f64 - first as f64;
                let each = (*number > 1).then(|| more / (number - 1) as f64);
                points.push((*number as f64, more.max(0.0)));
                table.row([
                    series.name.to_owned(),
                    number.to_string(),
                    binary.loaded.to_string(),
                    binary.symbols.len().to_string(),
                    each.map_or_else(String::new, |each| format!("{each:.0}")),
                ]);
            }
            plot.line(series.name, points);
        }
        finding.plot(plot);
        finding.table(table);
        Ok(())
    }
}

/// A program of an API of `declared` endpoints, of which it calls some with one set of their scopes.
fn passport(declared: usize, called: usize) -> String {
    let scopes: Vec<String> = (0..called).map(program::scope).collect();
    let uses: Vec<Use> = (0..called)
        .map(|index| Use {
            set: 0,
            call: format!("items{index}().get(TOKEN, ID)"),
            field: "id",
        })
        .collect();
    let (client, sets) = (
        program::client(&spec(declared)),
        program::scope_sets("", &[scopes]),
    );
    program::models(declared) + &client + &sets + &program::uses("Client", &uses)
}

fn spec(endpoints: usize) -> String {
    format!("endpoints{endpoints}.toml")
}

const ABOUT: &str = "\
A synthetic API with N endpoints, each with a model of its own of eight fields, read by serde's derives.
The hand-written client has the same models and makes as many calls, each in a function that fetches a token first; so does the generated one.";
