//! `cargo passport`: imports OpenAPI documents with their scopes.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).collect();
    ExitCode::from(passport_tool::cli::run(
        arguments,
        &mut std::io::stdout().lock(),
    ))
}
