//! What is wrong, with the place in a file where it is: shown as cargo shows it, or as JSON.

use std::io;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use passport_spec::{SpecErrors, plain_line, plain_text};
use serde::Serialize;

use super::ui::Ui;
use crate::overrides::Mistake;
use crate::source::LoadError;

/// Why a command could not do what it was asked for: one thing or several.
#[derive(Debug)]
pub(super) struct Failure {
    diagnostics: Vec<Diagnostic>,
    cause: Cause,
}

/// What made a command stop.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Cause {
    /// What the diagnostics say.
    Wrong,
    /// Somebody asked how it is used.
    Help,
    /// Nobody reads the output any more.
    BrokenPipe,
}

impl Failure {
    /// One thing that is wrong.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self::of(vec![Diagnostic::error(message)])
    }

    /// Several things that are wrong.
    pub(super) fn of(diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            diagnostics,
            cause: Cause::Wrong,
        }
    }

    /// Nothing is wrong: somebody asked how the command is used.
    pub(super) fn asked_for_help() -> Self {
        Self {
            diagnostics: Vec::new(),
            cause: Cause::Help,
        }
    }

    /// A mistake in a command line that names no command.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        let message = message.into();
        Self::new(plain_line(&message)).help("`cargo passport --help` lists the commands")
    }

    /// The mistakes of a `scopes.toml` with this text.
    pub(super) fn of_spec(errors: &SpecErrors, text: &str) -> Self {
        let diagnostics = errors.iter().map(|error| {
            let excerpt = Excerpt::at(errors.file(), text, error.span.clone());
            let diagnostic = Diagnostic::error(error.message.clone()).excerpt(excerpt);
            if error.key.is_empty() {
                diagnostic
            } else {
                diagnostic.note(format!("in `{}`", error.key))
            }
        });
        Self::of(diagnostics.collect())
    }

    /// The mistakes of an `overrides.toml` with this text.
    pub(super) fn of_overrides(mistakes: &[Mistake], file: &str, text: &str) -> Self {
        let diagnostics = mistakes.iter().map(|mistake| {
            let excerpt = Excerpt::at_line(file, text, mistake.line);
            Diagnostic::error(mistake.message.clone()).excerpt(excerpt)
        });
        Self::of(diagnostics.collect())
    }

    /// Adds what to do, below the last thing that is wrong.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        if let Some(last) = self.diagnostics.last_mut() {
            last.help.push(help.into());
        }
        self
    }

    /// Whether nobody reads the output any more.
    pub(super) fn is_broken_pipe(&self) -> bool {
        self.cause == Cause::BrokenPipe
    }

    /// Whether somebody asked how the command is used.
    pub(super) fn is_call_for_help(&self) -> bool {
        self.cause == Cause::Help
    }

    /// Writes it to stderr, or to stdout as JSON.
    pub(super) fn show(&self, ui: &mut Ui) {
        // Where nothing can be written, nothing can be said about it either.
        let _ = if ui.is_json() {
            ui.json(&serde_json::json!({ "errors": &self.diagnostics }))
        } else {
            self.show_first(ui)
        };
        let _ = ui.flush();
    }

    /// What is wrong first; the rest often comes of that, and scrolls it away.
    fn show_first(&self, ui: &mut Ui) -> io::Result<()> {
        for one in self.diagnostics.iter().take(MOST_SHOWN) {
            one.show(ui)?;
        }
        match self.diagnostics.len().checked_sub(MOST_SHOWN) {
            None | Some(0) => Ok(()),
            Some(more) => Diagnostic::error(format!("{more} more mistakes are not shown"))
                .help("`--json` lists all of them")
                .show(ui),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let mut failure = Self::new(format!("cannot write the output: {error}"));
        if error.kind() == io::ErrorKind::BrokenPipe {
            failure.cause = Cause::BrokenPipe;
        }
        failure
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        let file = error.file.display().to_string();
        let text = error
            .line
            .map(|line| (line, std::fs::read_to_string(&error.file)));
        let Some((line, Ok(text))) = text else {
            return Self::new(format!("{}: {}", plain_line(&file), error.message));
        };
        let excerpt = Excerpt::at_line(&file, &text, line);
        Self::of(vec![Diagnostic::error(error.message).excerpt(excerpt)])
    }
}

/// One thing to say, as a compiler says it.
#[derive(Debug, Serialize)]
pub(super) struct Diagnostic {
    level: Severity,
    message: String,
    #[serde(flatten)]
    excerpt: Option<Excerpt>,
    notes: Vec<String>,
    help: Vec<String>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Error,
    Warning,
}

