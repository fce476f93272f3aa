//! Signs that a list of scopes may not be meant as it is read.

use serde_json::Value;

use super::Lists;
use crate::note::{Kind, Notes};
use crate::pointer::Place;

/// Notes what speaks against the reading of an operation's lists.
pub(super) fn look_at(
    document: &Value,
    operation: &Place<'_>,
    lists: &[Vec<String>],
    reading: Lists,
    notes: &mut Notes,
) {
    let several = lists.iter().find(|list| list.len() > 1);
    let said = refusal_text(document, operation);
    let mut say = |what: String| notes.add(Kind::Reading, operation.pointer.clone(), what);
    match (reading, said) {
        (Lists::AllOf, Some((Lists::AnyOf, text))) if several.is_some() => {
            say(format!("read as all of them, but its 403 says {text:?}"));
            return;
        }
        (Lists::AnyOf, Some((Lists::AllOf, text))) if lists.len() > 1 => {
            say(format!("read as any of them, but its 403 says {text:?}"));
            return;
        }
        (_, Some(_)) | (Lists::AnyOf, None) => return,
        (Lists::AllOf, None) => {}
    }
    for list in lists {
        for (index, one) in list.iter().enumerate() {
            for other in &list[index + 1..] {
                if let Some(why) = pair(one, other) {
                    say(format!("read as all of them: `{one}` and `{other}`, {why}"));
                    return;
                }
            }
        }
    }
}

/// What is odd about two scopes in one list of which all are needed.
fn pair(one: &str, other: &str) -> Option<&'static str> {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if let Some(rest) = long.strip_prefix(short)
        && let Some(separator) = rest.chars().next().filter(|c| !c.is_ascii_alphanumeric())
        && let rest = &rest[separator.len_utf8()..]
        // These two join the words of one name as well.
        && (!matches!(separator, '_' | '-') || NARROW.contains(&rest))
    {
        let hole = rest.starts_with('{') && short.contains('{');
        return Some(if hole {
            "a scope and its form limited to a part; one of them may be enough"
        } else {
            "a scope and a form of its own; one of them may be enough"
        });
    }
    let (one, other) = (words(one), words(other));
    if one.len() != other.len() {
        return None;
    }
    let mut differing = one.iter().zip(&other).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differing.next(), differing.next()) else {
        return None;
    };
    let reads = |word: &str| READS.contains(&word);
    let writes = |word: &str| WRITES.contains(&word);
    ((reads(a) && writes(b)) || (writes(a) && reads(b)))
        .then_some("reading and writing of one thing; one of them may be enough")
}

fn words(scope: &str) -> Vec<String> {
    let words = scope.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
}

/// What the text of the 403 says of its list, and the words that say so.
fn refusal_text(document: &Value, operation: &Place<'_>) -> Option<(Lists, String)> {
    let responses = operation.get("responses")?;
    let refusal = responses.get("403")?.follow(document)?;
    let text = refusal.text("description")?;
    let lower = text.to_ascii_lowercase();
    let find = |phrases: &[&str]| phrases.iter().find_map(|phrase| lower.find(phrase));
    let any = find(&["any of", "one of", "at least one"]);
    let all = find(&["all of", "both of"]);
    let (reading, at) = match (any, all) {
        (Some(at), None) => (Lists::AnyOf, at),
        (None, Some(at)) => (Lists::AllOf, at),
        _ => return None,
    };
    let start = text[..at].rfind(['.', ';', '\n']).map_or(0, |dot| dot + 1);
    let excerpt: String = text[start..].trim().chars().take(120).collect();
    Some((reading, excerpt))
}

const NARROW: &[&str] = &["read", "readonly", "ro", "rw", "write", "limited"];

const READS: &[&str] = &[
    "read", "view", "get", "list", "readonly", "viewer", "reader",
];

const WRITES: &[&str] = &[
    "write",
    "manage",
    "update",
    "edit",
    "create",
    "delete",
    "modify",
    "admin",
    "all",
    "readwrite",
];
