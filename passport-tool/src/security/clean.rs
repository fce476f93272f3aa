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
    let joined = join_holes(name);
    let (good, bad): (Vec<&str>, Vec<&str>) = joined
        .split_whitespace()
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
    } else if joined != name && joined.trim() == good[0] {
        Some(format!(
            "the scope {name:?} is `{}`: its holes are named without spaces",
            good[0]
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

/// The name with `_` for the spaces within its holes: `{Folder Id}` is one name.
fn join_holes(name: &str) -> String {
    if name.matches('{').count() != name.matches('}').count() {
        return name.to_owned();
    }
    let mut depth = 0_usize;
    let joined = name.chars().map(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 && c.is_whitespace() {
            '_'
        } else {
            c
        }
    });
    joined.collect()
}

/// The characters of a scope token.
fn is_scope_character(c: char) -> bool {
    matches!(c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn a_hole_is_one_name() {
        let check = |name: &str, expected: &[&str]| assert_eq!(clean(name).0, expected, "{name}");
        check("files:{Folder Id}", &["files:{Folder_Id}"]);
        check("files:{Folder Id} b", &["files:{Folder_Id}", "b"]);
        check("a:{b c", &["a:{b", "c"]);
        assert!(clean("files:{Folder Id}").1.unwrap().contains("holes"));
        assert!(clean("\u{e9}").1.unwrap().ends_with("left out"));
    }
}
