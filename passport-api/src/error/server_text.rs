//! Text of a server, made fit for a message.

use std::iter::Peekable;
use std::str::Chars;

/// One line without control characters, terminal sequences and characters that are not seen or reorder
/// others (Unicode Standard Annex 9), of so many characters at most.
pub(crate) fn one_line(text: &str, longest: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    let mut chars = text.chars().peekable();
    let mut space = false;
    while let Some(c) = chars.next() {
        if c == '\u{1b}' || c == '\u{9b}' || c == '\u{9d}' {
            skip_sequence(c, &mut chars);
        } else if c.is_whitespace() || c.is_control() {
            space = !line.is_empty();
        } else if !is_invisible(c) {
            let needed = 1 + usize::from(space);
            if length + needed > longest {
                line.push('…');
                break;
            }
            if std::mem::take(&mut space) {
                line.push(' ');
            }
            line.push(c);
            length += needed;
        }
    }
    line
}

/// The text of a server that may name credentials, identifiers or a person: as [`one_line`], with each
/// word that looks like one of them taken out. A UUID stays, because servers number their errors so.
pub(crate) fn explanation(text: &str, longest: usize) -> String {
    let line = one_line(text, 4 * longest);
    let mut shown = String::with_capacity(line.len());
    let mut word = String::new();
    for c in line.chars() {
        if is_part_of_word(c) {
            word.push(c);
            continue;
        }
        push_word(&mut shown, &word);
        word.clear();
        shown.push(c);
    }
    push_word(&mut shown, &word);
    one_line(&shown, longest)
}

/// A short word of a protocol, such as an error code; `None` where it is none, or looks like something
/// that must not be shown.
pub(crate) fn code_word(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    let is_word = !text.is_empty() && text.len() <= LONGEST_CODE && text.chars().all(fits);
    (is_word && !is_opaque(text)).then(|| text.to_owned())
}

/// Returns whether a word looks like a token, a secret or the number of a thing or a person: long,
/// with letters and digits, or with more digits than any error code has.
pub(crate) fn is_opaque(word: &str) -> bool {
    if is_uuid(word) {
        return false;
    }
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let has_letters = word.chars().any(char::is_alphabetic);
    digits > MOST_DIGITS
        || (digits > 0 && has_letters && word.chars().count() >= OPAQUE_LENGTH)
        || word.chars().count() >= LONGEST_WORD
}

fn push_word(shown: &mut String, word: &str) {
    // A sentence's end is no part of its last word.
    let core = word.trim_matches(['.', '-', '_', '/']);
    if is_opaque(core) {
        shown.push_str(&word.replace(core, REDACTED));
    } else {
        shown.push_str(word);
    }
}

/// Characters of tokens, whatever their encoding.
fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '~' | '+' | '/' | '%' | '@' | '$')
}

fn is_uuid(word: &str) -> bool {
    let mut parts = word.split('-');
    let lengths = [8, 4, 4, 4, 12];
    lengths.iter().all(|length| {
        let part = parts.next().unwrap_or_default();
        part.len() == *length && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    }) && parts.next().is_none()
}

/// Skips the rest of a terminal's control sequence (ECMA-48, 5.4 and 5.6).
fn skip_sequence(first: char, chars: &mut Peekable<Chars<'_>>) {
    let kind = if first == '\u{1b}' {
        chars.next()
    } else {
        Some(first)
    };
    match kind {
        // Up to the final character.
        Some('[' | '\u{9b}') => {
            while let Some(c) = chars.next_if(|c| ('\u{20}'..='\u{7e}').contains(c)) {
                if ('\u{40}'..='\u{7e}').contains(&c) {
                    break;
                }
            }
        }
        // A text for the terminal itself, such as the title of its window.
        Some(']' | 'P' | '^' | '_' | '\u{9d}') => {
            while let Some(c) = chars.next() {
                if c == '\u{7}' || c == '\u{9c}' {
                    break;
                }
                if c == '\u{1b}' {
                    chars.next_if_eq(&'\\');
                    break;
                }
            }
        }
        _ => {}
    }
}

/// Characters that are not seen, or change how others are seen; the same as in `passport-spec`.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
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

/// Stands for a word that is not shown.
pub(crate) const REDACTED: &str = "[redacted]";

const LONGEST_CODE: usize = 64;

/// Error codes have up to eight digits.
const MOST_DIGITS: usize = 8;

/// A word of letters and digits from this length on is a key or a token more often than a word.
const OPAQUE_LENGTH: usize = 16;

/// No word of a sentence is as long.
const LONGEST_WORD: usize = 64;

#[cfg(test)]
mod tests {
    use super::{code_word, explanation, one_line};

    #[test]
    fn control_characters_and_terminal_sequences_are_taken_out() {
        let check =
            |text: &str, expected: &str| assert_eq!(one_line(text, 40), expected, "{text:?}");
        check("a\r\n\t b\u{0}c ", "a b c");
        check("\u{1b}[31mred\u{1b}[0m \u{9b}1mbold", "red bold");
        check("\u{1b}]0;title\u{7}a\u{1b}]8;;https://x\u{1b}\\b", "ab");
        check("\u{202e}lave\u{2066}\u{200b}\u{feff}\u{e0041}", "lave");
        check("\u{2028}a\u{85}b", "a b");
        check("é \u{1f600}", "é \u{1f600}");
        check("\u{1b}[", "");
        check("\u{1b}]0;never ends", "");
        check("", "");
    }

    #[test]
    fn a_long_text_is_cut() {
        let cut = one_line(&"ab ".repeat(1000), 5);
        assert_eq!(cut, "ab ab…");
        assert_eq!(one_line("ab ab", 5), "ab ab");
        let cut = explanation(&"word ".repeat(300_000), 300);
        assert!(cut.chars().count() <= 301 && cut.ends_with('…'), "{cut}");
    }

    #[test]
    fn words_that_look_like_keys_are_not_shown() {
        let check = |text: &str, expected: &str| assert_eq!(explanation(text, 300), expected);
        check(
            "AADSTS7000215: Invalid secret.",
            "AADSTS7000215: Invalid secret.",
        );
        check(
            "the key sk4f8a1c2e9b0d7f66 is wrong.",
            "the key [redacted] is wrong.",
        );
        check("secret=abcdefgh12345678&x", "secret=[redacted]&x");
        check("of 1020304050", "of [redacted]");
        check(
            "Trace ID: 4d9c1f2a-0b1c-4d2e-8f3a-5b6c7d8e9f00",
            "Trace ID: 4d9c1f2a-0b1c-4d2e-8f3a-5b6c7d8e9f00",
        );
        check(&"x".repeat(80), "[redacted]");
    }

    #[test]
    fn a_code_is_a_short_word() {
        assert_eq!(
            code_word("invalid_client").as_deref(),
            Some("invalid_client")
        );
        assert_eq!(code_word(" 190 ").as_deref(), Some("190"));
        for none in [
            "",
            "Invalid client",
            "a\u{1b}[31m",
            "k-4f8a1c2e9b0d7f66",
            &"a".repeat(65),
        ] {
            assert_eq!(code_word(none), None, "{none:?}");
        }
    }
}
