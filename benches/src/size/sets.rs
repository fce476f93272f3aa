//! What a further set of scopes adds to a program.

use passport_api::ScopeSet as _;
use passport_api::breb::sets::EntityClientCredentials;

use super::binary::Binary;
use super::package::Package;
use super::program::{self, Use};
use super::{DEFAULT, SMALL};
use crate::Outcome;
use crate::finding::{Axis, Finding, Limit, Plot, Table, Target};

/// Programs with numbers of sets, written into a package.
pub(super) struct Programs {
    series: Vec<Series>,
}

/// Programs that differ in the number of their sets alone.
struct Series {
    name: &'static str,
    /// What begins the names of its programs.
    file: &'static str,
    /// The program of a number of sets, or where they are all the same of a number of uses.
    source: fn(usize) -> String,
    /// The series with as many uses of one set, from which the cost of the sets is told.
    alike: Option<&'static str>,
    numbers: Vec<usize>,
}

impl Programs {
    /// Writes the programs.
    pub(super) fn write(package: &Package, quick: bool) -> Outcome<Self> {
        package.write_file("sets.toml", &program::spec(1, SCOPES))?;
        let all = vec![1, 8, MOST];
        let few = vec![1, MOST];
        let series = |name, file, alike, numbers: &Vec<usize>, source| Series {
            name,
            file,
            source,
            alike,
            numbers: if quick { vec![1, 2] } else { numbers.clone() },
        };
        let series = vec![
            series(
                "breb, sets of 1 scope",
                "breb_1",
                Some("breb_same"),
                &all,
                |n| breb(&vec![READ_PAYMENT; n], n),
            ),
            series(
                "breb, sets of 38 scopes",
                "breb_38",
                Some("breb_same_38"),
                &few,
                |n| breb(&vec![EntityClientCredentials::SCOPES; n], n),
            ),
            series("breb, one set used N times", "breb_same", None, &all, |n| {
                breb(&[READ_PAYMENT], n)
            }),
            series(
                "breb, one set of 38 scopes used N times",
                "breb_same_38",
                None,
                &few,
                |n| breb(&[EntityClientCredentials::SCOPES], n),
            ),
            series(
                "synthetic, sets of 1 scope",
                "synthetic_1",
                Some("synthetic_same"),
                &few,
                |n| synthetic(1, n, n),
            ),
            series(
                "synthetic, sets of 38 scopes, all different",
                "synthetic_38",
                Some("synthetic_same_38"),
                &all,
                |n| synthetic(38, n, n),
            ),
            series(
                "synthetic, one set used N times",
                "synthetic_same",
                None,
                &few,
                |n| synthetic(1, 1, n),
            ),
            series(
                "synthetic, one set of 38 scopes used N times",
                "synthetic_same_38",
                None,
                &few,
                |n| synthetic(38, 1, n),
            ),
            series("hand-written reqwest, N uses", "hand", None, &few, |n| {
                program::models(1) + &program::uses_by_hand(n, 1)
            }),
        ];
        for series in &series {
            for number in &series.numbers {
                let file = format!("{}.rs", series.program(*number));
                package.write(&file, &(series.source)(*number))?;
            }
        }
        Ok(Self { series })
    }

    /// Looks at the programs, which are built.
    pub(super) fn report(&self, package: &Package, finding: &mut Finding) -> Outcome {
        finding.heading("Per scope set");
        finding.text(ABOUT);
        let mut table = Table::new([
            "program",
            "N",
            "bytes loaded",
            "code",
            "constants and data",
            "file",
            "symbols",
            "of the call path",
        ]);
        let mut plot = Plot::new(
            "size-sets",
            "Bytes that a program loads beyond that with one set",
            Axis::linear("scope sets, each fetching a token and making a call"),
            Axis::linear("bytes"),
        );
        for series in &self.series {
            let mut points = Vec::new();
            let binaries = series.binaries(package, DEFAULT)?;
            let first = binaries.first().map_or(0, |(_, binary)| binary.loaded);
            for (number, binary) in &binaries {
                table.row(row(series.name, *number, binary));
                points.push((*number as f64, binary.loaded.saturating_sub(first) as f64));
            }
            plot.line(series.name, points);
        }
        finding.plot(plot);
        finding.table(table);
        for series in &self.series {
            self.hold(series, package, finding)?;
        }
        Ok(())
    }

    /// Holds a series against its targets.
    fn hold(&self, series: &Series, package: &Package, finding: &mut Finding) -> Outcome {
        let same = self.series.iter().find(|it| Some(it.file) == series.alike);
        let Some((same, most)) = same.zip(series.numbers.last()) else {
            return Ok(());
        };
        let with = package.binary(DEFAULT, &series.program(*most))?;
        let one = package.binary(DEFAULT, &series.program(1))?;
        let without = package.binary(DEFAULT, &same.program(*most))?;
        let bytes = (with.loaded as f64 - without.loaded as f64) / (most - 1) as f64;
        let name = series.name;
        let what = format!("{name}: an extra set adds");
        let target = Target::figure(what, Limit::AtMost(1024.0), bytes, "bytes");
        finding.target(target.remark(REMARK));
        finding.target(Target::figure(
            format!("{name}: symbols of the call path that {most} sets have and one has not"),
            Limit::AtMost(0.0),
            call_path(&with) as f64 - call_path(&one) as f64,
            "",
        ));
        Ok(())
    }

