//! Where output goes: results to stdout, what is said about them to stderr, in the style of cargo.
//!
//! Whatever is printed passes through [`Shown`]: a spec's text cannot move the cursor, set the title
//! of a terminal or reorder a line.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice, StripStream};
use anstyle::{AnsiColor, Style};
use passport_spec::{is_invisible, plain_line};
use serde::Serialize;

use super::shown::Shown;

/// Where a command's output goes.
///
/// Text is always written with its colours; a stream that is no terminal leaves them out.
#[derive(Debug)]
pub struct Ui {
    out: Shown<Sink>,
    err: Shown<Sink>,
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
            out: Shown::new(Sink::captured()),
            err: Shown::new(Sink::captured()),
            json: false,
        }
    }

    /// What was written to stdout and to stderr; both empty unless it is [`captured`](Self::captured).
    pub fn captured_text(self) -> (String, String) {
        let text = |stream: Shown<Sink>| stream.into_inner().into_text();
        (text(self.out), text(self.err))
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
        let what = what.to_string();
        let what = plain_line(&what);
        writeln!(self.err, "{GOOD}{verb:>12}{GOOD:#} {what}")
    }

    /// Whether a program reads the results.
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// Writes a result for a program: one JSON value.
    pub(super) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        writeln!(self.out, "{}", escaped(&text))
    }

    /// Whether a person watches what is said.
    pub(super) fn is_watched(&self) -> bool {
        !self.json && matches!(self.err.get_ref(), Sink::Stderr(_)) && io::stderr().is_terminal()
    }

    pub(super) fn set_json(&mut self) {
        self.json = true;
    }

    pub(super) fn set_color(&mut self, color: Color) {
        if matches!(self.out.get_ref(), Sink::Captured(_)) {
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
        self.out = Shown::new(Sink::Stdout(AutoStream::new(io::stdout(), out)));
        self.err = Shown::new(Sink::Stderr(AutoStream::new(io::stderr(), err)));
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
    fn captured() -> Self {
        Self::Captured(StripStream::new(Vec::new()))
    }

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

/// JSON with the characters that are not seen as escapes, which mean the same.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_invisible(c) {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units).iter();
            out.extend(units.map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// What is wrong or too much.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();

/// What is done well, and what was added.
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
