//! What a spec says, as text that can be looked at.

use std::fmt::Write as _;

use passport_spec::is_invisible;

/// A name, with every character that is not seen or that changes the order of others written as its
/// number: `\u{202e}`.
///
/// Two names that look the same are then the same.
pub(super) fn name(text: &str) -> String {
    visible(text, is_invisible)
}

/// Sentences, with the same done to control characters only: joiners and marks of direction are part
/// of some scripts, and the page keeps each text's direction to itself.
pub(super) fn prose(text: &str) -> String {
    visible(text, |c| c != '\n' && c != '\t' && is_control(c))
}

/// An address that a page may lead to.
pub(super) fn link(address: &str) -> Option<String> {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme)?;
    let known = ["http", "https"]
        .iter()
        .any(|s| scheme.eq_ignore_ascii_case(s));
    (known && !address.chars().any(|c| c.is_whitespace() || is_control(c)))
        .then(|| address.to_owned())
}

/// A number of things: `1 call`, `2 calls`.
pub(super) fn counted(number: usize, one: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {one}{end}")
}

fn visible(text: &str, is_hidden: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Control characters, line separators, and what reorders text (Unicode Standard Annex 9).
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{link, name, prose};

    #[test]
    fn what_is_not_seen_is_shown_by_its_number() {
        assert_eq!(name("a\u{202e}b\u{200b}\n"), r"a\u{202e}b\u{200b}\u{a}");
        assert_eq!(prose("a\nb \u{2067}c\u{0}"), "a\nb \\u{2067}c\\u{0}");
        assert_eq!(prose("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert!(link("https://a.example/b?c#d").is_some());
        assert!(link("HTTP://a.example").is_some());
        for other in [
            "javascript:alert(1)",
            "javascript://x\nalert(1)",
            "data:text/html,x",
        ] {
            assert_eq!(link(other), None, "{other}");
        }
        assert_eq!(link("https://a.example/\u{202e}"), None);
        assert_eq!(link("see the manual"), None);
    }
}
