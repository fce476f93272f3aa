//! Instructions of a call, by callgrind.
//!
//! Callgrind is run as it is, and not through `gungraun`: that finds its benchmarks in a target of
//! cargo's own, runs them by `cargo bench`, and prints what it finds. Here the client needs a server
//! whose port is known only when it runs, the figures go into a page, and the profile that says what
//! they consist of is read from callgrind's file either way.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::client::Job;
use crate::{process, workspace};

/// The instructions of one call, the mean over the job's; none where valgrind is missing.
pub(super) fn count(job: &Job) -> Outcome<Option<u64>> {
    let Some(profile) = profile(job)? else {
        return Ok(None);
    };
    let text = fs::read_to_string(&profile)?;
    fs::remove_file(&profile)?;
    let all = total(&text).ok_or("callgrind has counted nothing")?;
    Ok(Some(all / job.calls.max(1) as u64))
}

/// Runs a job under callgrind; the file that it writes.
pub(super) fn profile(job: &Job) -> Outcome<Option<PathBuf>> {
    if !has_valgrind() {
        return Ok(None);
    }
    let folder = workspace::scratch()?;
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("callgrind.{:?}.{:?}", job.subject, job.call));
    let mut valgrind = Command::new("valgrind");
    valgrind
        .env("GLIBC_TUNABLES", COPIES)
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .arg(format!("--toggle-collect={MEASURED}"))
        .arg(option("--callgrind-out-file=", &file))
        .arg(std::env::current_exe()?)
        .args([Job::ARGUMENT, &serde_json::to_string(job)?]);
    process::output(&mut valgrind)?;
    Ok(Some(file))
}

/// Whether valgrind is there.
pub(super) fn has_valgrind() -> bool {
    process::output(Command::new("valgrind").arg("--version")).is_ok()
}

fn option(name: &str, path: &Path) -> std::ffi::OsString {
    let mut option = std::ffi::OsString::from(name);
    option.push(path);
    option
}

/// The sum in a file of callgrind's.
fn total(text: &str) -> Option<u64> {
    let mut lines = text.lines().rev();
    let totals = lines.find_map(|line| line.strip_prefix("totals:"));
    totals?.trim().parse().ok().filter(|all| *all > 0)
}

/// Copies by instructions that are counted for what they do. The C library copies what is long by
/// `rep movsb`, which callgrind counts as one instruction a byte and a processor does at 32 bytes a
/// cycle: a copy of 10 KB would look like a tenth of a call.
const COPIES: &str = "glibc.cpu.x86_rep_movsb_threshold=1000000000";

/// The function within which is counted; see [`client`](crate::client::measured).
const MEASURED: &str = "passport_benches::client::measured*";
