//! Reading answers: objects by `object!` next to serde's derive, lists by `Page` next to a struct.

mod document;
mod figures;
mod job;
mod models;
mod reading;

pub use self::job::{Job, Keys, Reader, What};

use self::figures::{Effort, Figures};
use crate::Outcome;
use crate::benchmark::Options;
use crate::finding::{Axis, Finding, Limit, Plot, Table, Target};

/// Measures objects of all sizes and orders, and a list.
///
/// # Errors
///
/// If something cannot be read, or valgrind fails.
pub fn run(options: &Options) -> Outcome<Finding> {
    let (fields, list, effort) = if options.quick {
        (&FIELDS[..2], 100_000, QUICK)
    } else {
        (FIELDS, 1_000_000, THOROUGH)
    };
    let mut finding = Finding::new("Decoding");
    finding.text(
        "What it takes to read an answer: objects with fields of five kinds (texts, numbers, texts and \
         flags that may be missing, lists of texts), by `object!` and by serde's derive; and a list of \
         1 MB whose items have 20 fields, as a call reads it and by a struct of `Vec` and totals, with \
         the same items.",
    );
    let mut objects = Vec::new();
    for keys in Keys::ALL {
        for fields in fields {
            let figures = measure(What::Object(*fields, *keys), effort)?;
            objects.push((*keys, *fields, figures));
        }
    }
    let list = measure(What::List(list), effort)?;
    targets(&mut finding, &objects, &list);
    finding.table(table(&objects, &list));
    for plot in [instructions(&objects), time(&objects)] {
        if !plot.series.is_empty() {
            finding.plot(plot);
        }
    }
    if list.instructions.is_none() {
        finding.text("Instructions were not counted, since valgrind is missing.");
    }
    Ok(finding)
}

fn measure(what: What, effort: Effort) -> Outcome<Figures> {
    Figures::of(what, document::of(what)?.len(), effort)
}

/// An order of keys, a number of fields, and what was found.
type Object = (Keys, usize, Figures);

fn targets(finding: &mut Finding, objects: &[Object], list: &Figures) {
    for (keys, fields, figures) in objects {
        let limit = match keys {
            Keys::InOrder => IN_ORDER,
            _ => IN_ANY_ORDER,
        };
        if let Some(ratio) = figures.ratio() {
            let what = format!(
                "instructions of an object of {fields} fields, {} / serde's derive",
                keys.text()
            );
            finding.target(Target::ratio(what, Limit::AtMost(limit), ratio));
        }
    }
    for keys in Keys::ALL {
        let per_field = |number: usize| {
            let mut of_order = objects.iter().filter(|(other, ..)| other == keys);
            let (_, _, figures) = of_order.find(|(_, fields, _)| *fields == number)?;
            Some(figures.instructions?[0] as f64 / number as f64)
        };
        if let Some((many, few)) = per_field(100).zip(per_field(20)) {
            let what = format!(
                "instructions a field of 100, {} / of 20 fields",
                keys.text()
            );
            finding.target(Target::ratio(what, Limit::AtMost(GROWTH), many / few));
        }
    }
    if let Some(ratio) = list.ratio() {
        let what = "instructions of a list of 1 MB / a struct with a `Vec`";
        finding.target(Target::ratio(what, Limit::AtMost(LIST), ratio));
    }
}

fn table(objects: &[Object], list: &Figures) -> Table {
    let mut table = Table::new([
        "document",
        "instructions",
        "by hand",
        "ratio",
        "µs",
        "by hand",
        "ratio",
    ]);
    let mut row = |name: String, figures: &Figures| {
        let count = |place: usize| {
            let counts = figures.instructions;
            counts.map_or_else(|| "?".to_owned(), |counts| counts[place].to_string())
        };
        let ratio = figures.ratio();
        let micros = figures.nanoseconds.map(|time| format!("{:.2}", time / 1e3));
        let [own_time, other_time] = micros;
        table.row([
            name,
            count(0),
            count(1),
            ratio.map_or_else(|| "?".to_owned(), |ratio| format!("{ratio:.3}")),
            own_time,
            other_time,
            format!("{:.2}", figures.time),
        ]);
    };
    for (keys, fields, figures) in objects {
        row(format!("{fields} fields, {}", keys.text()), figures);
    }
    row("list of 1 MB".to_owned(), list);
    table
}

fn instructions(objects: &[Object]) -> Plot {
    let mut plot = Plot::new(
        "decode-instructions",
        "Instructions to read an object, next to serde's derive",
        Axis::linear("fields"),
        Axis::linear("instructions / those of serde's derive"),
    );
    for keys in Keys::ALL {
        let of_order = objects.iter().filter(|(other, ..)| other == keys);
        let points = of_order
            .filter_map(|(_, fields, figures)| Some((*fields as f64, figures.ratio()?)))
            .collect();
        plot.line(keys.text(), points);
    }
    plot
}

fn time(objects: &[Object]) -> Plot {
    let mut plot = Plot::new(
        "decode-time",
        "Time to read an object",
        Axis::linear("fields"),
        Axis::linear("µs"),
    );
    for keys in [Keys::InOrder, Keys::Shuffled] {
        for (place, reader) in ["object!", "serde's derive"].into_iter().enumerate() {
            let of_order = objects.iter().filter(|(other, ..)| *other == keys);
            let points = of_order
                .map(|(_, fields, figures)| (*fields as f64, figures.nanoseconds[place] / 1e3))
                .collect();
            plot.line(format!("{reader}, {}", keys.text()), points);
        }
    }
    plot
}

/// Numbers of fields, of which there are structs.
const FIELDS: &[usize] = &[5, 20, 50, 100];

const THOROUGH: Effort = Effort {
    rounds: 41,
    bytes: 5_000_000,
};

const QUICK: Effort = Effort {
    rounds: 3,
    bytes: 500_000,
};

/// What keys in the order of the fields may take, next to serde's derive.
const IN_ORDER: f64 = 1.1;

/// The same of all others.
const IN_ANY_ORDER: f64 = 1.5;

/// What a field of many may take, next to one of few.
const GROWTH: f64 = 1.1;

/// What a list may take, next to one that is read by hand.
const LIST: f64 = 1.03;
