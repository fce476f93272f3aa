//! A client whose allocator counts, told by `passport-benches` what to do.

#![forbid(unsafe_code)]

use std::alloc::System;
use std::process::ExitCode;

use passport_benches::Outcome;
use passport_benches::client::{self, Allocations, Job};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let job = Job::read(&arguments)?;
    let job = job.ok_or("this is a part of `cargo xtask bench call`; run that")?;
    let all = client::work(&job, allocated)?;
    println!("{}", serde_json::to_string(&all)?);
    Ok(())
}

/// All that was allocated so far; the bytes of a reallocation are those that are more than before.
fn allocated() -> Allocations {
    let stats = ALLOCATOR.stats();
    Allocations {
        count: stats.allocations + stats.reallocations,
        bytes: stats.bytes_allocated,
    }
}
