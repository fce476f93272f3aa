//! Chores of this repository: `cargo xtask --help`.

#![forbid(unsafe_code)]

mod api;
mod bench;
mod ci;
mod deny;
mod derived;
mod documents;
mod ide;
mod next_solver;
mod package;
mod process;
mod regen;
mod sandbox;
mod soak;
mod stopwatch;
mod tidy;
mod workspace;

use std::error::Error;
use std::process::ExitCode;

/// What a chore comes to; the error is shown to the person who started it.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A subcommand: its name, what comes behind it, what it does, and the function that does it.
struct Chore {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Outcome,
}

fn main() -> ExitCode {
    if let Some(code) = api::stand_in() {
        return code;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("--help", &[][..]),
    };
    if matches!(name, "-h" | "--help" | "help") {
        print!("{}", help());
        return ExitCode::SUCCESS;
    }
    let outcome = match CHORES.iter().find(|chore| chore.name == name) {
        Some(chore) => (chore.run)(rest),
        // The commands of `cargo passport`, for which cargo need not install anything here.
        None if commands().any(|command| command == name) => {
            let arguments = arguments.iter().map(Into::into).collect();
            let mut ui = passport_tool::cli::Ui::of_process();
            return ExitCode::from(passport_tool::cli::run(arguments, &mut ui));
        }
        None => Err(unknown(name).into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> String {
    let mut text = String::from("Chores of this repository.\n\nUsage: cargo xtask CHORE\n\n");
    for chore in CHORES {
        let call = format!("{} {}", chore.name, chore.arguments);
        text += &format!("  {call:<21} {}\n", chore.about);
    }
    let commands = commands().collect::<Vec<_>>().join("`, `");
    text += &format!("\nThe commands of `cargo passport` as well: `{commands}`.\n");
    text
}

/// The commands of `cargo passport` whose name is no chore's.
fn commands() -> impl Iterator<Item = &'static str> {
    passport_tool::cli::names().filter(|name| CHORES.iter().all(|chore| chore.name != *name))
}

fn unknown(name: &str) -> String {
    let chores = CHORES.iter().map(|chore| chore.name);
    let names: Vec<&str> = chores.chain(commands()).collect();
    let list = names.join("`, `");
    let meant = passport_spec::did_you_mean(name, names);
    format!("unknown chore `{name}`; there are `{list}`{meant}")
}

/// Whether the one flag that a chore takes is among its arguments; any other is an error.
fn flag(arguments: &[String], flag: &str) -> Outcome<bool> {
    match arguments {
        [] => Ok(false),
        [only] if only == flag => Ok(true),
        [.., last] if flag.is_empty() => {
            Err(format!("unexpected `{last}`; it takes nothing").into())
        }
        [.., last] => Err(format!("unexpected `{last}`; it takes nothing but `{flag}`").into()),
    }
}

const CHORES: &[Chore] = &[
    Chore {
        name: "regen",
        arguments: "[--all | --check]",
        about: "rewrites what is derived from changed files, or from all; or shows what is stale and fails",
        run: regen::run,
    },
    Chore {
        name: "api",
        arguments: "[--check]",
        about: "lists the public API in docs/api, or names what changed and fails",
        run: api::run,
    },
    Chore {
        name: "deny",
        arguments: "",
        about: "holds the dependencies against deny.toml, by cargo-deny",
        run: deny::run,
    },
    Chore {
        name: "tidy",
        arguments: "",
        about: "checks what no compiler does: module docs, file sizes, stray paths",
        run: tidy::run,
    },
    Chore {
        name: "ci",
        arguments: "[--without-tests]",
        about: "the whole gate, as the build machine runs it",
        run: ci::run,
    },
    Chore {
        name: "ide",
        arguments: "",
        about: "tries rust-analyzer on crates outside this repository",
        run: ide::run,
    },
    Chore {
        name: "next-solver",
        arguments: "",
        about: "compiles under the compiler's next trait solver, and compares what it says",
        run: next_solver::run,
    },
    Chore {
        name: "package",
        arguments: "",
        about: "packages the library crates and builds them outside this repository",
        run: package::run,
    },
    Chore {
        name: "sandbox",
        arguments: "[ARGUMENTS]",
        about: "runs passport-sandbox",
        run: sandbox::run,
    },
    Chore {
        name: "bench",
        arguments: "[NAME …]",
        about: "measures what passport costs next to its peers, and writes docs/performance.md",
        run: bench::run,
    },
    Chore {
        name: "documents",
        arguments: "DIR [NAME …] [--check] [--without calls,compile]",
        about: "imports the OpenAPI documents below DIR, examines what comes of it, and writes docs/import.md",
        run: documents::run,
    },
    Chore {
        name: "soak",
        arguments: "[CALLS [SEED …]]",
        about: "makes a million calls while nearly everything goes wrong, and writes docs/soak.md",
        run: soak::run,
    },
];

#[cfg(test)]
mod tests {
    use super::{flag, help, unknown};

    #[test]
    fn a_misspelt_chore_is_answered_with_the_nearest() {
        let message = unknown("regne");
        assert!(message.contains("`tidy`, `ci`"), "{message}");
        assert!(message.ends_with("did you mean `regen`?"), "{message}");
    }

    #[test]
    fn help_names_every_chore() {
        assert_eq!(help().matches("\n  ").count(), super::CHORES.len());
    }

    #[test]
    fn only_the_known_flag_is_taken() {
        let check = |arguments: &[&str]| {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            flag(&arguments, "--check").ok()
        };
        assert_eq!(check(&[]), Some(false));
        assert_eq!(check(&["--check"]), Some(true));
        assert_eq!(check(&["--chek"]), None);
        assert_eq!(check(&["--check", "now"]), None);
    }
}
