//! `passport-sandbox`: serves the built-in systems, or a spec of your own, until Ctrl-C.

use std::process::ExitCode;

fn main() -> ExitCode {
    passport_sandbox::command::run("passport-sandbox", std::env::args_os().skip(1))
}
