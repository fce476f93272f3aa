//! Lines and blocks: code blocks become fences of `text` outside of any list or quote, and no other
//! line is indented so far that it would be one.

use super::inline::{self, Context};

/// The text, block by block.
pub(super) fn write(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let indent = common_indent(&lines);
    let mut writer = Writer {
        out: Vec::with_capacity(lines.len()),
        in_table: lines.iter().any(|line| is_delimiter_row(line)),
        in_list: false,
    };
    let mut at = 0;
    while at < lines.len() {
        let line = Line::of(lines[at], indent);
        at = if line.rest.is_empty() && line.marks.is_empty() {
            writer.out.push(String::new());
            at + 1
        } else if let Some(fence) = Fence::open(&line) {
            writer.fence(&fence, &lines, at + 1, indent)
        } else if line.indent >= CODE && writer.takes_code() {
            writer.indented(&lines, at, indent)
        } else {
            writer.prose(&line, &lines, at, indent)
        };
    }
    // A block that ends the text must end before what is written behind it.
    let ends_in_code = writer.out.last().is_some_and(|line| is_fence(line));
    if ends_in_code {
        writer.out.push(String::new());
    }
    // Behind words on the same line a fence would not be one.
    if writer.out.first().is_some_and(|line| is_fence(line)) {
        writer.out.insert(0, String::new());
    }
    writer.out.join("\n")
}

struct Writer {
    out: Vec<String>,
    /// True if a line of the text is the one below the head of a table.
    in_table: bool,
    /// True if an item of a list may go on with an indented line.
    in_list: bool,
}

impl Writer {
    /// Returns whether an indented line here begins a code block.
    fn takes_code(&self) -> bool {
        let before = self.out.last();
        !self.in_list && before.is_none_or(|line| line.is_empty() || is_fence(line))
    }

    /// A fenced block whose lines begin at `first`; the answer is the line behind it.
    fn fence(&mut self, fence: &Fence<'_>, lines: &[&str], first: usize, indent: usize) -> usize {
        let mut code: Vec<&str> = Vec::new();
        let mut at = first;
        while at < lines.len() {
            let Some(line) = fence.content(lines[at], indent) else {
                break;
            };
            at += 1;
            if fence.is_closed_by(line) {
                break;
            }
            code.push(line);
        }
        self.code(fence.language(), &code);
        at
    }

    /// A code block of indented lines that begins at `first`; the answer is the line behind it.
    fn indented(&mut self, lines: &[&str], first: usize, indent: usize) -> usize {
        let mut code: Vec<&str> = Vec::new();
        for line in &lines[first..] {
            let (columns, rest) = indentation(line);
            if columns < indent + CODE && !rest.is_empty() {
                break;
            }
            code.push(without_indent(line, indent + CODE));
        }
        while code.last().is_some_and(|line| line.is_empty()) {
            code.pop();
        }
        self.code("text", &code);
        first + code.len()
    }

    /// Writes a fenced block. At the start of a line, no list and no quote holds it, so that all its
    /// lines belong to it and none ends it.
    fn code(&mut self, language: &str, lines: &[&str]) {
        let longest = lines.iter().map(|line| inline::free_run(line, FENCE)).max();
        let fence = "`".repeat(longest.unwrap_or(FENCE));
        self.out.push(format!("{fence}{language}"));
        self.out.extend(lines.iter().map(|line| (*line).to_owned()));
        self.out.push(fence);
        self.in_list = false;
    }

    /// Any other line; the answer is the line behind it.
    fn prose(&mut self, line: &Line<'_>, lines: &[&str], at: usize, indent: usize) -> usize {
        if line.has_item {
            self.in_list = true;
        } else if line.indent == 0 && self.out.last().is_none_or(String::is_empty) {
            self.in_list = false;
        }
        let mut next = at + 1;
        let mut rest = line.rest.to_owned();
        // Inline code that goes on in the next line is put on one.
        while let Some(run) = inline::open_run(&rest)
            && let Some(more) = lines.get(next).map(|line| Line::of(line, indent))
            && more.marks.is_empty()
            && more.rest.starts_with(char::is_alphabetic)
            && inline::closing(more.rest, run).is_some()
        {
            rest.push(' ');
            rest.push_str(more.rest);
            next += 1;
        }
        let mut out = " ".repeat(line.indent.min(CODE - 1));
        out.push_str(&line.marks);
        let context = Context {
            in_table: self.in_table,
            is_last: next >= lines.len(),
            is_anywhere: false,
        };
        inline::write(&mut out, &rest, context);
        self.out.push(out);
        next
    }
}

/// A line and what stands before its text.
struct Line<'t> {
    /// The columns of white space at its start.
    indent: usize,
    /// The marks of quotes and list items, each with one space behind it.
    marks: String,
    /// The number of marks of quotes.
    quotes: usize,
    /// True if one of the marks is of a list item.
    has_item: bool,
    /// The text behind the marks.
    rest: &'t str,
}

