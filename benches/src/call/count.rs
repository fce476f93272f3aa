//! What is counted of a call, and does not depend on the machine's speed.

use std::fmt;

use crate::Outcome;
use crate::baseline::{Count, Margin};
use crate::call::{allocations, calls, instructions};
use crate::client::{Allocations, Job};
use crate::server::Server;
use crate::subject::{Call, Name, Over};

/// What one warm call costs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Counts {
    /// Instructions of the client's process; none where valgrind is missing.
    pub instructions: Option<u64>,
    /// What it asks the allocator for.
    pub allocated: Allocations,
}

/// Counts one call of a subject: instructions by callgrind, allocations by an allocator that counts.
/// Each is the median of several calls, whose number `calls` says.
///
/// # Errors
///
/// If a call fails, or the client that counts allocations cannot be built.
pub fn count(
    server: &Server,
    subject: Name,
    call: Call,
    over: Over,
    calls: usize,
) -> Outcome<Counts> {
    let job = job(server, subject, call, over, calls);
    Ok(Counts {
        instructions: instructions::count(&job)?,
        allocated: allocations::count(&job)?,
    })
}

/// What the gate holds against the baseline: passport's calls over HTTP/1.1, which are the same every
/// time. Instructions are left out where valgrind is missing.
///
/// # Errors
///
/// If something cannot be counted.
pub fn counted() -> Outcome<Vec<Count>> {
    let server = Server::start()?;
    let mut counts = Vec::new();
    for call in Call::ALL {
        let found = count(
            &server,
            Name::Passport,
            *call,
            Over::Http,
            calls(*call, false),
        )?;
        let mut add = |what: &str, number: u64, margin| {
            let what = format!("{what} of a call, {}", call.text());
            counts.push(Count::new(what, number, margin));
        };
        // Some functions of the C library are chosen by what the processor can do.
        if let Some(instructions) = found.instructions {
            add("instructions", instructions, Margin::PerCent(3));
        }
        // How a long answer is cut into pieces is up to the system.
        let margin = Margin::By(if *call == Call::List { 10 } else { 1 });
        add("allocations", found.allocated.count as u64, margin);
    }
    Ok(counts)
}

/// The job of a client whose calls are counted.
pub(super) fn job(server: &Server, subject: Name, call: Call, over: Over, calls: usize) -> Job {
    Job {
        subject,
        call,
        over,
        server: server.address.clone(),
        warm: WARM,
        calls,
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.instructions {
            Some(instructions) => write!(f, "{instructions:>10} instructions")?,
            None => f.write_str("no valgrind, no instructions")?,
        }
        let Allocations { count, bytes } = self.allocated;
        write!(f, " {count:>6} allocations {bytes:>8} bytes")
    }
}

/// The connection is there after the first call; the buffers have their size after some.
const WARM: usize = 8;
