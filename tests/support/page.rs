//! Pages of the documentation: those that a test writes, and what stands in their fenced blocks.

use std::path::Path;

/// Compares a committed page with what it should be, or rewrites it where `PASSPORT_REGEN` is 1.
///
/// # Panics
///
/// If it is stale, or cannot be written.
pub fn compare(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs")
        .join(name);
    if std::env::var_os("PASSPORT_REGEN").is_some_and(|value| value == "1") {
        std::fs::write(&path, page).expect("the page is written");
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = committed.lines().zip(page.lines()).find(|(a, b)| a != b);
    assert!(
        committed == page,
        "docs/{name} is stale, first at {differs:?}; run `cargo xtask regen` and read the difference"
    );
}

/// Adds a row to a table.
pub fn row(page: &mut String, first: &str, rest: impl IntoIterator<Item = String>) {
    page.push_str("| ");
    page.push_str(first);
    for cell in rest {
        page.push_str(" | ");
        page.push_str(&cell);
    }
    page.push_str(" |\n");
}

/// The fenced blocks of a page in one language.
pub fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, String)> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(fence)) => open = Some((fence == language, String::new())),
            (Some((wanted, text)), Some(_)) => {
                if *wanted {
                    blocks.push(std::mem::take(text));
                }
                open = None;
            }
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}
