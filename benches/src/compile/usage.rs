//! What a program costs: time of the processor, and memory at its peak.

use std::fs::File;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use wait4::{ResUse, Wait4};

use crate::Outcome;

/// What a program and all that it started and waited for have cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// Seconds of the processor in the program itself, not in the kernel (user time).
    pub(super) seconds: f64,
    /// The most memory that one of them held, in MB (2^20 bytes).
    pub(super) megabytes: f64,
}

/// How a program ended.
#[derive(Clone, Debug)]
pub(super) enum End {
    /// As it should.
    Passed(Cost),
    /// With an error, and what it said.
    Failed(String),
    /// It was ended when it had used up the seconds of the processor that it was given.
    Exhausted,
}

/// Runs a program to its end, or until it has used [`LIMIT`] seconds of the processor.
///
/// What it says goes to the file `said`.
pub(super) fn limited(command: &Command, said: &Path) -> Outcome<End> {
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -t \"$0\" && exec \"$@\""]);
    shell.arg(LIMIT.to_string());
    shell.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let (status, used) = wait(&mut shell, said)?;
    if status.success() {
        return Ok(End::Passed(used.into()));
    }
    match status.signal() {
        Some(SIGXCPU | SIGKILL) => Ok(End::Exhausted),
        _ => Ok(End::Failed(std::fs::read_to_string(said)?)),
    }
}

/// Runs a program that must succeed to its end; what it says is the error if it fails.
pub(super) fn measured(command: &mut Command, said: &Path) -> Outcome<Cost> {
    let (status, used) = wait(command, said)?;
    if !status.success() {
        return Err(std::fs::read_to_string(said)?.into());
    }
    Ok(used.into())
}

fn wait(command: &mut Command, said: &Path) -> Outcome<(std::process::ExitStatus, ResUse)> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.stdout(Stdio::null()).stderr(File::create(said)?);
    let result = command.spawn().and_then(Wait4::wait4);
    let result = result.map_err(|error| format!("cannot start `{program}`: {error}"))?;
    Ok((result.status, result))
}

impl From<ResUse> for Cost {
    fn from(used: ResUse) -> Self {
        Self {
            seconds: used.rusage.utime.as_secs_f64(),
            megabytes: used.rusage.maxrss as f64 / f64::from(1 << 20),
        }
    }
}

/// Seconds of the processor that one compilation may take; what takes longer is shown as such.
pub(super) const LIMIT: u32 = 60;

/// What the kernel ends a program with whose seconds are used up.
const SIGXCPU: i32 = 24;
/// The same, where the limit cannot be put off.
const SIGKILL: i32 = 9;

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{End, limited, measured};

    #[test]
    fn a_program_has_a_cost_and_a_failure_its_words() {
        let said = std::env::temp_dir().join(format!("passport-usage-{}", std::process::id()));
        let mut rustc = Command::new("rustc");
        let cost = measured(rustc.arg("--version"), &said).unwrap();
        assert!(cost.megabytes > 1.0, "{cost:?}");
        let mut rustc = Command::new("rustc");
        let End::Failed(words) = limited(rustc.arg("--no-such"), &said).unwrap() else {
            panic!("an option that does not exist was taken");
        };
        assert!(words.contains("no-such"), "{words}");
        std::fs::remove_file(&said).unwrap();
    }
}
