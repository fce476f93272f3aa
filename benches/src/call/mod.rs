//! What one call costs: instructions, allocations and time, next to its peers.

mod allocations;
mod breakdown;
mod count;
mod elapsed;
mod figures;
mod instructions;
mod profile;
mod same;

use crate::Outcome;
use crate::benchmark::Options;
use crate::finding::Finding;
use crate::server::Server;
use crate::subject::{Call, Name, Over};

pub use count::{Counts, count, counted};

/// Measures calls.
///
/// # Errors
///
/// If a call fails, or the subjects send requests that differ.
pub fn run(options: &Options) -> Outcome<Finding> {
    let mut finding = Finding::new("A call");
    finding.text(INTRODUCTION);
    let differences = same::check()?;
    finding.text(match differences.is_empty() {
        true => "All of them send the same requests: method, path, headers, body.".to_owned(),
        false => format!("What they send differs in this:\n\n{differences}"),
    });
    let server = Server::start()?;
    figures::measure(&mut finding, &server, options)?;
    elapsed::measure(&mut finding, &server, options)?;
    Ok(finding)
}

/// Prints what is counted of each call, for whoever works on the path of a call.
///
/// # Errors
///
/// If something cannot be counted.
pub fn show() -> Outcome {
    let server = Server::start()?;
    for call in Call::ALL {
        for over in Over::ALL {
            println!("{}, {}", call.text(), over.text());
            for subject in Name::ALL {
                let counts = count(&server, *subject, *call, *over, calls(*call, false))?;
                println!("  {:<16} {counts}", subject.text());
            }
        }
    }
    Ok(())
}

/// How many calls a figure comes from.
const fn calls(call: Call, quick: bool) -> usize {
    match (call, quick) {
        (Call::Get | Call::Post, false) => 50,
        (Call::List, false) => 5,
        (_, true) => 3,
    }
}

const INTRODUCTION: &str = "\
The API is `benches/api/openapi.json`: one item (some 300 bytes of JSON), a list of 3,000 (1 MB), a new item.
`passport` is what `cargo passport import` and `api!` make of that document, with its settings as they come: tokens that are renewed, retries, time limits, spans.
`reqwest by hand` is what a careful person writes: the same models, the same headers with the token out of a lock, the same time limits, the status looked at.
`progenitor` is the client that it generates from the same document, with models of its own. `bare hyper-util` is the floor: the same bytes and models, and neither time limits nor decompression.
All have the same settings of `reqwest` (gzip, HTTP/2, `rustls` with ring and the same certificate). Nobody listens to the spans.
The server is another process, with answers that are made before.";
