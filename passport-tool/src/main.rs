//! `cargo passport`: see `cargo passport --help`.

use std::process::ExitCode;

use passport_tool::cli;

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).collect();
    ExitCode::from(cli::run(arguments, &mut cli::Ui::of_process()))
}
