//! Texts that fit a schema's `format`, `pattern` and lengths.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};
use serde_json::Value;

use crate::model::schema::Keywords;

/// A text that fits the keywords as far as it can be made.
pub(super) fn text(keywords: &Keywords) -> String {
    let word = |name: &str| keywords.get(name).and_then(Value::as_str);
    let length = Length::of(keywords);
    let by_format = word("format").and_then(by_format);
    if let Some(pattern) = word("pattern") {
        let fits = |text: &&str| {
            length.admits(text)
                && regex::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
        };
        if let Some(text) = by_format.into_iter().chain(PLAIN).find(fits) {
            return text.to_owned();
        }
        if let Some(text) = by_pattern(pattern, length) {
            return text;
        }
    }
    match by_format {
        Some(text) if length.admits(text) => text.to_owned(),
        _ => length.fit("text"),
    }
}

/// How many characters a text may have.
#[derive(Clone, Copy, Debug)]
struct Length {
    least: usize,
    most: usize,
}

impl Length {
    fn of(keywords: &Keywords) -> Self {
        let number = |name: &str| keywords.get(name).and_then(Value::as_u64);
        let number = |name: &str| number(name).and_then(|number| usize::try_from(number).ok());
        Self {
            least: number("minLength").unwrap_or(0).min(LONGEST),
            most: number("maxLength").unwrap_or(usize::MAX),
        }
    }

    fn admits(self, text: &str) -> bool {
        (self.least..=self.most).contains(&text.chars().count())
    }

    /// The text as often as it takes, cut off where it is too long.
    fn fit(self, text: &str) -> String {
        let length = text.chars().count().clamp(self.least, self.most.max(1));
        text.chars().cycle().take(length).collect()
    }
}

fn by_format(format: &str) -> Option<&'static str> {
    let found = FORMATS.iter().find(|(name, _)| *name == format);
    found.map(|(_, text)| *text)
}

/// The shortest text of the pattern that has the right length; `None` where there is none, or the
/// pattern is in another dialect.
fn by_pattern(pattern: &str, length: Length) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let exact = regex::Regex::new(pattern).ok()?;
    candidates(&hir, length).find(|text| exact.is_match(text))
}

/// Texts of the right length, each longer than the one before, as long as they can become longer.
/// They may miss the pattern where it looks around itself, most often all of them.
fn candidates(hir: &Hir, length: Length) -> impl Iterator<Item = String> {
    let texts = (0..=LONGEST).map_while(move |more| {
        let mut text = String::new();
        let mut left = more;
        write(hir, &mut left, &mut text)?;
        (left == 0 && text.chars().count() <= length.most).then_some(text)
    });
    texts
        .filter(move |text| length.admits(text))
        .take(CANDIDATES)
}

/// Writes a text of the pattern; `more` is how many repetitions there are beyond the least.
fn write(hir: &Hir, more: &mut usize, out: &mut String) -> Option<()> {
    if out.len() > 4 * LONGEST {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => out.push(one_of(class)?),
        HirKind::Repetition(repetition) => {
            let room = repetition.max.map_or(u32::MAX, |max| max - repetition.min);
            let extra = (*more).min(usize::try_from(room).unwrap_or(usize::MAX));
            *more -= extra;
            for _ in 0..usize::try_from(repetition.min).ok()?.saturating_add(extra) {
                write(&repetition.sub, more, out)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, more, out)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, more, out)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.first()?, more, out)?,
    }
    Some(())
}

/// A character of the class that is easy to read, where it has one.
fn one_of(class: &Class) -> Option<char> {
    match class {
        Class::Unicode(class) => {
            let has = |c: &char| {
                let mut ranges = class.ranges().iter();
                ranges.any(|range| (range.start()..=range.end()).contains(c))
            };
            let first = class.ranges().first().map(ClassUnicodeRange::start);
            READABLE.chars().find(has).or(first)
        }
        Class::Bytes(class) => class.ranges().first().map(|range| range.start().into()),
    }
}

const PLAIN: [&str; 4] = ["text", "Text", "1", "10.00"];

const READABLE: &str = "a1A_- ";

/// No text is made longer than this.
const LONGEST: usize = 4096;

/// How many texts of the right length are tried on a pattern.
const CANDIDATES: usize = 64;

const FORMATS: &[(&str, &str)] = &[
    ("date-time", "2026-01-31T12:30:00Z"),
    ("date", "2026-01-31"),
    ("time", "12:30:00Z"),
    ("duration", "PT15M"),
    ("uuid", "5f0c6a2e-4b1d-4c3e-9a7b-0d1e2f3a4b5c"),
    ("uri", "https://example.com/"),
    ("uri-reference", "/path"),
    ("url", "https://example.com/"),
    ("iri", "https://example.com/"),
    ("email", "ana@example.com"),
    ("idn-email", "ana@example.com"),
    ("hostname", "example.com"),
    ("ipv4", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("byte", "dGV4dA=="),
    ("int64", "1"),
    ("int32", "1"),
    ("json-pointer", "/path"),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{CANDIDATES, Length, candidates, text};

    fn check(schema: &serde_json::Value, expect: &str) {
        assert_eq!(text(schema.as_object().unwrap()), expect, "{schema}");
    }

    #[test]
    fn formats_patterns_and_lengths() {
        check(&json!({}), "text");
        check(&json!({"format": "date"}), "2026-01-31");
        check(&json!({"format": "of our own"}), "text");
        check(
            &json!({"minLength": 6}),
            "texttt".replace("ttt", "tte").as_str(),
        );
        check(&json!({"maxLength": 2}), "te");
        check(&json!({"pattern": "^[A-Z]{3}$"}), "AAA");
        check(&json!({"pattern": "^(EUR|USD)-\\d+$"}), "EUR-1");
        check(&json!({"pattern": "^[a-f0-9]+$", "minLength": 5}), "aaaaa");
        check(
            &json!({"pattern": "^\\w*$", "maxLength": 3, "minLength": 2}),
            "aa",
        );
        // What no text can fit, and what is of another dialect.
        check(&json!({"pattern": "^a$", "minLength": 2}), "text");
        check(&json!({"pattern": "^(?!x)y$"}), "text");
        // No text has something before its start.
        check(&json!({"pattern": "/^[a-z]+$/", "minLength": 1}), "text");
    }

    #[test]
    fn a_pattern_that_nothing_fits_is_given_up_soon() {
        let tried = |pattern: &str, most: usize| {
            let hir = regex_syntax::parse(pattern).unwrap();
            candidates(&hir, Length { least: 0, most }).count()
        };
        assert_eq!(tried("/^[a-z]+$/", usize::MAX), CANDIDATES);
        assert_eq!(
            tried("/^[a-z]+$/", 5),
            3,
            "no more fit into five characters"
        );
        assert_eq!(tried("^a?b$x", usize::MAX), 2, "nothing else is repeated");
    }
}
