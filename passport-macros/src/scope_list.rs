//! The scopes of a set, as a list in its docs.

use passport_spec::doc_code;

/// The lines of the list, which begins a paragraph of its own.
pub(crate) fn write(scopes: &[&str]) -> Vec<String> {
    if scopes.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "Scopes:".to_owned(), String::new()];
    let listed = scopes.iter().take(MOST);
    lines.extend(listed.map(|scope| format!("* {}", doc_code(scope))));
    match scopes.len().saturating_sub(MOST) {
        0 => {}
        more => lines.push(format!("* and {more} more")),
    }
    lines
}

/// Scopes that are listed at most; a page or a hover with thousands is of no use.
const MOST: usize = 50;

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn long_list_ends_with_the_number_of_the_others() {
        assert!(write(&[]).is_empty());
        assert_eq!(write(&["a", "b"]), ["", "Scopes:", "", "* `a`", "* `b`"]);
        let lines = write(&["a"; 52]);
        assert_eq!((lines.len(), lines[53].as_str()), (54, "* and 2 more"));
    }
}
