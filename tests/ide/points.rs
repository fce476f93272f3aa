//! The points that a test looks at, and the failures among them.

use std::collections::BTreeSet;

use passport_tests::say::say;

/// The points of one crate. All are looked at, whatever comes of the others.
pub(crate) struct Points {
    user: String,
    failures: Vec<String>,
}

impl Points {
    /// `version` is what rust-analyzer says of itself.
    pub(crate) fn new(user: &str, version: &str) -> Self {
        say(format_args!("{user}: {}", version.trim()));
        Self {
            user: user.to_owned(),
            failures: Vec::new(),
        }
    }

    /// Notes what came of one point.
    pub(crate) fn check(&mut self, point: &str, outcome: Result<(), String>) {
        let verdict = if outcome.is_ok() { "ok" } else { "WRONG" };
        say(format_args!("{verdict:>5}  {}: {point}", self.user));
        if let Err(why) = outcome {
            self.failures.push(format!("{}: {point}: {why}", self.user));
        }
    }

    /// Fails if any point did.
    pub(crate) fn finish(self) {
        assert!(self.failures.is_empty(), "{}", self.failures.join("\n\n"));
    }
}

/// All of these names are offered.
pub(crate) fn contains(offered: &BTreeSet<String>, names: &[&str]) -> Result<(), String> {
    let missing = names.iter().find(|name| !offered.contains(**name));
    missing.map_or(Ok(()), |name| Err(format!("no `{name}` in {offered:?}")))
}

/// No name with one of these parts is offered.
pub(crate) fn lacks(offered: &BTreeSet<String>, parts: &[&str]) -> Result<(), String> {
    let mut all = parts
        .iter()
        .flat_map(|part| offered.iter().map(move |name| (part, name)));
    match all.find(|(part, name)| name.contains(**part)) {
        None => Ok(()),
        Some((_, name)) => Err(format!("`{name}` is offered")),
    }
}
