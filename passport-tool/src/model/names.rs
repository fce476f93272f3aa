//! Rust names.

use std::collections::HashSet;

use passport_spec::begins_word;

/// The text in camel case, such as `ReadClients` for `read:clients`; empty where nothing is left.
pub(super) fn pascal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let shouted = word.len() > 1 && !word.chars().any(|c| c.is_ascii_lowercase());
        for (index, c) in word.chars().enumerate() {
            out.push(match index {
                0 => c.to_ascii_uppercase(),
                _ if shouted => c.to_ascii_lowercase(),
                _ => c,
            });
        }
    }
    out
}

/// The text in snake case; empty where nothing is left.
pub(super) fn snake(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 4);
    for (index, c) in letters.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        if begins_word(&letters, index) && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// The name of a type inside another. Of one that would be too long, the middle is left out.
pub(super) fn longer(outer: &str, inner: &str) -> String {
    let cut = |text: &str, most: usize| -> String {
        text.char_indices()
            .filter(|(index, c)| *index >= most && c.is_ascii_uppercase())
            .map(|(index, _)| index)
            .next()
            .and_then(|end| text.get(..end))
            .unwrap_or(text)
            .chars()
            .take(2 * most)
            .collect()
    };
    if outer.len() + inner.len() <= LONGEST {
        return format!("{outer}{inner}");
    }
    format!("{}{}", cut(outer, LONGEST / 3), cut(inner, LONGEST / 3))
}

/// A type's name that is taken by nothing yet, and what had to be done for it, if anything.
pub(super) fn type_name(wanted: &str, taken: &mut HashSet<String>) -> (String, Option<String>) {
    let mut name = longer("", &pascal_kept(wanted));
    let mut why = None;
    if name.is_empty() {
        "Type".clone_into(&mut name);
        why = Some("its name has no letters");
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "Type");
        why = Some("its name begins with a digit");
    } else if RESERVED.contains(&name.as_str()) {
        name.push_str("Model");
        why = Some("its name means something else in the file");
    }
    let free = unique(name, "", taken);
    if free.1 {
        why = Some("another type has its name");
    }
    let note = why.map(|why| format!("named `{}`: {why}", free.0));
    (free.0, note)
}

/// A field's name within its struct.
pub(super) fn field_name(wire: &str, taken: &mut HashSet<String>) -> (String, Option<String>) {
    let mut name = snake(wire);
    let mut why = None;
    if name.is_empty() {
        "field".clone_into(&mut name);
        why = Some("its name has no letters");
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "field_");
        why = Some("its name begins with a digit");
    } else if matches!(name.as_str(), "self" | "super" | "crate") {
        name.push('_');
        why = Some("its name is Rust's own");
    }
    let (mut name, changed) = unique(name, "_", taken);
    if changed {
        why = Some("another field has its name");
    }
    if KEYWORDS.contains(&name.as_str()) {
        name.insert_str(0, "r#");
    }
    let note = why.map(|why| format!("the field {wire:?} is `{name}`: {why}"));
    (name, note)
}

/// A variant's name within its enum.
pub(super) fn variant_name(word: &str, taken: &mut HashSet<String>) -> (String, Option<String>) {
    let mut spelt = String::with_capacity(word.len());
    for (index, c) in word.chars().enumerate() {
        let sign = match c {
            '+' if index == 0 => "Plus",
            '-' if index == 0 => "Minus",
            '*' => "Star",
            '<' => "Less",
            '>' => "Greater",
            '=' => "Equal",
            '!' => "Not",
            '%' => "Percent",
            _ => {
                spelt.push(c);
                continue;
            }
        };
        spelt.push(' ');
        spelt.push_str(sign);
        spelt.push(' ');
    }
    let mut name = pascal(&spelt);
    let mut visible = false;
    if name.is_empty() {
        visible = !word.is_empty();
        name.push_str(if word.is_empty() { "Empty" } else { "Value" });
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert_str(0, "Value");
    } else if name == "Self" || name == "Other" {
        name.push_str("Value");
    }
    let (name, changed) = unique(name, "", taken);
    let note = (changed || visible).then(|| format!("the word {word:?} is the variant `{name}`"));
    (name, note)
}

/// Whether a field of this name holds something that no log should have.
pub(super) fn is_secret(wire: &str) -> bool {
    let name = snake(wire);
    let ends = |word: &str| {
        name.strip_suffix(word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
    };
    SECRETS.iter().any(|word| ends(word))
        || (ends("token") && !PLAIN_TOKENS.iter().any(|word| ends(word)))
}

/// A name in camel case keeps its capitals; any other is put into camel case.
fn pascal_kept(wanted: &str) -> String {
    let is_camel = wanted.starts_with(|c: char| c.is_ascii_uppercase())
        && wanted.chars().all(|c| c.is_ascii_alphanumeric());
    let shouted = wanted.len() > 1 && !wanted.chars().any(|c| c.is_ascii_lowercase());
    if is_camel && !shouted {
        wanted.to_owned()
    } else {
        pascal(wanted)
    }
}

/// The name with the first number that makes it free, and whether it needed one.
fn unique(name: String, separator: &str, taken: &mut HashSet<String>) -> (String, bool) {
    if taken.insert(name.clone()) {
        return (name, false);
    }
    let free = (2..=u32::MAX)
        .map(|number| format!("{name}{separator}{number}"))
        .find(|name| !taken.contains(name))
        .unwrap_or(name);
    taken.insert(free.clone());
    (free, true)
}

const LONGEST: usize = 72;

const RESERVED: &[&str] = &[
    "BTreeMap",
    "Box",
    "Clone",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Sensitive",
    "Serialize",
    "Some",
    "String",
    "Timestamp",
    "Value",
    "Vec",
];

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

const SECRETS: &[&str] = &[
    "access_key",
    "api_key",
    "apikey",
    "card_number",
    "credential",
    "cvc",
    "cvv",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "secret",
    "secret_key",
    "security_code",
    "ssn",
];

/// Tokens that open nothing.
const PLAIN_TOKENS: &[&str] = &[
    "continuation_token",
    "next_token",
    "page_token",
    "sync_token",
    "prev_token",
    "previous_token",
];
