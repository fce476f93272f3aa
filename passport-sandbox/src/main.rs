//! `passport-sandbox`: serves the built-in systems, or a spec of your own, until Ctrl-C.

use std::error::Error;
use std::process::ExitCode;

use passport_sandbox::command::{self, CommandError};

fn main() -> ExitCode {
    let Err(error) = command::run("passport-sandbox", std::env::args_os().skip(1)) else {
        return ExitCode::SUCCESS;
    };
    eprintln!("error: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because: {cause}");
        source = cause.source();
    }
    if let CommandError::Usage { usage, .. } = error {
        eprintln!("\nusage: {usage}");
        return ExitCode::from(2);
    }
    ExitCode::FAILURE
}