impl<'t> Line<'t> {
    /// Reads a line of a text of which every line is indented by `common` columns.
    fn of(text: &'t str, common: usize) -> Self {
        let (columns, rest) = indentation(text);
        let mut line = Self {
            indent: columns.saturating_sub(common),
            marks: String::new(),
            quotes: 0,
            has_item: false,
            rest,
        };
        while let Some(length) = mark(line.rest) {
            let (mark, behind) = line.rest.split_at(length);
            if mark == ">" {
                line.quotes += 1;
            } else {
                line.has_item = true;
            }
            line.marks.push_str(mark);
            line.rest = indentation(behind).1;
            if !line.rest.is_empty() {
                line.marks.push(' ');
            }
        }
        line
    }
}

/// A fence that opens a code block.
struct Fence<'t> {
    sign: char,
    length: usize,
    /// The info string.
    info: &'t str,
    /// The quotes that it is in.
    quotes: usize,
    /// The columns before it.
    indent: usize,
}

impl<'t> Fence<'t> {
    fn open(line: &Line<'t>) -> Option<Self> {
        let sign = line.rest.chars().next().filter(|c| "`~".contains(*c))?;
        let info = line.rest.trim_start_matches(sign);
        let length = line.rest.len() - info.len();
        // Behind backticks, others would make it inline code.
        if length < FENCE || sign == '`' && info.contains('`') {
            return None;
        }
        Some(Self {
            sign,
            length,
            info: info.trim(),
            quotes: line.quotes,
            indent: line.indent + line.marks.len(),
        })
    }

    /// The language, if it is one that cannot be taken for Rust.
    fn language(&self) -> &'t str {
        let is_known = LANGUAGES.contains(&self.info);
        if is_known { self.info } else { "text" }
    }

    /// A line within the block; none where it has left the quote that holds the block.
    fn content<'l>(&self, line: &'l str, common: usize) -> Option<&'l str> {
        let mut line = without_indent(line, common);
        for _ in 0..self.quotes {
            line = indentation(line).1.strip_prefix('>')?;
            line = line.strip_prefix(' ').unwrap_or(line);
        }
        let indent = if self.quotes == 0 { self.indent } else { 0 };
        Some(without_indent(line, indent))
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim_matches([' ', '\t']);
        line.len() >= self.length && line.chars().all(|c| c == self.sign)
    }
}

/// The length of the mark of a quote or a list item that a text begins with.
fn mark(text: &str) -> Option<usize> {
    if text.starts_with('>') {
        return Some(1);
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let ends = match digits {
        0 => text.starts_with(['-', '+', '*']),
        1..=9 => text[digits..].starts_with(['.', ')']),
        _ => false,
    };
    let behind = text.get(digits + 1..)?;
    (ends && (behind.is_empty() || behind.starts_with([' ', '\t']))).then_some(digits + 1)
}

/// The columns of white space that a line begins with, and the line behind it; tabs reach to the next
/// multiple of four.
fn indentation(line: &str) -> (usize, &str) {
    let rest = line.trim_start_matches([' ', '\t']);
    let space = &line[..line.len() - rest.len()];
    let columns = space.chars().fold(0, |columns, c| match c {
        '\t' => (columns / TAB + 1) * TAB,
        _ => columns + 1,
    });
    (columns, rest)
}

/// The line without the first columns of its white space.
fn without_indent(line: &str, columns: usize) -> &str {
    let mut rest = line;
    let mut at = 0;
    while at < columns {
        at = match rest.chars().next() {
            Some(' ') => at + 1,
            Some('\t') => (at / TAB + 1) * TAB,
            _ => break,
        };
        rest = &rest[1..];
    }
    rest
}

/// The columns of white space before every line that has text.
fn common_indent(lines: &[&str]) -> usize {
    let columns = lines.iter().map(|line| indentation(line));
    let of_text = columns.filter(|(_, rest)| !rest.is_empty());
    of_text.map(|(columns, _)| columns).min().unwrap_or(0)
}

/// Returns whether a line may stand below the head of a table.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| " \t|:->+*.)0123456789".contains(c))
}

/// Returns whether a line of the result is a fence; prose never begins so.
fn is_fence(line: &str) -> bool {
    let info = line.trim_start_matches('`');
    line.len() - info.len() >= FENCE && !info.contains('`')
}

/// The columns from which on a line is code.
const CODE: usize = 4;

const TAB: usize = 4;

/// The least length of a fence.
const FENCE: usize = 3;

/// Languages that rustdoc does not compile.
const LANGUAGES: &[&str] = &["bash", "html", "http", "json", "sh", "text", "xml", "yaml"];
