//! Text within a line: inline code, links to the web and escapes stay, all else that Markdown
//! knows by `` ` ``, `<` and `[` is escaped.

/// Where a line stands, as far as it matters to what is in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// True if it may be the row of a table, which a `|` divides wherever it stands.
    pub(super) in_table: bool,
    /// True if text that is not the spec's may follow at once.
    pub(super) is_last: bool,
    /// True if it may stand anywhere in a line, or in a cell of a table.
    pub(super) is_anywhere: bool,
}

/// A text without line breaks that may stand anywhere in a line.
pub(super) fn line(text: &str) -> String {
    let context = Context {
        in_table: true,
        is_last: true,
        is_anywhere: true,
    };
    let mut out = String::with_capacity(text.len() + 8);
    write(&mut out, text, context);
    out
}

/// Appends a line, without the indent and the marks of lists and quotes before it.
pub(super) fn write(out: &mut String, text: &str, context: Context) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '\\' => write_backslash(out, rest, context),
            '`' => write_backticks(out, rest, context),
            '<' => write_angle(out, rest),
            '[' => write_bracket(out, rest, context),
            // With a link behind it, it would be an image, which is fetched when it is shown.
            '!' if rest.starts_with("![") => {
                out.push_str("\\!");
                &rest[1..]
            }
            // At the start of a line three would open a block.
            '~' if context.is_anywhere && rest.starts_with("~~~") => {
                out.push_str("\\~");
                &rest[1..]
            }
            c => {
                out.push(c);
                &rest[c.len_utf8()..]
            }
        };
    }
}

/// The length of the first run of backticks that opens inline code which this text does not close.
pub(super) fn open_run(text: &str) -> Option<usize> {
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '`']) {
        rest = &rest[at..];
        if let Some(behind) = rest.strip_prefix('\\') {
            let escaped = behind.chars().next().map_or(0, char::len_utf8);
            rest = behind[escaped..].trim_start_matches('`');
            continue;
        }
        let length = run(rest);
        rest = &rest[length..];
        match closing(rest, length) {
            Some(end) => rest = &rest[end + length..],
            None => return Some(length),
        }
    }
    None
}

/// Where a run of exactly `length` backticks stands.
pub(super) fn closing(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        at += found;
        let found = run(&text[at..]);
        if found == length {
            return Some(at);
        }
        at += found;
    }
    None
}

/// The smallest length, `least` or more, that is longer than every run of backticks in a text.
pub(super) fn free_run(text: &str, least: usize) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().map_or(least, |longest| least.max(longest + 1))
}

/// Returns whether an address leads to the web and holds nothing that ends a link in Markdown.
pub(super) fn is_web_address(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(is_address_character))
}

/// A backslash and what it escapes.
fn write_backslash<'t>(out: &mut String, text: &'t str, context: Context) -> &'t str {
    let behind = &text[1..];
    let Some(next) = behind.chars().next() else {
        // Alone at the end it would escape what comes behind.
        out.push_str(if context.is_last { "\\\\" } else { "\\" });
        return behind;
    };
    // The row of a table escapes it.
    if next == '|' && context.is_anywhere {
        return behind;
    }
    out.push('\\');
    if !next.is_ascii_punctuation() {
        return behind;
    }
    out.push(next);
    let mut rest = &behind[1..];
    if next == '`' {
        let more = run(rest);
        out.push_str(&"\\`".repeat(more));
        rest = &rest[more..];
    }
    rest
}

/// Inline code, or backticks that do not pair.
fn write_backticks<'t>(out: &mut String, text: &'t str, context: Context) -> &'t str {
    let length = run(text);
    let behind = &text[length..];
    let end = closing(behind, length).map(|at| length + at + length);
    match end.map(|end| text.split_at(end)) {
        Some((code, rest)) if !(context.in_table && code.contains('|')) => {
            out.push_str(code);
            rest
        }
        _ => {
            out.push_str(&"\\`".repeat(length));
            behind
        }
    }
}

/// A link to the web in angle brackets, or a sign that may begin a tag.
fn write_angle<'t>(out: &mut String, text: &'t str) -> &'t str {
    let behind = &text[1..];
    if let Some((address, rest)) = behind.split_once('>')
        && is_web_address(address)
    {
        out.push('<');
        out.push_str(address);
        out.push('>');
        return rest;
    }
    let next = behind.chars().next();
    let word = behind.split(char::is_whitespace).next().unwrap_or_default();
    // With an `@` it may be a mail address, which becomes a link.
    let is_link = word.contains('@');
    if is_link || next.is_none_or(|c| c.is_ascii_alphabetic() || "/!?".contains(c)) {
        out.push('\\');
    }
    out.push('<');
    behind
}

/// A link to the web, or a bracket.
fn write_bracket<'t>(out: &mut String, text: &'t str, context: Context) -> &'t str {
    if let Some((label, address, rest)) = link(text) {
        out.push('[');
        let within = Context {
            is_last: true,
            ..context
        };
        write(out, label, within);
        out.push_str("](");
        out.push_str(address);
        out.push(')');
        return rest;
    }
    out.push_str("\\[");
    &text[1..]
}

/// `[label](address)` at the start of a text, and what follows.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (label, behind) = text[1..].split_once("](")?;
    let (address, rest) = behind.split_once(')')?;
    let is_plain = !label.is_empty() && !label.contains(['[', ']', '<', '|', '!', '\\']);
    let fits = is_plain && is_web_address(address) && !address.contains(['(', '\'']);
    fits.then_some((label, address, rest))
}

/// The number of backticks that a text begins with.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

fn is_address_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}
