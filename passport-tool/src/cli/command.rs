//! What a command is.

use super::arguments::Arguments;
use super::diagnostic::Failure;
use super::ui::Ui;

/// A command of `cargo passport`.
pub(super) struct Command {
    /// The word for it.
    pub(super) name: &'static str,
    /// One line for the list of commands.
    pub(super) about: &'static str,
    /// What stands behind its name.
    pub(super) usage: &'static str,
    /// What it does, in whole sentences.
    pub(super) details: &'static str,
    /// What it takes beside the options of every command.
    pub(super) options: &'static [Opt],
    /// Does it.
    pub(super) run: fn(&mut Arguments, &mut Ui) -> Result<Status, Failure>,
}

impl Command {
    pub(super) fn help(&self) -> String {
        let mut text = format!(
            "{}\n\nUsage: cargo passport {} {}\n\nOptions:\n",
            self.details, self.name, self.usage
        );
        for option in self.options.iter().chain(COMMON) {
            text += &option.line();
        }
        text
    }
}

/// An option.
pub(super) struct Opt {
    /// With its dashes.
    pub(super) flag: &'static str,
    /// What its value is called, if it takes one.
    pub(super) value: &'static str,
    /// What it does.
    pub(super) about: &'static str,
}

impl Opt {
    /// True if its value is the path of a file or a folder.
    pub(super) fn is_path(&self) -> bool {
        matches!(self.value, "FILE" | "DIR")
    }

    /// A line of the help, broken where the left part is long.
    pub(super) fn line(&self) -> String {
        let left = format!("{} {}", self.flag, self.value);
        let left = left.trim_end();
        if left.len() < LEFT {
            format!("  {left:<LEFT$} {}\n", self.about)
        } else {
            format!("  {left}\n  {:<LEFT$} {}\n", "", self.about)
        }
    }
}

/// How a command ended that did what it was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Status {
    /// Well.
    Done,
    /// Well, and a comparison found a difference.
    Differs,
}

/// The options of every command.
pub(super) const COMMON: &[Opt] = &[
    Opt {
        flag: "--json",
        value: "",
        about: "answer in JSON, for programs",
    },
    Opt {
        flag: "--color",
        value: "auto|always|never",
        about: "default: auto",
    },
    Opt {
        flag: "--help",
        value: "",
        about: "show this",
    },
];

const LEFT: usize = 24;
