//! Where the instructions and allocations go that passport needs beyond a client written by hand.

use std::collections::BTreeMap;
use std::fs;

use crate::Outcome;
use crate::call::instructions;
use crate::call::profile::{Costs, Profile, crate_of};
use crate::client::Job;
use crate::finding::Table;
use crate::subject::Name;

/// What two subjects spend in one call, by function.
#[derive(Debug)]
pub(super) struct Breakdown {
    passport: Profile,
    by_hand: Profile,
    /// How many calls are in the instructions.
    calls: f64,
    /// How many calls are in the allocations.
    all_calls: f64,
}

impl Breakdown {
    /// Profiles the two; none where valgrind is missing.
    pub(super) fn take(job: &Job) -> Outcome<Option<Self>> {
        let (passport, by_hand) = (profile(job, Name::Passport)?, profile(job, Name::ByHand)?);
        Ok(passport.zip(by_hand).map(|(passport, by_hand)| Self {
            passport,
            by_hand,
            calls: job.calls as f64,
            all_calls: (job.warm + job.calls) as f64,
        }))
    }

    /// The crates in which the instructions differ most.
    pub(super) fn by_crate(&self) -> Table {
        let lines = self.instructions(crate_of);
        table("crate", lines.into_iter().take(MOST))
    }

    /// The functions that take more instructions, the most first.
    pub(super) fn by_function(&self) -> Table {
        let lines = self.instructions(function);
        let lines = lines.into_iter().filter(|line| line.more() > 0.0);
        table("function", lines.take(MOST))
    }

    /// The functions that take most of the further instructions, in a sentence.
    pub(super) fn instructions_in_words(&self) -> String {
        format!(
            "by the profile, where they differ most: {}",
            in_words(&self.instructions(function))
        )
    }

    /// The functions that make most of the further allocations, in a sentence.
    pub(super) fn allocations_in_words(&self) -> String {
        let lines = lines(
            [&self.passport.allocations, &self.by_hand.allocations],
            self.all_calls,
            function,
        );
        format!(
            "by the profile, where they differ most: {}",
            in_words(&lines)
        )
    }

    fn instructions(&self, group: fn(&str) -> String) -> Vec<Line> {
        let both = [&self.passport.instructions, &self.by_hand.instructions];
        lines(both, self.calls, group)
    }
}

fn profile(job: &Job, subject: Name) -> Outcome<Option<Profile>> {
    let job = Job {
        subject,
        ..job.clone()
    };
    let Some(file) = instructions::profile(&job)? else {
        return Ok(None);
    };
    let profile = Profile::read(&fs::read_to_string(&file)?);
    fs::remove_file(file)?;
    Ok(Some(profile))
}

/// What both spend in a group of functions, in one call.
struct Line {
    name: String,
    passport: f64,
    by_hand: f64,
}

impl Line {
    fn more(&self) -> f64 {
        self.passport - self.by_hand
    }
}

/// What both spend in each group of functions, the greatest difference first.
fn lines([ours, theirs]: [&Costs; 2], calls: f64, group: fn(&str) -> String) -> Vec<Line> {
    let (ours, theirs) = (ours.by(group), theirs.by(group));
    let of = |costs: &BTreeMap<String, u64>, name: &str| {
        costs.get(name).map_or(0.0, |cost| *cost as f64 / calls)
    };
    let names = ours.keys();
    let names = names.chain(theirs.keys().filter(|name| !ours.contains_key(*name)));
    let mut lines: Vec<Line> = names
        .map(|name| Line {
            name: name.clone(),
            passport: of(&ours, name),
            by_hand: of(&theirs, name),
        })
        .collect();
    lines.sort_by(|one, two| two.more().abs().total_cmp(&one.more().abs()));
    lines
}

fn table(what: &str, lines: impl Iterator<Item = Line>) -> Table {
    let mut table = Table::new([what, "passport", "by hand", "more"]);
    for line in lines {
        table.row([
            format!("`{}`", line.name),
            format!("{:.0}", line.passport),
            format!("{:.0}", line.by_hand),
            format!("{:+.0}", line.more()),
        ]);
    }
    table
}

fn in_words(lines: &[Line]) -> String {
    let most = lines.iter().take(6);
    let most: Vec<String> = most
        .map(|line| format!("`{}` {:+.1}", line.name, line.more()))
        .collect();
    most.join(", ")
}

/// A function with those that the compiler makes within it.
fn function(name: &str) -> String {
    name.replace("::{{closure}}", "")
}

const MOST: usize = 15;
