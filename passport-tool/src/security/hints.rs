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
    let scopes: Vec<&str> = lists.iter().flatten().map(String::as_str).collect();
    let refusal = refusal_text(document, operation).filter(|refusal| {
        // "Not one of the team's editors" is about something else.
        let about_scopes = refusal.text.to_ascii_lowercase().contains("scope");
        about_scopes
            || scopes
                .iter()
                .any(|scope| find_word(refusal.text, scope).is_some())
    });
    let mut say = |what: String| notes.add(Kind::Reading, operation.pointer.clone(), what);
    if let ([only], Some(refusal)) = (&scopes[..], &refusal)
        && find_word(refusal.text, only).is_none()
    {
        let excerpt = &refusal.excerpt;
        say(format!("it needs `{only}`, but its 403 says {excerpt:?}"));
        return;
    }
    let several = match reading {
        Lists::AllOf => lists.iter().any(|list| list.len() > 1),
        Lists::AnyOf => lists.len() > 1,
    };
    if !several {
        return;
    }
    let read = match reading {
        Lists::AllOf => "read as all of them",
        Lists::AnyOf => "read as any of them",
    };
    if let Some(refusal) = refusal {
        if refusal.reading != reading {
            say(format!("{read}, but its 403 says {:?}", refusal.excerpt));
        }
        return;
    }
    if let Some((said, excerpt)) = prose(operation, &scopes)
        && said != reading
    {
        say(format!("{read}, but its description says {excerpt:?}"));
        return;
    }
    if reading == Lists::AnyOf {
        return;
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

/// What a 403 says of its scopes.
struct Refusal<'d> {
    reading: Lists,
    text: &'d str,
    /// The words that say so.
    excerpt: String,
}

fn refusal_text<'d>(document: &'d Value, operation: &Place<'d>) -> Option<Refusal<'d>> {
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
    let excerpt = text[start..].trim().chars().take(120).collect();
    Some(Refusal {
        reading,
        text,
        excerpt,
    })
}

/// What stands between two of the scopes in the operation's description: "or", or "and".
fn prose(operation: &Place<'_>, scopes: &[&str]) -> Option<(Lists, String)> {
    let text = operation.text("description")?;
    let mut places: Vec<(usize, usize)> = scopes
        .iter()
        .filter_map(|scope| find_word(text, scope))
        .collect();
    places.sort_unstable();
    places.dedup();
    let mut said = None;
    for pair in places.windows(2) {
        let ((start, end), (next, next_end)) = (pair[0], pair[1]);
        let Some(between) = text.get(end..next).filter(|between| between.len() <= 80) else {
            continue;
        };
        let has = |word: &str| {
            between
                .split(|c: char| !c.is_alphanumeric())
                .any(|w| w == word)
        };
        let excerpt = || {
            text[start..next_end]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        if has("or") {
            return Some((Lists::AnyOf, excerpt()));
        }
        if has("and") && said.is_none() {
            said = Some((Lists::AllOf, excerpt()));
        }
    }
    said
}

/// Where a scope's name stands in a text, not as a part of a longer one.
fn find_word(text: &str, scope: &str) -> Option<(usize, usize)> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-');
    let mut places = text
        .match_indices(scope)
        .map(|(at, _)| (at, at + scope.len()));
    places.find(|(start, end)| !text[..*start].ends_with(part) && !text[*end..].starts_with(part))
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
