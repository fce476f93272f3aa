//! Other programs, started in the repository's root.

use std::process::Command;

use crate::Outcome;
use crate::workspace;

/// A command that runs in the repository's root.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(workspace::root());
    // Cargo describes the package whose program or tests it runs. A build script that looks at that
    // would be run again by a cargo in here, and what depends on it built anew, while the cargo outside
    // still uses it.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if OF_A_PACKAGE.iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
}

/// Beginnings of the variables by which cargo describes a package.
const OF_A_PACKAGE: &[&str] = &["CARGO_CRATE_", "CARGO_MANIFEST_", "CARGO_PKG_"];

/// Runs a command to its end; it prints what it prints.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status})", text(command)).into())
    }
}

/// What a program prints.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Outcome<String> {
    let mut command = command(program, arguments);
    let output = command
        .output()
        .map_err(|error| not_started(&command, &error))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{}` failed:\n{errors}", text(&command)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The command as a person types it, settings of the environment in front.
pub(crate) fn text(command: &Command) -> String {
    let settings = command.get_envs().filter_map(|(name, value)| {
        let value = value?.to_string_lossy();
        Some(format!("{}={}", name.to_string_lossy(), quoted(&value)))
    });
    let words = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| quoted(&word.to_string_lossy()));
    settings.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    if word.is_empty() || word.contains([' ', '*', '$', '\'']) {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    let program = command.get_program().to_string_lossy();
    format!("cannot start `{program}`: {error}; is it installed?")
}

#[cfg(test)]
mod tests {
    use super::{command, text};

    #[test]
    fn a_command_can_be_typed_again() {
        let mut command = command("cargo", &["doc", "--no-deps"]);
        command.env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(
            text(&command),
            "RUSTDOCFLAGS=\"-D warnings\" cargo doc --no-deps"
        );
    }
}
