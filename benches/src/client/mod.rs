//! The client's side of a measurement that needs a process of its own: because callgrind runs it, or
//! because its allocator counts.

mod job;

use std::hint::black_box;

use tokio::runtime::Runtime;

use crate::Outcome;
use crate::subject::{self, ByHand, Name, Passport, Subject};
#[cfg(feature = "peers")]
use crate::subject::{Bare, Progenitor};

pub use job::{Allocations, Job};

/// Does a job: some calls that are not counted, then one after the other those that are.
///
/// Returns what [`measured`] allocated in each call, as `allocated` tells it.
///
/// # Errors
///
/// If a call fails.
pub fn work(job: &Job, allocated: fn() -> Allocations) -> Outcome<Vec<Allocations>> {
    match job.subject {
        Name::Passport => run::<Passport>(job, allocated),
        Name::ByHand => run::<ByHand>(job, allocated),
        #[cfg(feature = "peers")]
        Name::Progenitor => run::<Progenitor>(job, allocated),
        #[cfg(feature = "peers")]
        Name::Bare => run::<Bare>(job, allocated),
    }
}

fn run<S: Subject>(job: &Job, allocated: fn() -> Allocations) -> Outcome<Vec<Allocations>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let subject = runtime.block_on(S::new(&job.server, job.over))?;
    for _ in 0..job.warm {
        runtime.block_on(subject::call(&subject, job.call))?;
    }
    let mut all = Vec::with_capacity(job.calls);
    for _ in 0..job.calls {
        let before = allocated();
        measured(&mut || call(&runtime, &subject, job))?;
        all.push(allocated().since(before));
    }
    Ok(all)
}

/// One call. Callgrind counts what happens within this function, which is why it stays one.
#[inline(never)]
pub fn measured(call: &mut dyn FnMut() -> Outcome) -> Outcome {
    black_box(call())
}

fn call<S: Subject>(runtime: &Runtime, subject: &S, job: &Job) -> Outcome {
    runtime.block_on(subject::call(subject, job.call))
}
