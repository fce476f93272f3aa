//! A figure and what it should be.

use serde::{Deserialize, Serialize};

/// A figure and what it should be. Ratios are of things measured in one run, so that the machine's
/// speed drops out.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Target {
    /// What is measured: `instructions of a GET / hand-written reqwest`.
    pub what: String,
    /// What it should be.
    pub limit: Limit,
    /// What it is.
    pub found: f64,
    /// The unit; empty for a ratio.
    pub unit: String,
    /// Where the target is missed: where the remainder goes, and why it is the floor.
    pub remark: Option<String>,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// This or less.
    AtMost(f64),
    /// This or more.
    AtLeast(f64),
    /// Just this.
    Exactly(f64),
}

impl Target {
    /// A target that a ratio is held against.
    #[must_use]
    pub fn ratio(what: impl Into<String>, limit: Limit, found: f64) -> Self {
        Self {
            what: what.into(),
            limit,
            found,
            unit: String::new(),
            remark: None,
        }
    }

    /// A target that a figure with a unit is held against.
    #[must_use]
    pub fn figure(what: impl Into<String>, limit: Limit, found: f64, unit: &str) -> Self {
        Self {
            unit: unit.to_owned(),
            ..Self::ratio(what, limit, found)
        }
    }

    /// Says where the remainder goes, for the case that the target is missed.
    #[must_use]
    pub fn remark(mut self, remark: impl Into<String>) -> Self {
        self.remark = Some(remark.into());
        self
    }

    /// Whether the figure is what it should be.
    #[must_use]
    pub fn is_met(&self) -> bool {
        match self.limit {
            Limit::AtMost(limit) => self.found <= limit,
            Limit::AtLeast(limit) => self.found >= limit,
            Limit::Exactly(value) => (self.found - value).abs() < 1e-9,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, Target};

    #[test]
    fn the_limit_itself_is_within() {
        let is_met = |limit, found| Target::ratio("x", limit, found).is_met();
        assert!(is_met(Limit::AtMost(1.03), 1.03));
        assert!(!is_met(Limit::AtMost(1.03), 1.031));
        assert!(is_met(Limit::AtLeast(0.98), 0.98));
        assert!(!is_met(Limit::AtLeast(0.98), 0.979));
        assert!(is_met(Limit::Exactly(1.0), 1.0));
        assert!(!is_met(Limit::Exactly(1.0), 2.0));
    }
}
