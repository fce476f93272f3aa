//! What one call costs: instructions, allocations and time, next to its peers.

mod allocations;
mod count;
mod instructions;

use crate::Outcome;
use crate::server::Server;
use crate::subject::{Call, Name, Over};

pub use count::{Counts, count};

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
                let counts = count(&server, *subject, *call, *over, calls(*call))?;
                println!("  {:<16} {counts}", subject.text());
            }
        }
    }
    Ok(())
}

/// How many calls a figure comes from.
const fn calls(call: Call) -> usize {
    match call {
        Call::Get | Call::Post => 50,
        Call::List => 5,
    }
}
