//! The part about time: one call after the other, over loopback.

use std::time::Duration;

use crate::Outcome;
use crate::benchmark::Options;
use crate::finding::{Finding, Table};
use crate::server::Server;
use crate::subject::{self, Call, Name, Over};
use crate::turns::{Load, Turns};

/// Measures how long calls take, and adds a table of it.
pub(super) fn measure(finding: &mut Finding, server: &Server, options: &Options) -> Outcome {
    finding.heading("Time of a call");
    finding.text(METHOD);
    let mut table = Table::new([
        "",
        "HTTP/1.1 µs",
        "/ by hand",
        "HTTP/2 over TLS µs",
        "/ by hand",
    ]);
    for call in Call::ALL {
        let mut all = Vec::new();
        for over in Over::ALL {
            all.push(turns(server, *call, *over, options)?);
        }
        for name in Name::ALL {
            let mut cells = vec![format!("{}, {}", call.text(), name.text())];
            for turns in &all {
                let seconds = turns.median(*name, |turn| turn.seconds);
                let ratio = turns.ratio(*name, Name::ByHand, |turn| turn.seconds);
                cells.push(format!("{:.1}", seconds * 1e6));
                cells.push(format!("{ratio:.3}"));
            }
            table.row(cells);
        }
    }
    finding.table(table);
    Ok(())
}

fn turns(server: &Server, call: Call, over: Over, options: &Options) -> Outcome<Turns> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let subjects = subject::all(&runtime, &server.address, over)?;
    let load = Load {
        call,
        at_once: 1,
        turn: Duration::from_millis(if options.quick { 10 } else { 100 }),
        rounds: if options.quick { 3 } else { 31 },
    };
    Turns::take(&runtime, &subjects, &load)
}

const METHOD: &str = "\
One call after the other on a runtime of one thread, in turns of 0.1 s; the median over 31 turns, and the median of the ratios within a round. The time of the server and of the system's loopback is in it.";
