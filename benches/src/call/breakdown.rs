//! Where the instructions go that passport needs beyond a client written by hand.

use std::collections::BTreeMap;
use std::fs;

use crate::Outcome;
use crate::call::instructions;
use crate::call::profile::{Profile, crate_of};
use crate::client::Job;
use crate::finding::Table;
use crate::subject::Name;

/// What two subjects spend in one call, by function.
#[derive(Debug)]
pub(super) struct Breakdown {
    passport: Profile,
    by_hand: Profile,
    calls: u64,
}

impl Breakdown {
    /// Profiles the two; none where valgrind is missing.
    pub(super) fn take(job: &Job) -> Outcome<Option<Self>> {
        let profile = |subject| {
            let job = Job {
                subject,
                ..job.clone()
            };
            let Some(file) = instructions::profile(&job)? else {
                return Ok::<_, Box<dyn std::error::Error + Send + Sync>>(None);
            };
            let profile = Profile::read(&fs::read_to_string(&file)?);
            fs::remove_file(file)?;
            Ok(Some(profile))
        };
        let (passport, by_hand) = (profile(Name::Passport)?, profile(Name::ByHand)?);
        Ok(passport.zip(by_hand).map(|(passport, by_hand)| Self {
            passport,
            by_hand,
            calls: job.calls.max(1) as u64,
        }))
    }

    /// The crates in which the two differ most.
    pub(super) fn by_crate(&self) -> Table {
        let mut table = Table::new(["crate", "passport", "by hand", "more"]);
        for Line {
            name,
            passport,
            by_hand,
        } in self.lines(crate_of).into_iter().take(MOST)
        {
            let more = format!("{:+}", passport.cast_signed() - by_hand.cast_signed());
            table.row([name, passport.to_string(), by_hand.to_string(), more]);
        }
        table
    }

    /// The functions of which passport calls more, the most first.
    pub(super) fn by_function(&self) -> Table {
        let mut table = Table::new(["function", "passport", "by hand", "more"]);
        let lines = self.lines(|name| name.replace("::{{closure}}", ""));
        let lines = lines
            .into_iter()
            .filter(|line| line.passport > line.by_hand);
        for Line {
            name,
            passport,
            by_hand,
        } in lines.take(MOST)
        {
            let more = format!("{:+}", passport.cast_signed() - by_hand.cast_signed());
            let name = format!("`{name}`");
            table.row([name, passport.to_string(), by_hand.to_string(), more]);
        }
        table
    }

    /// The crates that take most of what is more, in a sentence.
    pub(super) fn sentence(&self) -> String {
        let lines = self.lines(crate_of);
        let more = |line: &Line| line.passport.cast_signed() - line.by_hand.cast_signed();
        let all: i64 = lines.iter().map(more).sum();
        let most = lines.iter().take(5);
        let most: Vec<String> = most
            .map(|line| format!("`{}` {:+}", line.name, more(line)))
            .collect();
        format!(
            "of {all:+} instructions by the profile, {}",
            most.join(", ")
        )
    }

    /// What both spend in each group of functions, the greatest difference first.
    fn lines(&self, group: fn(&str) -> String) -> Vec<Line> {
        let (ours, theirs) = (self.passport.by(group), self.by_hand.by(group));
        let of = |costs: &BTreeMap<String, u64>, name: &str| {
            costs.get(name).copied().unwrap_or_default() / self.calls
        };
        let mut lines: Vec<Line> = ours
            .keys()
            .chain(theirs.keys().filter(|name| !ours.contains_key(*name)))
            .map(|name| Line {
                name: name.clone(),
                passport: of(&ours, name),
                by_hand: of(&theirs, name),
            })
            .collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.passport.abs_diff(line.by_hand)));
        lines
    }
}

/// What both spend in a group of functions, in one call.
struct Line {
    name: String,
    passport: u64,
    by_hand: u64,
}

const MOST: usize = 15;
