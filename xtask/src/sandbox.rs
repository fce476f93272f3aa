//! `cargo xtask sandbox`: runs the sandbox from this checkout.

use crate::Outcome;
use crate::{process, workspace};

/// Hands all arguments on.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    if !workspace::has("passport-sandbox") {
        return Err("this checkout has no folder `passport-sandbox`".into());
    }
    let mut command = process::command("cargo", &["run", "--quiet", "--package"]);
    command.args(["passport-sandbox", "--bin", "passport-sandbox", "--"]);
    process::run(command.args(arguments))
}
