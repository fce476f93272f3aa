//! `cargo passport sandbox`: a server that enforces the scopes of a spec.

use std::error::Error;

use passport_sandbox::SandboxError;
use passport_sandbox::command::{self, CommandError};

use super::arguments::Arguments;
use super::command::{Command, Status};
use super::diagnostic::Failure;
use super::spec_file::{self, Imported};
use super::ui::Ui;

pub(super) const COMMAND: Command = Command {
    name: "sandbox",
    about: "serves a spec or a document over HTTPS and enforces its scopes",
    usage: command::USAGE,
    details: "\
Serves a scopes.toml or an OpenAPI document over HTTPS on 127.0.0.1 and enforces its scopes, until
Ctrl-C. It answers with the examples of the file examples.json beside the scopes.toml, which an
import writes; those of a document are made as an import makes them. Each call that is refused
is a line, with the scope that its token lacks.

The same as the program passport-sandbox; `cargo passport sandbox --help` explains its options.",
    options: &[],
    run,
};

fn run(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    ui.flush()?;
    let given = arguments.rest();
    if given.iter().any(|word| word == "--json") {
        ui.set_json();
    }
    let document = command::spec_file(given.clone());
    let imported = document.as_deref().map(spec_file::imported).transpose()?;
    let result = match imported.flatten() {
        Some(Imported { spec, examples }) => command::run_spec(PROGRAM, given, spec, examples),
        None => command::run(PROGRAM, given),
    };
    let Err(error) = result else {
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

const PROGRAM: &str = "cargo passport sandbox";
