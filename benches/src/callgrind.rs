//! Instructions, counted by callgrind in a process of this executable.
//!
//! Callgrind is run as it is, and not through `gungraun`: that finds its benchmarks in a target of
//! cargo's own, runs them by `cargo bench`, and prints what it finds. Here a client needs a server
//! whose port is known only when it runs, the figures go into a page, and the profile that says what
//! they consist of is read from callgrind's file either way.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use crate::{process, workspace};

/// The instructions that this executable, started with other arguments, spends within a function;
/// nothing where valgrind is missing.
///
/// # Errors
///
/// If it fails, or never comes to the function.
pub fn instructions(arguments: &[&str], within: &str) -> Outcome<Option<u64>> {
    let Some(file) = profile(arguments, within, &std::process::id().to_string())? else {
        return Ok(None);
    };
    let profile = fs::read_to_string(&file)?;
    fs::remove_file(&file)?;
    let total = total(&profile).ok_or_else(|| format!("callgrind saw nothing of `{within}`"))?;
    Ok(Some(total))
}

/// The same as the file that callgrind writes, with a name that ends so.
///
/// # Errors
///
/// If it fails.
pub fn profile(arguments: &[&str], within: &str, name: &str) -> Outcome<Option<PathBuf>> {
    if !is_there() {
        return Ok(None);
    }
    let folder = workspace::scratch()?;
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("callgrind.{name}"));
    let mut out = OsString::from("--callgrind-out-file=");
    out.push(&file);
    let mut valgrind = Command::new("valgrind");
    valgrind
        .env("GLIBC_TUNABLES", COPIES)
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .arg(format!("--toggle-collect={within}"))
        .arg(out)
        .arg(std::env::current_exe()?)
        .args(arguments);
    process::output(&mut valgrind)?;
    Ok(Some(file))
}

/// Whether valgrind is there.
#[must_use]
pub fn is_there() -> bool {
    process::output(Command::new("valgrind").arg("--version")).is_ok()
}

/// The sum in a profile.
fn total(profile: &str) -> Option<u64> {
    let mut lines = profile.lines().rev();
    let total = lines.find_map(|line| line.strip_prefix("totals:"))?;
    total.trim().parse().ok().filter(|total| *total > 0)
}

/// Copies by instructions that are counted for what they do. The C library copies what is long by
/// `rep movsb`, which callgrind counts as one instruction a byte and a processor does at 32 bytes a
/// cycle: a copy of 10 KB would look like a tenth of a call.
const COPIES: &str = "glibc.cpu.x86_rep_movsb_threshold=1000000000";
