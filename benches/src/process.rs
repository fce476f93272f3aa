//! Other programs: cargo, the compiler, valgrind.

use std::process::Command;

use crate::Outcome;

/// Runs a command to its end and returns what it prints; the error holds what it complained of.
pub fn output(command: &mut Command) -> Outcome<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("cannot start `{program}`: {error}; is it installed?"))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{program}` failed ({}):\n{errors}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
