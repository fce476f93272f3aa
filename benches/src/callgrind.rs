//! Instructions, counted by callgrind in a process of this executable.

use std::ffi::OsString;
use std::fs;
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
    if process::output(Command::new("valgrind").arg("--version")).is_err() {
        return Ok(None);
    }
    let folder = workspace::scratch()?;
    fs::create_dir_all(&folder)?;
    let file = folder.join(format!("callgrind.{}", std::process::id()));
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
    let profile = fs::read_to_string(&file)?;
    fs::remove_file(&file)?;
    let total = total(&profile).ok_or_else(|| format!("callgrind saw nothing of `{within}`"))?;
    Ok(Some(total))
}

/// The sum in a profile.
fn total(profile: &str) -> Option<u64> {
    let mut lines = profile.lines().rev();
    let total = lines.find_map(|line| line.strip_prefix("totals:"))?;
    total.trim().parse().ok().filter(|total| *total > 0)
}

/// The C library copies what is long by `rep movsb`, which callgrind counts as an instruction a byte;
/// so it shall copy by instructions that are counted for what they do.
const COPIES: &str = "glibc.cpu.x86_rep_movsb_threshold=1000000000";
