//! What has to be known of a measurement besides its figures.

use std::fs;
use std::process::Command;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::process;
use crate::workspace;

/// When, where and with what something was measured.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Circumstances {
    /// The day, in UTC.
    pub date: String,
    /// The commit that was measured; with `+` behind it where files were changed.
    pub commit: String,
    /// The compiler.
    pub rustc: String,
    /// The processor, its cores that may be used, the memory.
    pub machine: String,
    /// The kernel.
    pub system: String,
}

impl Circumstances {
    /// Those of now.
    #[must_use]
    pub fn now() -> Self {
        let git = |arguments: &[&str]| {
            let mut git = Command::new("git");
            git.args(arguments).current_dir(workspace::root());
            process::output(&mut git).unwrap_or_default()
        };
        let commit = git(&["rev-parse", "--short=10", "HEAD"]).trim().to_owned();
        let changed = !git(&["status", "--porcelain", "--untracked-files=no"]).is_empty();
        let mut rustc = Command::new("rustc");
        let rustc = process::output(rustc.arg("--version")).unwrap_or_default();
        Self {
            date: today(),
            commit: commit + if changed { "+" } else { "" },
            rustc: rustc.trim().to_owned(),
            machine: machine(),
            system: format!("Linux {}", read("/proc/sys/kernel/osrelease").trim()),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the day of a measurement is the day of this machine"
)]
fn today() -> String {
    let now = Timestamp::try_from(std::time::SystemTime::now()).unwrap_or_default();
    now.strftime("%Y-%m-%d").to_string()
}

fn machine() -> String {
    let value = |text: &str, key: &str| {
        let line = text.lines().find(|line| line.starts_with(key));
        let value = line.and_then(|line| line.split_once(':'));
        value.map_or_else(
            || "unknown".to_owned(),
            |(_, value)| value.trim().to_owned(),
        )
    };
    let processor = value(&read("/proc/cpuinfo"), "model name");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = value(&read("/proc/meminfo"), "MemTotal");
    let kilobytes: u64 = memory.trim_end_matches(" kB").parse().unwrap_or_default();
    let gigabytes = (kilobytes + (1 << 19)) >> 20;
    format!("{processor}, {cores} cores, {gigabytes} GB")
}

/// A file of the system's, empty where there is none.
fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