    /// Builds some of the programs to be small, and looks at them.
    pub(super) fn report_small(&self, package: &Package, finding: &mut Finding) -> Outcome {
        let chosen = ["breb_1", "breb_same", "hand"];
        let chosen: Vec<&Series> = self
            .series
            .iter()
            .filter(|it| chosen.contains(&it.file))
            .collect();
        let mut programs = Vec::new();
        for series in chosen {
            let last = series.numbers.last().copied();
            // One use of one set is the same program in two of the series.
            let numbers = [Some(1), last].into_iter().flatten();
            let numbers = numbers.filter(|number| series.file != "breb_same" || *number > 1);
            programs.extend(numbers.map(|number| (series, number, series.program(number))));
        }
        let names: Vec<&str> = programs.iter().map(|(_, _, name)| &**name).collect();
        package.build_some(SMALL, &names)?;
        let mut table = Table::new([
            "program",
            "N",
            "bytes loaded",
            "code",
            "constants and data",
            "file",
        ]);
        for (series, number, name) in &programs {
            let row = row(series.name, *number, &package.binary(SMALL, name)?);
            table.row(row.into_iter().take(6));
        }
        finding.text("The same with `lto = \"fat\"`, `codegen-units = 1` and `strip = true`:");
        finding.table(table);
        Ok(())
    }
}

impl Series {
    fn program(&self, number: usize) -> String {
        format!("{}_x{number}", self.file)
    }

    fn binaries(&self, package: &Package, profile: &str) -> Outcome<Vec<(usize, Binary)>> {
        let numbers = self.numbers.iter();
        let binary =
            |number: &usize| Ok((*number, package.binary(profile, &self.program(*number))?));
        numbers.map(binary).collect()
    }
}

/// A program of the built-in API; the uses take the sets in turns.
fn breb(sets: &[&[&str]], uses: usize) -> String {
    let declared = program::scope_sets("passport_api::breb::", sets);
    let uses: Vec<Use> = (0..uses)
        .map(|index| Use {
            set: index % sets.len(),
            call: "payments().get(TOKEN, ID)".to_owned(),
            field: "status",
        })
        .collect();
    declared + &program::uses("passport_api::breb::Client", &uses)
}

/// A program of the synthetic API. Each set has the scope of the call, and others of its own.
pub(super) fn synthetic(scopes: usize, sets: usize, uses: usize) -> String {
    let own = |set: usize| {
        let others = (0..scopes - 1).map(|index| 1 + (set + index) % (SCOPES - 1));
        std::iter::once(0)
            .chain(others)
            .map(program::scope)
            .collect()
    };
    let declared: Vec<Vec<String>> = (0..sets).map(own).collect();
    let uses: Vec<Use> = (0..uses)
        .map(|index| Use {
            set: index % sets,
            call: "items0().get(TOKEN, ID)".to_owned(),
            field: "id",
        })
        .collect();
    let (client, sets) = (
        program::client("sets.toml"),
        program::scope_sets("", &declared),
    );
    program::models(1) + &client + &sets + &program::uses("Client", &uses)
}

fn row(name: &str, number: usize, binary: &Binary) -> [String; 8] {
    let bytes = [binary.loaded, binary.text, binary.data, binary.file];
    let [loaded, text, data, file] = bytes.map(|bytes| bytes.to_string());
    let (symbols, path) = (
        binary.symbols.len().to_string(),
        call_path(binary).to_string(),
    );
    [
        name.to_owned(),
        number.to_string(),
        loaded,
        text,
        data,
        file,
        symbols,
        path,
    ]
}

/// How many symbols mention the way of a request from a call to the wire.
pub(super) fn call_path(binary: &Binary) -> usize {
    CALL_PATH.iter().map(|part| binary.mentions(part)).sum()
}

/// The steps of a request.
const CALL_PATH: &[&str] = &[
    "call::parts::Parts::send",
    "client::Core::send",
    "client::exchange::Exchange",
    "transport::Transport::send",
];

const READ_PAYMENT: &[&str] = &["paas.core.breb_payments.get"];

/// The scopes of the synthetic API.
pub(super) const SCOPES: usize = 80;

/// The most sets of a program.
const MOST: usize = 32;

const REMARK: &str = "\
What is left of a set is a function of 67 bytes that names its constants: two bytes for each scope to ask for, 272 for the tree of all that it carries, 24 for the loader that fills in an address in that tree, and the set's name. \
The program's constants grow by whole pages of 4,096 bytes, since a table of the cryptography begins at a page; over 31 further sets that is up to 132 bytes a set, more or less.";

const ABOUT: &str = "\
Each of N sets fetches a token and makes the same call, in a function of its own.
What a set itself adds is told by a program with as many such functions of one single set: the difference, by the number of further sets.
A set of the built-in API with all of its 38 scopes is the same list each time, which the compiler keeps once; those of the synthetic API are all different.
The call path is `Parts::send`, `Core::send`, `Exchange` and `Transport::send`: the way of a request from a call to the wire.";

#[cfg(test)]
mod tests {
    use super::synthetic;

    #[test]
    fn sets_differ_but_for_the_scope_of_the_call() {
        let text = synthetic(3, 2, 2);
        let sets: Vec<&str> = text
            .lines()
            .filter(|line| line.contains("struct Set"))
            .collect();
        let name = |index: usize| format!("\"synthetic.resource{index}.read\"");
        let expected = |set, [a, b, c]: [usize; 3]| {
            format!(
                "    struct Set{set} = {}, {}, {};",
                name(a),
                name(b),
                name(c)
            )
        };
        assert_eq!(sets, [expected(0, [0, 1, 2]), expected(1, [0, 2, 3])]);
    }
}
