//! Instructions and time of a reading.

use super::job::{Job, MEASURED, Reader, What};
use crate::median::median;
use crate::stopwatch::timed;
use crate::{Outcome, callgrind};

/// What it costs to read a document once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    /// Instructions by passport and by hand; nothing where valgrind is missing.
    pub(super) instructions: Option<[u64; 2]>,
    /// Nanoseconds by passport and by hand, medians.
    pub(super) nanoseconds: [f64; 2],
    /// Passport's time in terms of the other, the median over the rounds.
    pub(super) time: f64,
}

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// How often each reader has its turn.
    pub(super) rounds: usize,
    /// How many bytes are read in a turn, about.
    pub(super) bytes: usize,
}

impl Figures {
    /// Measures the reading of a document so many bytes long.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub(super) fn of(what: What, length: usize, effort: Effort) -> Outcome<Self> {
        let job = |reader, bytes: usize| Job {
            what,
            reader,
            times: (bytes / length).max(1),
        };
        let counted = READERS.map(|reader| count(job(reader, COUNTED)));
        let [passport, by_hand] = counted;
        let mut rounds = Vec::new();
        for round in 0..effort.rounds {
            let mut turns = [0.0; 2];
            for place in [round % 2, (round + 1) % 2] {
                let job = job(READERS[place], effort.bytes);
                let (done, took) = timed(|| job.work());
                done?;
                turns[place] = took.as_secs_f64() * 1e9 / job.times as f64;
            }
            rounds.push(turns);
        }
        let over = |of: &dyn Fn(&[f64; 2]) -> f64| median(rounds.iter().map(of));
        Ok(Self {
            instructions: passport?.zip(by_hand?).map(|(own, other)| [own, other]),
            nanoseconds: [over(&|turns| turns[0]), over(&|turns| turns[1])],
            time: over(&|turns| turns[0] / turns[1]),
        })
    }

    /// Passport's instructions in terms of the other's.
    #[must_use]
    pub(super) fn ratio(&self) -> Option<f64> {
        let [passport, by_hand] = self.instructions?;
        Some(passport as f64 / by_hand as f64)
    }
}

/// The instructions of one reading.
fn count(job: Job) -> Outcome<Option<u64>> {
    let arguments = [Job::ARGUMENT, &serde_json::to_string(&job)?];
    let all = callgrind::instructions(&arguments, MEASURED)?;
    Ok(all.map(|all| all / job.times as u64))
}

const READERS: [Reader; 2] = [Reader::Passport, Reader::ByHand];

/// So many bytes are read while instructions are counted.
const COUNTED: usize = 200_000;
