//! Real documents.

use crate::compile::compiler::Compiled;
use crate::compile::documents::{Document, Documents, PROGRAM};
use crate::compile::usage::LIMIT;
use crate::finding::{Finding, Limit, Table, Target};

/// Says what clients of real documents cost, or why that was not measured.
pub(in crate::compile) fn add(finding: &mut Finding, documents: Option<&Documents>) {
    finding.heading("Clients of real documents");
    let Some(documents) = documents else {
        finding.text(
            "Not measured: the documents are not in this repository, and no `--documents DIR` was given.",
        );
        return;
    };
    targets(finding, documents);
    finding.text(intro(documents));
    table(finding, documents);
    refusals(finding, documents);
}

fn targets(finding: &mut Finding, documents: &Documents) {
    for (peer, of) in [
        ("progenitor", by_macro as fn(&Document) -> Option<&Compiled>),
        ("openapi-generator", generated),
    ] {
        let ratios = documents.measured.iter().filter_map(|document| {
            let large_enough = document.operations >= ENOUGH;
            let ratio = ratio(document, of(document).filter(|_| large_enough)?)?;
            Some((ratio, document))
        });
        let ratios: Vec<(f64, &Document)> = ratios.collect();
        let Some((found, worst)) = ratios.iter().max_by(|one, other| one.0.total_cmp(&other.0))
        else {
            continue;
        };
        let of_all: Vec<String> = ratios
            .iter()
            .map(|(ratio, document)| format!("{ratio:.2} ({})", document.name))
            .collect();
        finding.target(
            Target::ratio(
                format!(
                    "`cargo check` of a document's client / {peer}'s, the greatest of all documents"
                ),
                Limit::AtMost(1.0 / 3.0),
                *found,
            )
            .remark(remark(worst, &of_all.join(", "))),
        );
    }
}

fn by_macro(document: &Document) -> Option<&Compiled> {
    document.progenitor.as_ref().ok().map(|[first, _]| first)
}

fn generated(document: &Document) -> Option<&Compiled> {
    document.openapi_generator.as_ref()
}

/// What is known of the document with the greatest ratio, from the same run.
fn remark(worst: &Document, of_all: &str) -> String {
    let seconds = |compiled: &Compiled| compiled.took().map_or(f64::NAN, |took| took.cost.seconds);
    let (whole, pasted) = (seconds(&worst.passport), seconds(&worst.pasted));
    format!(
        "the ratios are {of_all}. The greatest is that of a client of {} operations, which takes {whole:.2} s; {:.2} s of that is `api!` above its output as source text, and the rest grows with the types of the document more than with its operations",
        worst.operations,
        whole - pasted,
    )
}

/// passport's seconds by a peer's. Where the peer was ended at the limit, it is at most this; where
/// its client does not compile, it is nothing.
fn ratio(document: &Document, peer: &Compiled) -> Option<f64> {
    let passport = document.passport.took()?.cost.seconds;
    match peer {
        Compiled::Passed(took) => Some(passport / took.cost.seconds),
        Compiled::TooLong => Some(passport / f64::from(LIMIT)),
        Compiled::Refused(_) => None,
    }
}

fn intro(documents: &Documents) -> String {
    let generator = match &documents.openapi_generator {
        Some(version) => format!("openapi-generator is version {version}."),
        None => format!(
            "openapi-generator was not measured, as no `{PROGRAM}` is installed; [an earlier figure](import.md) is 95 ms to 250 ms an operation."
        ),
    };
    format!(
        "Three large documents, and all others in the same folder that progenitor makes a client of; none of them is in this repository. \
         Milliseconds of the processor per operation for the compiler alone, as for `cargo check` of the crate, its dependencies checked before, nothing incremental.\n\n\
         * **import**: the crate that `cargo passport import` writes; **as text**: with the output of `api!` in its place.\n\
         * **progenitor**: a crate of one `generate_api!`; **as text**: what its generator writes for a build script. It checks no scopes.\n\
         * **openapi-generator**: the crate that it writes (`-g rust`). {generator}\n\n\
         What had not ended after {LIMIT} s of the processor was ended, and its figure is more than what is shown. \
         Documents with fewer than {ENOUGH} operations are shown, but not held against a target: there the start of the compiler and its reading of the dependencies count most."
    )
}

fn table(finding: &mut Finding, documents: &Documents) {
    let mut table = Table::new([
        "document",
        "operations",
        "import, s",
        "MB",
        "import",
        "as text",
        "progenitor",
        "as text",
        "openapi-generator",
    ]);
    for document in &documents.measured {
        let each = |compiled: &Compiled| per_operation(document, compiled);
        let [by_macro, as_text] = match &document.progenitor {
            Ok(compiled) => compiled.each_ref().map(each),
            Err(_) => [NONE, NONE].map(str::to_owned),
        };
        let generated = document.openapi_generator.as_ref();
        let cost = document.passport.took().map(|took| took.cost);
        table.row([
            document.name.clone(),
            document.operations.to_string(),
            cost.map_or_else(String::new, |cost| super::two(cost.seconds)),
            cost.map_or_else(String::new, |cost| format!("{:.0}", cost.megabytes)),
            each(&document.passport),
            each(&document.pasted),
            by_macro,
            as_text,
            generated.map_or_else(|| NONE.to_owned(), each),
        ]);
    }
    finding.table(table);
}

fn per_operation(document: &Document, compiled: &Compiled) -> String {
    let each = |seconds: f64| seconds * 1000.0 / document.operations.max(1) as f64;
    match compiled {
        Compiled::Passed(took) => format!("{:.1}", each(took.cost.seconds)),
        Compiled::Refused(_) => "does not compile".to_owned(),
        Compiled::TooLong => format!("> {:.0}", each(f64::from(LIMIT))),
    }
}

/// Why some peers have no figure.
fn refusals(finding: &mut Finding, documents: &Documents) {
    let mut list = String::new();
    for document in &documents.measured {
        let name = &document.name;
        if let Err(complaint) = &document.progenitor {
            list += &format!("* progenitor makes no client of {name}: `{complaint}`\n");
        }
        let peers = [
            (
                "progenitor's macro",
                document.progenitor.as_ref().ok().map(|it| &it[0]),
            ),
            (
                "progenitor's text",
                document.progenitor.as_ref().ok().map(|it| &it[1]),
            ),
            (
                "openapi-generator's crate",
                document.openapi_generator.as_ref(),
            ),
        ];
        for (peer, compiled) in peers {
            if let Some(Compiled::Refused(words)) = compiled {
                list += &format!("* {peer} of {name} does not compile: `{}`\n", error(words));
            }
        }
    }
    if !list.is_empty() {
        finding.text(list);
    }
}

/// The first error that the compiler shows.
fn error(words: &str) -> &str {
    let mut errors = words.lines().filter(|line| line.starts_with("error"));
    errors.next().unwrap_or("no error shown")
}

/// What a table shows where there is nothing to measure.
const NONE: &str = "–";

/// How many operations a document must have for its ratio to say something.
const ENOUGH: usize = 10;
