//! Very many calls while nearly everything goes wrong: no payment may be lost, none made twice, and
//! the client's memory must not grow.
//!
//! Client and sandbox live in one process and in simulated time, so that a seed comes to the same end
//! each time. `cargo xtask soak` makes a million calls.

mod book;
mod faults;
mod figures;
#[path = "../in_process/mod.rs"]
mod in_process;
mod merchant;
mod phase;
mod program;
mod soak;

use std::env;

use peak_alloc::PeakAlloc;

use crate::figures::Figures;
use crate::soak::Soak;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// One test, because the heap is that of the whole process.
#[test]
fn no_payment_is_lost_or_doubled_and_memory_is_flat() {
    let calls = number("PASSPORT_SOAK_CALLS", 20_000);
    let seed = number("PASSPORT_SOAK_SEED", 1);
    println!("PASSPORT_SOAK_CALLS={calls} PASSPORT_SOAK_SEED={seed}");
    let found = run(calls, seed);
    print!("{found}");
    assert!(
        found.violations.is_empty(),
        "seed {seed}: {} violations:\n{}",
        found.violations.len(),
        found.violations.join("\n")
    );
    let (first, most) = (found.heap.settled, found.heap.most);
    assert!(
        most <= first + MOST_GROWTH,
        "seed {seed}: the live heap has grown from {first} to {most} bytes"
    );
    check_that_much_has_happened(&found);

    let few = calls.min(2_000);
    let (one, other) = (run(few, seed), run(few, seed));
    assert_eq!(one.rows, other.rows, "the same seed comes to the same end");
}

fn run(calls: u64, seed: u64) -> Figures {
    let soak = Soak { calls, seed };
    in_process::simulated(soak.run(|| HEAP.current_usage()))
}

/// A soak in which nothing goes wrong proves nothing.
fn check_that_much_has_happened(found: &Figures) {
    for row in [
        "sent again",
        "not sent again, as the retry budget was spent",
        "calls of unknown outcome",
        "tokens fetched",
        "tokens that could not be fetched",
        "tokens with a smaller grant than before",
        "waits for the client's own limits",
        "payments and sessions made",
        "certainly not made",
        "unknown to the end",
        "of these made all the same",
    ] {
        assert!(found.get(row) > 0, "{row}");
    }
    let idle = found
        .rows
        .iter()
        .filter(|row| row.name.starts_with("fault ") && row.value == 0);
    let idle: Vec<&str> = idle.map(|row| &*row.name).collect();
    assert!(idle.is_empty(), "never struck: {idle:?}");
}

fn number(name: &str, otherwise: u64) -> u64 {
    match env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => otherwise,
    }
}

/// How much the live heap may grow after the first rotations, in bytes: whoever leaks two bytes in each
/// call exceeds it.
const MOST_GROWTH: usize = 16 * 1024;
