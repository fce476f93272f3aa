//! Counted work, held against a committed baseline: what the gate does instead of measuring time.
//!
//! Instructions, allocations, symbols and tokens are the same on every machine, or nearly so, and
//! whatever else the machine does.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::Outcome;
use crate::workspace;

/// How much work something is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Count {
    /// What is counted: `instructions of a GET`. Unique.
    pub what: String,
    /// How many.
    pub number: u64,
    /// By how much it may differ from the baseline before somebody has to look at it.
    pub margin: Margin,
}

/// By how much a count may differ from the baseline.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Margin {
    /// By this many per cent of the baseline.
    PerCent(u64),
    /// By this number.
    By(u64),
}

impl Count {
    /// A count.
    #[must_use]
    pub fn new(what: impl Into<String>, number: u64, margin: Margin) -> Self {
        Self {
            what: what.into(),
            number,
            margin,
        }
    }

    /// What is wrong with it, if something is.
    fn wrong(&self, baseline: Option<u64>) -> Option<&'static str> {
        let Some(baseline) = baseline else {
            return Some("new");
        };
        let margin = match self.margin {
            Margin::PerCent(percent) => baseline * percent / 100,
            Margin::By(number) => number,
        };
        match self.number {
            more if more > baseline + margin => Some("more"),
            less if less + margin < baseline => Some("less"),
            _ => None,
        }
    }
}

/// Holds counts against the baseline, and prints both.
///
/// # Errors
///
/// If a count is beyond its margin on either side: work that was saved is to be kept saved. The error
/// names the command that takes the counts as the new baseline.
pub fn check(counts: &[Count]) -> Outcome {
    let baseline = read()?;
    let report = compare(counts, &baseline);
    print!("{}", report.text);
    if report.is_wrong {
        return Err(
            "the work is not what it was; if that is meant, `cargo xtask bench --bless` takes it as \
             the new baseline, and the commit says why"
                .into(),
        );
    }
    Ok(())
}

/// Takes the counts as the new baseline.
///
/// # Errors
///
/// If the file cannot be written.
pub fn bless(counts: &[Count]) -> Outcome {
    let baseline: BTreeMap<&str, u64> = counts
        .iter()
        .map(|count| (&*count.what, count.number))
        .collect();
    let json = serde_json::to_string_pretty(&baseline)?;
    fs::write(path(), json + "\n").map_err(|error| format!("{FILE}: {error}").into())
}

struct Report {
    text: String,
    is_wrong: bool,
}

fn compare(counts: &[Count], baseline: &BTreeMap<String, u64>) -> Report {
    let mut text = format!("{:>12} {:>12} {:>8}\n", "baseline", "now", "margin");
    let mut is_wrong = false;
    for count in counts {
        let before = baseline.get(&count.what).copied();
        let margin = match count.margin {
            Margin::PerCent(percent) => format!("{percent} %"),
            Margin::By(number) => number.to_string(),
        };
        let wrong = count.wrong(before);
        is_wrong |= wrong.is_some();
        text += &format!(
            "{:>12} {:>12} {margin:>8}  {}{}\n",
            before.map_or_else(|| "-".to_owned(), |before| before.to_string()),
            count.number,
            count.what,
            wrong.map_or_else(String::new, |wrong| format!("  <-- {wrong}")),
        );
    }
    let is_counted = |what: &str| counts.iter().any(|count| count.what == what);
    for what in baseline.keys().filter(|what| !is_counted(what)) {
        is_wrong = true;
        text += &format!(
            "{:>12} {:>12} {:>8}  {what}  <-- not counted\n",
            baseline[what], "-", ""
        );
    }
    Report { text, is_wrong }
}

fn read() -> Outcome<BTreeMap<String, u64>> {
    let text = fs::read_to_string(path()).map_err(|error| format!("{FILE}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{FILE}: {error}").into())
}

fn path() -> PathBuf {
    workspace::root().join(FILE)
}

const FILE: &str = "benches/baseline.json";

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Count, Margin, compare};

    #[test]
    fn what_is_beyond_its_margin_is_pointed_at() {
        let baseline = BTreeMap::from([("a".to_owned(), 1000), ("b".to_owned(), 10)]);
        let check = |a: u64, b: u64, expected: &str| {
            let counts = [
                Count::new("a", a, Margin::PerCent(2)),
                Count::new("b", b, Margin::By(0)),
            ];
            let report = compare(&counts, &baseline);
            assert_eq!(report.is_wrong, !expected.is_empty(), "{}", report.text);
            assert!(report.text.contains(expected), "{}", report.text);
        };
        check(1020, 10, "");
        check(980, 10, "");
        check(1021, 10, "a  <-- more\n");
        check(979, 10, "a  <-- less\n");
        check(1000, 11, "b  <-- more\n");
    }

    #[test]
    fn what_is_not_on_both_sides_is_pointed_at() {
        let baseline = BTreeMap::from([("a".to_owned(), 1)]);
        let report = compare(&[Count::new("b", 1, Margin::By(5))], &baseline);
        assert!(report.text.contains("b  <-- new\n"), "{}", report.text);
        assert!(
            report.text.contains("a  <-- not counted\n"),
            "{}",
            report.text
        );
    }
}
