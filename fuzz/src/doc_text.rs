//! Text of a spec in a doc comment and on a terminal: rustdoc finds no test, no HTML and no link but
//! to the web in it, whatever is written behind it stays apart, and a terminal gets no control
//! character.

use passport_spec::{doc_code, doc_line, doc_link, doc_text, is_invisible, plain_line, plain_text};

#[path = "../../passport-spec/src/doc_text/tests/rustdoc.rs"]
mod rustdoc;

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let block = doc_text(&text);
    check(&text, &block);
    check(&text, &format!("The scope `x`: {block}."));
    let followed = format!("{block}\n\n{BEHIND}");
    check(&text, &followed);
    let last = rustdoc::paragraphs(&followed).pop();
    assert_eq!(last.as_deref(), Some("GET /x needs x."), "{followed:?}");
    check(&text, &as_comment(&block));

    let line = doc_line(&text);
    assert!(!line.contains(is_invisible));
    check(&text, &line);
    check(&text, &format!("A client of {line}."));
    let cell = line.replace('|', "\\|");
    check(&text, &format!("| a | b |\n| --- | --- |\n| {cell} | x |"));
    check(&text, &format!("{}: {}", doc_code(&text), doc_link(&text)));

    let plain = plain_text(&text);
    assert!(!plain.contains(|c| c != '\n' && c != '\t' && is_invisible(c)));
    assert!(!plain_line(&text).contains(is_invisible));
}

#[track_caller]
fn check(text: &str, markdown: &str) {
    if let Err(more) = rustdoc::check(markdown) {
        panic!("{more}: {text:?} became {markdown:?}");
    }
}

/// The Markdown that rustdoc reads of a comment whose lines all begin with a space: it takes away the
/// indent that all of them share.
fn as_comment(markdown: &str) -> String {
    let lines: Vec<String> = markdown.lines().map(|line| format!(" {line}")).collect();
    let indent = |line: &String| line.len() - line.trim_start_matches(' ').len();
    let of_text = lines.iter().filter(|line| !line.trim().is_empty());
    let shared = of_text.map(indent).min().unwrap_or(0);
    let lines = lines
        .iter()
        .map(|line| line.get(shared..).unwrap_or("").to_owned() + "\n");
    lines.collect()
}

const BEHIND: &str = "`GET /x` needs `x`.";