impl Diagnostic {
    pub(super) fn error(message: impl Into<String>) -> Self {
        Self {
            level: Severity::Error,
            message: message.into(),
            excerpt: None,
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    pub(super) fn warning(message: impl Into<String>) -> Self {
        Self {
            level: Severity::Warning,
            ..Self::error(message)
        }
    }

    pub(super) fn excerpt(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Writes it to stderr.
    pub(super) fn show(&self, ui: &mut Ui) -> io::Result<()> {
        let level = match self.level {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(plain_text(&self.message)));
        if let Some(excerpt) = &self.excerpt {
            group = group.element(excerpt.snippet());
        }
        for note in &self.notes {
            group = group.element(Level::NOTE.message(plain_text(note)));
        }
        for help in &self.help {
            group = group.element(Level::HELP.message(plain_text(help)));
        }
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
        writeln!(ui.err(), "{}\n", renderer.render(&[group]))
    }
}

/// A place in a file, with the lines that it is in.
#[derive(Debug, Serialize)]
pub(super) struct Excerpt {
    file: String,
    line: usize,
    column: usize,
    /// The lines' text.
    #[serde(skip)]
    text: String,
    /// The place in `text`, in bytes.
    #[serde(skip)]
    span: Range<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

impl Excerpt {
    /// The place at these bytes of the file's text.
    pub(super) fn at(file: &str, text: &str, span: Range<usize>) -> Self {
        let start = floor(text, span.start);
        let end = floor(text, span.end.max(span.start)).max(start);
        let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
        // Of a span over many lines the first tells where it is.
        let last = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = end.min(last);
        Self {
            file: file.to_owned(),
            line: text[..first].matches('\n').count() + 1,
            column: text[first..start].chars().count() + 1,
            text: text[first..last].to_owned(),
            span: start - first..end - first,
            label: None,
        }
    }

    /// A whole line, counted from 1.
    pub(super) fn at_line(file: &str, text: &str, line: usize) -> Self {
        let above = text.split_inclusive('\n').take(line.saturating_sub(1));
        let start: usize = above.map(str::len).sum();
        let content = text[start..].lines().next().unwrap_or_default();
        let from = start + content.len() - content.trim_start().len();
        Self::at(file, text, from..start + content.trim_end().len())
    }

    /// Says something beside the place.
    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    fn snippet(&self) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let mut annotation = AnnotationKind::Primary.span(self.span.clone());
        if let Some(label) = &self.label {
            annotation = annotation.label(label);
        }
        Snippet::source(&self.text)
            .path(plain_line(&self.file))
            .line_start(self.line)
            .annotation(annotation)
    }
}

/// More than these nobody reads at once.
const MOST_SHOWN: usize = 20;

/// The nearest boundary between characters at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Excerpt, Failure};
    use crate::cli::ui::Ui;

    fn shown(diagnostic: Diagnostic) -> String {
        let mut ui = Ui::captured();
        Failure::of(vec![diagnostic]).show(&mut ui);
        ui.captured_text().1
    }

    #[test]
    fn a_place_is_shown_with_its_line() {
        let text = "a = 1\nscope = \"é.x\" # ü\nb = 2\n";
        let at = text.find("\"é").unwrap();
        let excerpt = Excerpt::at("scopes.toml", text, at..at + 6).label("here");
        let shown = shown(
            Diagnostic::error("unknown scope")
                .excerpt(excerpt)
                .help("look"),
        );
        let expected = "\
error: unknown scope
 --> scopes.toml:2:9
  |
2 | scope = \"é.x\" # ü
  |         ^^^^^ here
  |
  = help: look

";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_place_outside_of_the_text_is_its_end() {
        for (start, end) in [(0, 0), (3, 9), (100, 200), (2, 1)] {
            let span = start..end;
            shown(Diagnostic::error("x").excerpt(Excerpt::at("f", "äb\n", span)));
        }
        shown(Diagnostic::error("x").excerpt(Excerpt::at_line("f", "a\r\nb", 9)));
        shown(Diagnostic::error("x").excerpt(Excerpt::at_line("f", "", 0)));
    }

    #[test]
    fn of_many_mistakes_the_first_are_shown() {
        let mut ui = Ui::captured();
        let many = (0..25).map(|number| Diagnostic::error(format!("number {number}")));
        Failure::of(many.collect()).show(&mut ui);
        let (_, shown) = ui.captured_text();
        assert!(
            shown.contains("number 19\n") && !shown.contains("number 20"),
            "{shown}"
        );
        assert!(shown.contains("5 more mistakes are not shown"), "{shown}");
    }

    #[test]
    fn a_program_gets_line_and_column() {
        let mut ui = Ui::captured();
        ui.set_json();
        let excerpt = Excerpt::at_line("f.toml", "a\n  b\n", 2);
        Failure::of(vec![Diagnostic::error("wrong").excerpt(excerpt)]).show(&mut ui);
        let json: serde_json::Value = serde_json::from_str(&ui.captured_text().0).unwrap();
        let error = &json["errors"][0];
        assert_eq!((&error["line"], &error["column"]), (&2.into(), &3.into()));
        assert_eq!(error["file"], "f.toml");
    }
}
