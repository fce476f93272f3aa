//! Words of a command line that a person pastes into a shell.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::plain_text::is_invisible;

/// A text as one word of a POSIX shell: in quotes only where it needs them.
///
/// Characters that are not seen are written as escapes in `$'…'` (POSIX.1-2024, 2.2.4), so that the
/// word stays on one line.
///
/// ```
/// use passport_spec::shell_word;
///
/// assert_eq!(shell_word("../docs/openapi.yaml"), "../docs/openapi.yaml");
/// assert_eq!(shell_word("a; b"), "'a; b'");
/// assert_eq!(shell_word("it's"), r"'it'\''s'");
/// assert_eq!(shell_word("a\nb"), r"$'a\012b'");
/// ```
pub fn shell_word(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./:,@%+=".contains(c);
    // zsh reads `=a` as the path of the program `a`.
    if !text.is_empty() && !text.starts_with('=') && text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    if !text.contains(is_invisible) {
        return Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")));
    }
    let mut out = String::from("$'");
    for c in text.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            c if is_invisible(c) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a string cannot fail.
                    let _ = write!(out, "\\{byte:03o}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    Cow::Owned(out)
}

/// A path as one word of a POSIX shell: one that begins with `-` is no option.
///
/// ```
/// assert_eq!(passport_spec::shell_path("-x.json"), "./-x.json");
/// ```
pub fn shell_path(path: &str) -> Cow<'_, str> {
    if path.starts_with('-') {
        return Cow::Owned(shell_word(&format!("./{path}")).into_owned());
    }
    shell_word(path)
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn plain_words_stay_as_they_are() {
        for word in [
            "a",
            "../a_b/c-1.yaml",
            "x-scopes",
            "é.json",
            "C:/a",
            "all-of",
        ] {
            assert_eq!(shell_word(word), word);
        }
    }

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        let check = |text: &str, expected: &str| assert_eq!(shell_word(text), expected);
        check("", "''");
        check("~a", "'~a'");
        check("=a", "'=a'");
        check("$(touch x)", "'$(touch x)'");
        check("a`b`", "'a`b`'");
        check("a\\b", r"'a\b'");
        check("{a,b}*?#!&|<>\"", "'{a,b}*?#!&|<>\"'");
        check("a\u{202e}'\\\u{1b}", r"$'a\342\200\256\'\\\033'");
    }

    /// A shell reads each word as the text that it was made of.
    #[cfg(unix)]
    #[test]
    fn shell_reads_the_same_text() {
        let texts = [
            "a; touch x",
            "it's",
            "",
            "$HOME `id` \\",
            "~",
            "-n",
            "=a",
            "é #b",
            "a=b c",
        ];
        for text in texts {
            let script = format!("printf %s. {}", shell_word(text));
            let output = std::process::Command::new("sh")
                .args(["-c", &script])
                .output();
            let output = String::from_utf8(output.unwrap().stdout).unwrap();
            assert_eq!(output, format!("{text}."));
        }
    }
}
