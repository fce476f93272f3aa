//! Where output goes: results to stdout, what is said about them to stderr, in the style of cargo.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice, StripStream};
use anstyle::{AnsiColor, Style};
use serde::Serialize;

/// Where a command's output goes.
///
/// Text is always written with its colours; a stream that is no terminal leaves them out.
#[derive(Debug)]
pub struct Ui {
    out: Sink,
    err: Sink,
    json: bool,
}

impl Ui {
    /// Writes to the process's stdout and stderr.
    pub fn of_process() -> Self {
        let mut ui = Self::captured();
        ui.set_process(ColorChoice::Auto, ColorChoice::Auto);
        ui
    }

    /// Keeps everything, without colours, for [`captured_text`](Self::captured_text).
    pub fn captured() -> Self {
        Self {
            out: Sink::Captured(StripStream::new(Vec::new())),
            err: Sink::Captured(StripStream::new(Vec::new())),
            json: false,
        }
    }

    /// What was written to stdout and to stderr; both empty unless it is [`captured`](Self::captured).
    pub fn captured_text(self) -> (String, String) {
        (self.out.into_text(), self.err.into_text())
    }

    /// The results.
    pub(super) fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// Whatever else there is to say.
    pub(super) fn err(&mut self) -> &mut dyn Write {
        &mut self.err
    }

    /// Says what is being done or was done: a verb in green, and about what.
    pub(super) fn status(&mut self, verb: &str, what: impl Display) -> io::Result<()> {
        if self.json {
            return Ok(());
        }
        writeln!(self.err, "{GOOD}{verb:>12}{GOOD:#} {what}")
    }

    /// Whether a program reads the results.
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// Writes a result for a program: one JSON value.
    pub(super) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, value)?;
        writeln!(self.out)
    }

    /// Whether a person watches what is said.
    pub(super) fn is_watched(&self) -> bool {
        !self.json && matches!(self.err, Sink::Stderr(_)) && io::stderr().is_terminal()
    }

    pub(super) fn set_json(&mut self) {
        self.json = true;
    }

    pub(super) fn set_color(&mut self, color: Color) {
        if matches!(self.out, Sink::Captured(_)) {
            return;
        }
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        self.set_process(choice, choice);
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.err.flush()
    }

    fn set_process(&mut self, out: ColorChoice, err: ColorChoice) {
        self.out = Sink::Stdout(AutoStream::new(io::stdout(), out));
        self.err = Sink::Stderr(AutoStream::new(io::stderr(), err));
    }
}

/// The values of `--color`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Color {
    /// Where a terminal reads it.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

impl Color {
    pub(super) fn parse(word: &str) -> Option<Self> {
        match word {
            "auto" => Some(Self::Auto),
            "always" => Some(Self::Always),
            "never" => Some(Self::Never),
            _ => None,
        }
    }
}

#[derive(Debug)]
enum Sink {
    Stdout(AutoStream<io::Stdout>),
    Stderr(AutoStream<io::Stderr>),
    Captured(StripStream<Vec<u8>>),
}

impl Sink {
    fn into_text(self) -> String {
        match self {
            Self::Captured(stream) => String::from_utf8_lossy(&stream.into_inner()).into_owned(),
            Self::Stdout(_) | Self::Stderr(_) => String::new(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(stream) => stream.write(bytes),
            Self::Stderr(stream) => stream.write(bytes),
            Self::Captured(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(stream) => stream.flush(),
            Self::Stderr(stream) => stream.flush(),
            Self::Captured(stream) => stream.flush(),
        }
    }
}

/// What is wrong or too much.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();

/// What is done well, and what was added.
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
