//! `cargo passport sandbox`: a server that enforces the scopes of a spec.

use std::error::Error;

use passport_sandbox::SandboxError;
use passport_sandbox::command::{self, CommandError};

use super::arguments::Arguments;
use super::command::{Command, Status};
use super::diagnostic::Failure;
use super::ui::Ui;

pub(super) const COMMAND: Command = Command {
    name: "sandbox",
    about: "serves a scopes.toml over HTTPS and enforces its scopes",
    usage: command::USAGE,
    details: "\
Serves a scopes.toml over HTTPS on 127.0.0.1 and enforces its scopes, until Ctrl-C. It answers with
the examples of the file examples.json beside it, which an import writes. Each call that is refused
is a line, with the scope that its token lacks.

The same as the program passport-sandbox; `cargo passport sandbox --help` explains its options.",
    options: &[],
    run,
};

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    ui.flush()?;
    let Err(error) = command::run("cargo passport sandbox", arguments.rest()) else {
        return Ok(Status::Done);
    };
    Err(match &error {
        CommandError::Usage { mistake, .. } => arguments.usage(mistake),
        CommandError::Sandbox {
            spec: Some(file),
            error: SandboxError::Spec(errors),
        } => match std::fs::read_to_string(file) {
            Ok(text) => Failure::of_spec(errors, &text),
            Err(_) => Failure::new(errors.to_string()),
        },
        error => {
            let mut message = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                message += &format!(": {cause}");
                source = cause.source();
            }
            Failure::new(message)
        }
    })
}
