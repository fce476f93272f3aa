//! Subjects measured in turns, so that what else the machine does meets all of them alike.

use std::fs;
use std::time::Duration;

use tokio::runtime::Runtime;

use crate::Outcome;
use crate::median::median;
use crate::stopwatch::timed;
use crate::subject::{Call, Driver, Name};

/// What is measured: some calls at once, over and over.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Which call.
    pub call: Call,
    /// How many are under way at the same time.
    pub at_once: usize,
    /// How long one turn of one subject takes, about.
    pub turn: Duration,
    /// How many turns each subject has.
    pub rounds: usize,
}

/// What the turns of all subjects came to.
#[derive(Debug)]
pub struct Turns {
    subjects: Vec<(Name, Vec<Turn>)>,
}

/// What one call took in a turn, the mean over its calls.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// Seconds that passed, by the calls that ended in them.
    pub seconds: f64,
    /// Seconds of the processor, of all threads of this process.
    pub processor: f64,
}

impl Turns {
    /// Measures all subjects in turns; each round begins with another.
    ///
    /// # Errors
    ///
    /// If a call fails.
    pub fn take(
        runtime: &Runtime,
        subjects: &[(Name, Box<dyn Driver>)],
        load: &Load,
    ) -> Outcome<Self> {
        let mut counts = Vec::new();
        for (_, subject) in subjects {
            counts.push(calls_of_a_turn(runtime, subject.as_ref(), load)?);
        }
        let mut turns: Vec<(Name, Vec<Turn>)> = subjects
            .iter()
            .map(|(name, _)| (*name, Vec::new()))
            .collect();
        for round in 0..load.rounds {
            for place in 0..subjects.len() {
                let index = (round + place) % subjects.len();
                let turn = turn(runtime, subjects[index].1.as_ref(), load, counts[index])?;
                turns[index].1.push(turn);
            }
        }
        Ok(Self { subjects: turns })
    }

    /// The median over a subject's turns.
    #[must_use]
    pub fn median(&self, name: Name, of: impl Fn(&Turn) -> f64) -> f64 {
        median(self.of(name).iter().map(of))
    }

    /// The median over the rounds of the ratio of two subjects' figures.
    #[must_use]
    pub fn ratio(&self, name: Name, to: Name, of: impl Fn(&Turn) -> f64) -> f64 {
        let pairs = self.of(name).iter().zip(self.of(to));
        median(pairs.map(|(turn, other)| of(turn) / of(other)))
    }

    /// How far the rounds' ratios lie apart: half of the distance between their quarters.
    #[must_use]
    pub fn spread(&self, name: Name, to: Name, of: impl Fn(&Turn) -> f64) -> f64 {
        let pairs = self.of(name).iter().zip(self.of(to));
        let mut ratios: Vec<f64> = pairs.map(|(turn, other)| of(turn) / of(other)).collect();
        ratios.sort_by(f64::total_cmp);
        let quarter = ratios.len() / 4;
        match (ratios.get(quarter), ratios.iter().rev().nth(quarter)) {
            (Some(low), Some(high)) => (high - low) / 2.0,
            _ => f64::NAN,
        }
    }

    fn of(&self, name: Name) -> &[Turn] {
        let mut all = self.subjects.iter();
        let turns = all.find(|(subject, _)| *subject == name);
        turns.map_or(&[], |(_, turns)| turns)
    }
}

fn turn(runtime: &Runtime, subject: &dyn Driver, load: &Load, count: usize) -> Outcome<Turn> {
    let before = processor()?;
    let (done, took) = timed(|| subject.calls(runtime, load.call, count, load.at_once));
    done?;
    let calls = u32::try_from(count).map_or(f64::MAX, f64::from);
    Ok(Turn {
        seconds: took.as_secs_f64() / calls,
        processor: (processor()? - before) / calls,
    })
}

/// As many calls as fit into a turn, found while connections and buffers get warm.
fn calls_of_a_turn(runtime: &Runtime, subject: &dyn Driver, load: &Load) -> Outcome<usize> {
    let mut count = 2 * load.at_once;
    loop {
        let (done, took) = timed(|| subject.calls(runtime, load.call, count, load.at_once));
        done?;
        if took >= load.turn / 4 {
            let factor = load.turn.as_nanos() / took.as_nanos().max(1);
            let factor = usize::try_from(factor).unwrap_or(1).max(1);
            return Ok(count * factor);
        }
        count *= 2;
    }
}

/// Seconds that this process's threads have run so far, to the nanosecond while they wait.
fn processor() -> Outcome<f64> {
    let mut nanoseconds = 0;
    for thread in fs::read_dir("/proc/self/task")? {
        // A thread may have ended since; its time is lost, which no benchmark does between.
        let Ok(times) = fs::read_to_string(thread?.path().join("schedstat")) else {
            continue;
        };
        let first = times.split(' ').next().and_then(|first| first.parse().ok());
        nanoseconds += first.unwrap_or(0);
    }
    Ok(Duration::from_nanos(nanoseconds).as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::{Turn, Turns};
    use crate::subject::Name;

    #[test]
    fn a_ratio_is_of_turns_in_the_same_round() {
        let turns = |all: [f64; 3]| {
            let turn = |seconds| Turn {
                seconds,
                processor: 0.0,
            };
            all.map(turn).to_vec()
        };
        let turns = Turns {
            subjects: vec![
                (Name::Passport, turns([1.0, 20.0, 3.0])),
                (Name::ByHand, turns([1.0, 10.0, 1.0])),
            ],
        };
        let ratio = turns.ratio(Name::Passport, Name::ByHand, |turn| turn.seconds);
        assert!((ratio - 2.0).abs() < 1e-9, "{ratio}");
        let median = turns.median(Name::Passport, |turn| turn.seconds);
        assert!((median - 3.0).abs() < 1e-9, "{median}");
    }
}
