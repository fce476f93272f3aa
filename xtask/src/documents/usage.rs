//! What a program costs: time, and memory at its peak.

use std::process::{Command, Stdio};
use std::time::Duration;

use wait4::Wait4;

use crate::Outcome;
use crate::process;
use crate::stopwatch::timed;

/// What a program and all that it started and waited for have cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    /// Time of the processors.
    pub(crate) busy: Duration,
    /// Time that passed.
    pub(crate) wall: Duration,
    /// The most memory that one of them held, in bytes.
    pub(crate) memory: u64,
}

/// Runs a program to its end. What it says on standard error is the error if it fails.
pub(crate) fn measured(command: &mut Command, errors: &std::path::Path) -> Outcome<Usage> {
    let said = std::fs::File::create(errors)?;
    command.stdout(Stdio::null()).stderr(said);
    let (result, wall) = timed(|| command.spawn().and_then(Wait4::wait4));
    let result =
        result.map_err(|error| format!("cannot start `{}`: {error}", process::text(command)))?;
    if !result.status.success() {
        return Err(std::fs::read_to_string(errors)?.into());
    }
    let used = result.rusage;
    Ok(Usage {
        busy: used.utime + used.stime,
        wall,
        memory: used.maxrss,
    })
}

#[cfg(test)]
mod tests {
    use super::measured;
    use crate::process::command;

    #[test]
    fn a_program_has_a_cost_and_a_failure_its_words() {
        let folder = crate::workspace::root().join("target/tmp");
        std::fs::create_dir_all(&folder).unwrap();
        let errors = folder.join("usage-errors");
        let usage = measured(&mut command("rustc", &["--version"]), &errors).unwrap();
        assert!(usage.memory > 0 && usage.wall.as_nanos() > 0);
        let error = measured(&mut command("rustc", &["--no-such"]), &errors).unwrap_err();
        assert!(error.to_string().contains("no-such"), "{error}");
    }
}
