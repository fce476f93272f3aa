//! The command line: `cargo passport COMMAND`.
//!
//! A command is one file here: what it takes, and a function that turns arguments into calls of the
//! library and the library's answers into output. `COMMANDS` lists them.

mod arguments;
mod audit;
mod command;
mod derived;
mod diagnostic;
mod diff;
mod explain;
mod import;
mod new;
mod progress;
mod regen;
mod report;
mod sandbox;
mod shown;
mod spec_file;
mod ui;

use std::ffi::OsString;

use passport_spec::did_you_mean;

use arguments::{Argument, Arguments};
use command::{Command, Status};
use diagnostic::Failure;

pub use ui::Ui;

/// Runs a command; `arguments` are those behind the program's name. Answers the exit status: 0, 1 if
/// a comparison found a difference, 2 if something is wrong.
pub fn run(mut arguments: Vec<OsString>, ui: &mut Ui) -> u8 {
    // Cargo hands the subcommand's name on.
    if arguments.first().is_some_and(|first| first == "passport") {
        arguments.remove(0);
    }
    let mut arguments = Arguments::new(arguments);
    let result = dispatch(&mut arguments, ui).and_then(|status| {
        ui.flush()?;
        Ok(status)
    });
    match result {
        Ok(Status::Done) => 0,
        Ok(Status::Differs) => 1,
        // Whoever read the output has seen enough, such as `head`.
        Err(failure) if failure.is_broken_pipe() => 0,
        Err(failure) if failure.is_call_for_help() => {
            let help = arguments.command().map_or_else(help, Command::help);
            let _ = ui.out().write_all(help.as_bytes());
            let _ = ui.flush();
            0
        }
        Err(failure) => {
            failure.show(ui);
            2
        }
    }
}

/// The names of the commands, for programs that offer them under their own name.
pub fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name)
}

fn dispatch(arguments: &mut Arguments, ui: &mut Ui) -> Result<Status, Failure> {
    let first = arguments.next(ui)?;
    let command = match first {
        None => None,
        Some(Argument::Flag(flag)) if matches!(flag.as_str(), "-V" | "--version") => {
            writeln!(ui.out(), "cargo-passport {}", env!("CARGO_PKG_VERSION"))?;
            return Ok(Status::Done);
        }
        Some(Argument::Word(word)) if word == "help" => match arguments.next(ui)? {
            Some(Argument::Word(word)) => {
                let command = find(&word.to_string_lossy())?;
                write!(ui.out(), "{}", command.help())?;
                return Ok(Status::Done);
            }
            _ => None,
        },
        Some(Argument::Word(word)) => Some(find(&word.to_string_lossy())?),
        Some(Argument::Flag(flag)) => {
            return Err(Failure::usage(format!("unexpected `{flag}`")));
        }
    };
    match command {
        None => {
            write!(ui.out(), "{}", help())?;
            Ok(Status::Done)
        }
        Some(command) => {
            arguments.begin(command);
            (command.run)(arguments, ui)
        }
    }
}

fn find(name: &str) -> Result<&'static Command, Failure> {
    let found = COMMANDS.iter().find(|command| command.name == name);
    found.ok_or_else(|| {
        let list = names().collect::<Vec<_>>().join("`, `");
        let meant = did_you_mean(name, names());
        Failure::usage(format!("no command `{name}`; there are `{list}`{meant}"))
    })
}

fn help() -> String {
    let mut text = String::from(
        "OAuth2 scopes checked at compile time.\n\nUsage: cargo passport COMMAND [OPTIONS]\n\nCommands:\n",
    );
    for command in COMMANDS {
        text += &format!("  {:<10} {}\n", command.name, command.about);
    }
    text += "\nOptions of every command:\n";
    for option in command::COMMON {
        text += &option.line();
    }
    text += "\n`cargo passport help COMMAND` says more.\n";
    text += "\nExit status: 0; 1 if a comparison found a difference; 2 if something is wrong.\n";
    text
}

/// Every command.
const COMMANDS: &[Command] = &[
    new::COMMAND,
    import::COMMAND,
    regen::COMMAND,
    diff::COMMAND,
    audit::COMMAND,
    explain::COMMAND,
    report::COMMAND,
    sandbox::COMMAND,
];

#[cfg(test)]
mod tests;
