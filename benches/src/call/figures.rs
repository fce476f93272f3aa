//! The part about what is counted: instructions and allocations.

use crate::Outcome;
use crate::benchmark::Options;
use crate::call::breakdown::Breakdown;
use crate::call::calls;
use crate::call::count::{Counts, count, job};
use crate::callgrind;
use crate::finding::{Finding, Limit, Table, Target};
use crate::server::Server;
use crate::subject::{Call, Name, Over};

/// Counts all calls of all subjects, and holds those without TLS against the targets: TLS costs all
/// of them the same, so without it a difference weighs more.
pub(super) fn measure(finding: &mut Finding, server: &Server, options: &Options) -> Outcome {
    finding.heading("Instructions and allocations of a call");
    finding.text(METHOD);
    if !callgrind::is_there() {
        finding.text("Instructions are left out: valgrind is not installed.");
    }
    // In a hurry, the one that the targets are held against.
    let overs = if options.quick {
        &[Over::Http]
    } else {
        Over::ALL
    };
    for over in overs {
        finding.text(format!("{}:", over.text()));
        let mut table = Table::new([
            "",
            "instructions",
            "/ by hand",
            "allocations",
            "− by hand",
            "bytes",
            "/ by hand",
        ]);
        for call in Call::ALL {
            let all = counts(server, *call, *over, options)?;
            add_rows(&mut table, *call, &all);
            if *over == Over::Http {
                add_targets(finding, *call, &all);
            }
        }
        finding.table(table);
    }
    break_down(finding, server, options)
}

/// What each subject's call costs.
fn counts(
    server: &Server,
    call: Call,
    over: Over,
    options: &Options,
) -> Outcome<Vec<(Name, Counts)>> {
    let number = calls(call, options.quick);
    let one = |name: &Name| Ok((*name, count(server, *name, call, over, number)?));
    Name::ALL.iter().map(one).collect()
}

fn add_rows(table: &mut Table, call: Call, all: &[(Name, Counts)]) {
    let by_hand = of(all, Name::ByHand);
    for (name, counts) in all {
        let (instructions, of_theirs) = match (counts.instructions, by_hand.instructions) {
            (Some(ours), Some(theirs)) => (ours.to_string(), format!("{:.3}", ratio(ours, theirs))),
            _ => ("–".to_owned(), "–".to_owned()),
        };
        let (ours, theirs) = (counts.allocated, by_hand.allocated);
        let bytes = ratio(ours.bytes as u64, theirs.bytes as u64);
        table.row([
            format!("{}, {}", call.text(), name.text()),
            instructions,
            of_theirs,
            ours.count.to_string(),
            format!("{:+}", more(ours.count, theirs.count)),
            ours.bytes.to_string(),
            format!("{bytes:.3}"),
        ]);
    }
}

fn add_targets(finding: &mut Finding, call: Call, all: &[(Name, Counts)]) {
    let (ours, theirs) = (of(all, Name::Passport), of(all, Name::ByHand));
    if let (Some(ours), Some(theirs)) = (ours.instructions, theirs.instructions) {
        let what = format!("instructions of a call, {} / by hand", call.text());
        finding.target(Target::ratio(what, MOST_INSTRUCTIONS, ratio(ours, theirs)));
    }
    let what = format!("allocations of a call, {} − by hand", call.text());
    let found = more(ours.allocated.count, theirs.allocated.count);
    finding.target(Target::ratio(what, MOST_ALLOCATIONS, found as f64));
}

/// What the instructions are spent in, where they can be counted.
fn break_down(finding: &mut Finding, server: &Server, options: &Options) -> Outcome {
    let all = if options.quick {
        &[Call::Get]
    } else {
        Call::ALL
    };
    for call in all {
        let number = calls(*call, options.quick);
        let job = job(server, Name::Passport, *call, Over::Http, number);
        let Some(breakdown) = Breakdown::take(&job)? else {
            return Ok(());
        };
        if *call == Call::Get {
            finding.heading("Where the instructions go");
            finding.text(BREAKDOWN);
            finding.table(breakdown.by_crate());
            finding.text("The functions:");
            finding.table(breakdown.by_function());
        }
        for target in &mut finding.targets {
            let is_of = |what: &str| {
                target
                    .what
                    .starts_with(&format!("{what} of a call, {}", call.text()))
            };
            if is_of("instructions") {
                target.remark = Some(breakdown.instructions_in_words());
            } else if is_of("allocations") {
                target.remark = Some(breakdown.allocations_in_words());
            }
        }
    }
    Ok(())
}

fn of(all: &[(Name, Counts)], name: Name) -> Counts {
    let found = all.iter().find(|(subject, _)| *subject == name);
    // `Name::ALL` has both that are asked for, whatever the features.
    found.expect("every subject is counted").1
}

fn ratio(ours: u64, theirs: u64) -> f64 {
    ours as f64 / theirs as f64
}

fn more(ours: usize, theirs: usize) -> i64 {
    ours as i64 - theirs as i64
}

const MOST_INSTRUCTIONS: Limit = Limit::AtMost(1.03);
const MOST_ALLOCATIONS: Limit = Limit::AtMost(2.0);

const METHOD: &str = "\
Of a client on a runtime of one thread, after some calls that are not counted: instructions by callgrind, the mean of 50 calls (5 of the list); allocations, reallocations included, and the bytes asked for by an allocator that counts, the median.
Long copies are counted by vector instructions: the C library's `rep movsb` would count as one instruction a byte.
The targets are held against HTTP/1.1 without TLS, where a difference weighs most.";

const BREAKDOWN: &str = "\
A small GET over HTTP/1.1, instructions of a call by crate; what the C library does (copies, memory) belongs to the function that calls it. What is inlined belongs to the function around it, so that a crate's share is not exact.";
