//! Characters that are not seen, or that change how others are seen.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns whether a character is a control character, has no width or reorders text (Unicode Standard
/// Annex 9). A line break and a tab are control characters as well.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// A text for a terminal: characters that are not seen are shown by their number, line breaks and
/// tabs stay.
///
/// ```
/// assert_eq!(passport_spec::plain_text("a\u{1b}[31mb\n"), "a\\u{1b}[31mb\n");
/// ```
pub fn plain_text(text: &str) -> Cow<'_, str> {
    shown(text, |c| is_invisible(c) && c != '\n' && c != '\t')
}

/// A text for one line of a terminal: line breaks and tabs are shown by their number as well.
pub fn plain_line(text: &str) -> Cow<'_, str> {
    shown(text, is_invisible)
}

/// The text with `\n` as its only line break and without characters that are not seen, but for tabs.
pub(crate) fn without_invisible(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_invisible(c) && c != '\n' && c != '\t') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c if is_invisible(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn shown(text: &str, is_hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' if is_hidden(c) => out.push_str("\\n"),
            '\t' if is_hidden(c) => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Writing to a string cannot fail.
            c if is_hidden(c) => drop(write!(out, "\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{plain_line, plain_text, without_invisible};

    #[test]
    fn characters_that_are_not_seen_are_shown_by_their_number() {
        let check = |text: &str, expected: &str| assert_eq!(plain_text(text), expected);
        check("T\u{1b}]0;title\u{7}", "T\\u{1b}]0;title\\u{7}");
        check(
            "a\u{9b}31m\u{202e}b\u{200b}",
            "a\\u{9b}31m\\u{202e}b\\u{200b}",
        );
        check("a\r\n\tb", "a\\r\n\tb");
        check("é \u{1f600}\u{fe0f}", "é \u{1f600}\u{fe0f}");
        assert_eq!(plain_line("a\nb\tc"), "a\\nb\\tc");
    }

    #[test]
    fn line_breaks_are_of_one_kind_once_the_rest_is_removed() {
        let check = |text: &str, expected: &str| assert_eq!(without_invisible(text), expected);
        check("a\r\nb\rc\nd", "a\nb\nc\nd");
        check("`\u{200b}``", "```");
        check("a\u{2028}b\u{0}", "a b");
    }
}
