//! How long a use takes, and how that grows with the number of threads.

use std::sync::Barrier;
use std::thread;

use rustix::time::{ClockId, clock_gettime};

use super::subject::Subject;
use crate::Outcome;
use crate::median::median;
use crate::stopwatch::timed;

/// How many threads use a token at once.
pub(super) const THREADS: [usize; 4] = [1, 2, 4, 8];

/// What all rounds have found of a subject, by the number of threads.
pub(super) struct Scaling {
    pub(super) name: &'static str,
    rounds: Vec<[Round; THREADS.len()]>,
}

/// One round of a subject with some threads.
#[derive(Clone, Copy, Default)]
struct Round {
    /// Nanoseconds of processor for one use, the mean of the threads.
    nanoseconds: f64,
    /// Millions of uses in a second, of all threads.
    rate: f64,
}

impl Scaling {
    /// Nanoseconds of processor for one use.
    pub(super) fn nanoseconds(&self, threads: usize) -> f64 {
        median(self.rounds.iter().map(|round| round[threads].nanoseconds))
    }

    /// Millions of uses in a second, of all threads.
    pub(super) fn rate(&self, threads: usize) -> f64 {
        median(self.rounds.iter().map(|round| round[threads].rate))
    }

    /// How many times as long a use takes as one of another subject, in the same round.
    pub(super) fn ratio_to(&self, other: &Self, threads: usize) -> f64 {
        let rounds = self.rounds.iter().zip(&other.rounds);
        median(rounds.map(|(this, other)| {
            let [this, other] = [this, other].map(|round| round[threads].nanoseconds);
            this / other
        }))
    }

    /// How many times as long a use takes with so many threads as with one, in the same round.
    pub(super) fn growth(&self, threads: usize) -> f64 {
        let rounds = self.rounds.iter();
        median(rounds.map(|round| round[threads].nanoseconds / round[0].nanoseconds))
    }
}

/// Measures all subjects in turns, so that what else the machine does comes to all of them.
///
/// The time is that of the processor in each thread: threads that share a core do not take longer
/// for waiting for it, and threads that get in each other's way do.
pub(super) fn measure(subjects: &[Subject], rounds: usize, span: f64) -> Outcome<Vec<Scaling>> {
    let mut uses = Vec::new();
    for subject in subjects {
        // Until a processor that rested is awake, and to see how many uses fill the span.
        subject.many(10_000);
        let alone = run(subject, 1, 10_000)?.nanoseconds;
        uses.push((span * 1e9 / alone.max(1.0)) as u32);
    }
    let scaling = |subject: &Subject| Scaling {
        name: subject.name,
        rounds: Vec::new(),
    };
    let mut found: Vec<_> = subjects.iter().map(scaling).collect();
    for _ in 0..rounds {
        for ((subject, found), uses) in subjects.iter().zip(&mut found).zip(&uses) {
            let mut round = [Round::default(); THREADS.len()];
            for (place, threads) in THREADS.into_iter().enumerate() {
                round[place] = run(subject, threads, *uses)?;
            }
            found.rounds.push(round);
        }
    }
    Ok(found)
}

fn run(subject: &Subject, threads: usize, uses: u32) -> Outcome<Round> {
    let start = Barrier::new(threads + 1);
    let work = || {
        // What a thread needs once.
        subject.many(10);
        start.wait();
        let before = processor_time();
        subject.many(uses);
        processor_time() - before
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        start.wait();
        let count = threads.len() as f64;
        let (times, took) = timed(|| {
            let times = threads.into_iter().map(thread::ScopedJoinHandle::join);
            times.sum::<thread::Result<f64>>()
        });
        Ok(Round {
            nanoseconds: times.map_err(|_| "a thread has panicked")? / count / f64::from(uses),
            rate: count * f64::from(uses) / took.as_secs_f64() / 1e6,
        })
    })
}

/// Nanoseconds that this thread has had a processor.
fn processor_time() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}
