//! Scope names as OAuth2 has them (RFC 6749, 3.3).

/// The scopes that a name in a document means: trimmed, and split where it holds spaces.
///
/// The second part says what was changed or left out.
///
/// ```
/// use passport_tool::security::clean;
/// assert_eq!(clean("a:b"), (vec!["a:b".to_owned()], None));
/// assert_eq!(clean(" a b").0, ["a", "b"]);
/// ```
pub fn clean(name: &str) -> (Vec<String>, Option<String>) {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (good, bad): (Vec<&str>, Vec<&str>) = words
        .iter()
        .partition(|word| word.chars().all(is_scope_character));
    let good: Vec<String> = good.into_iter().map(str::to_owned).collect();
    let told = if let Some(bad) = bad.first() {
        Some(format!(
            "the scope {bad:?} holds a character that no scope can (RFC 6749, 3.3): left out"
        ))
    } else if good.is_empty() {
        Some(format!("the scope {name:?} is empty: left out"))
    } else if good.len() > 1 {
        Some(format!(
            "{name:?} holds spaces, so it is {} scopes",
            good.len()
        ))
    } else if good[0] != name {
        Some(format!(
            "the scope {name:?} is `{}`, without its spaces",
            good[0]
        ))
    } else {
        None
    };
    (good, told)
}

/// The characters of a scope token.
fn is_scope_character(c: char) -> bool {
    matches!(c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e')
}
