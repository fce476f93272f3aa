//! Reading arguments: the options of every command are dealt with here.

use std::ffi::OsString;
use std::path::PathBuf;

use passport_spec::{did_you_mean, plain_line};

use super::command::{COMMON, Command};
use super::diagnostic::Failure;
use super::ui::{Color, Ui};

/// One argument.
#[derive(Debug)]
pub(super) enum Argument {
    /// An option, with its dashes.
    Flag(String),
    /// Anything else.
    Word(OsString),
}

/// The arguments of a command line, read from left to right.
pub(super) struct Arguments {
    parser: lexopt::Parser,
    command: Option<&'static Command>,
}

impl Arguments {
    /// `arguments` are those behind the program's name.
    pub(super) fn new(arguments: Vec<OsString>) -> Self {
        Self {
            parser: lexopt::Parser::from_args(arguments),
            command: None,
        }
    }

    /// What comes now belongs to `command`.
    pub(super) fn begin(&mut self, command: &'static Command) {
        self.command = Some(command);
    }

    /// The command that the arguments belong to.
    pub(super) fn command(&self) -> Option<&'static Command> {
        self.command
    }

    /// The next argument that is not an option of every command.
    pub(super) fn next(&mut self, ui: &mut Ui) -> Result<Option<Argument>, Failure> {
        loop {
            let argument = match self.parser.next() {
                Ok(None) => return Ok(None),
                Ok(Some(lexopt::Arg::Value(word))) if word.is_empty() => {
                    return Err(self.empty("an argument"));
                }
                Ok(Some(lexopt::Arg::Value(word))) => Argument::Word(word),
                Ok(Some(lexopt::Arg::Short(letter))) => Argument::Flag(format!("-{letter}")),
                Ok(Some(lexopt::Arg::Long(name))) => Argument::Flag(format!("--{name}")),
                Err(error) => {
                    let message = error.to_string();
                    return Err(self.usage(message));
                }
            };
            match &argument {
                Argument::Flag(flag) if flag == "--json" => ui.set_json(),
                Argument::Flag(flag) if flag == "--color" => {
                    let word = self.text("--color")?;
                    let color = Color::parse(&word).ok_or_else(|| {
                        self.usage(format!(
                            "`--color` takes `auto`, `always` or `never`, not `{word}`"
                        ))
                    })?;
                    ui.set_color(color);
                }
                Argument::Flag(flag) if matches!(flag.as_str(), "-h" | "--help") => {
                    return Err(Failure::asked_for_help());
                }
                _ => return Ok(Some(argument)),
            }
        }
    }

    /// The value of an option, as text.
    pub(super) fn text(&mut self, flag: &str) -> Result<String, Failure> {
        let value = self.value(flag)?;
        value.into_string().map_err(|value| {
            self.usage(format!(
                "the value of `{flag}` is no UTF-8: {}",
                value.display()
            ))
        })
    }

    /// The value of an option, as a path.
    pub(super) fn path(&mut self, flag: &str) -> Result<PathBuf, Failure> {
        self.value(flag).map(PathBuf::from)
    }

    /// The value of an option; one that names a file or a folder is not empty.
    fn value(&mut self, flag: &str) -> Result<OsString, Failure> {
        let value = self.parser.value().ok();
        let value = value.ok_or_else(|| self.usage(format!("`{flag}` needs a value")))?;
        let mut options = self.command.iter().flat_map(|command| command.options);
        let is_path = options.any(|option| option.flag == flag && option.is_path());
        if is_path && value.is_empty() {
            return Err(self.empty(&format!("the path of `{flag}`")));
        }
        Ok(value)
    }

    /// An empty text where a path is expected: the current folder is not guessed for it.
    fn empty(&self, what: &str) -> Failure {
        self.usage(format!(
            "{what} is empty; write one, or look whether a variable in the command line is set"
        ))
    }

    /// All that is left, for a command that reads its arguments itself.
    pub(super) fn rest(&mut self) -> Vec<OsString> {
        let rest = self.parser.raw_args();
        // Only an option that was half read has none, and `next` refuses that.
        rest.map(Iterator::collect).unwrap_or_default()
    }

    /// An argument that the command does not know.
    pub(super) fn unexpected(&self, argument: &Argument) -> Failure {
        let (Argument::Flag(flag), Some(command)) = (argument, self.command) else {
            let text = match argument {
                Argument::Flag(flag) => flag.clone(),
                Argument::Word(word) => word.display().to_string(),
            };
            return self.usage(format!("unexpected `{text}`"));
        };
        let flags = command.options.iter().chain(COMMON).map(|o| o.flag);
        let meant = did_you_mean(flag, flags);
        self.usage(format!("unexpected `{flag}`{meant}"))
    }

    /// A mistake in the command line.
    pub(super) fn usage(&self, message: impl Into<String>) -> Failure {
        let message = message.into();
        let failure = Failure::new(plain_line(&message));
        match self.command {
            Some(command) => failure
                .help(format!(
                    "usage: cargo passport {} {}",
                    command.name, command.usage
                ))
                .help(format!("`cargo passport help {}` says more", command.name)),
            None => failure.help("`cargo passport --help` lists the commands"),
        }
    }
}
