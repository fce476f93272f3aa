//! Text of a spec as part of Markdown: it stays text, whatever Markdown or HTML it holds.
//!
//! A description ends up in a doc comment, where rustdoc compiles and runs code blocks, keeps HTML as
//! it is and resolves links. [`doc_text`] leaves prose, emphasis, lists, tables, inline code and
//! links to the web, and nothing else: what comes out of it has no code block that is Rust, no HTML
//! and no other link, and ends with every block closed.
//!
//! The tests hold the result against pulldown-cmark, the parser that rustdoc uses.

mod blocks;
mod inline;

use std::borrow::Cow;

use crate::plain_text::without_invisible;

/// A text of a spec as Markdown of its own lines.
///
/// ```
/// use passport_spec::doc_text;
///
/// assert_eq!(doc_text("Read *orders*, `id` first."), "Read *orders*, `id` first.");
/// assert_eq!(doc_text("```\nstd::process::exit(1)\n```"), "\n```text\nstd::process::exit(1)\n```\n");
/// assert_eq!(doc_text("<script> and [`Vec`]"), "\\<script> and \\[`Vec`]");
/// ```
///
/// Text without any special character is returned as it is.
pub fn doc_text(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let written = blocks::write(&without_invisible(text));
    if written == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(written)
    }
}

/// A text of a spec as Markdown within a line, such as a title, or in a cell of a table.
///
/// ```
/// assert_eq!(passport_spec::doc_line("The\n<b>shop</b>"), "The \\<b>shop\\</b>");
/// ```
pub fn doc_line(text: &str) -> Cow<'_, str> {
    let is_tidy = !text.contains("  ") && !text.contains('\n') && text.trim() == text;
    if is_tidy && is_plain(text) {
        return Cow::Borrowed(text);
    }
    let text = without_invisible(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    Cow::Owned(inline::line(&words.join(" ")))
}

/// A text of a spec as inline code, on one line.
///
/// ```
/// assert_eq!(passport_spec::doc_code("a"), "`a`");
/// assert_eq!(passport_spec::doc_code("a`b"), "``a`b``");
/// ```
pub fn doc_code(text: &str) -> String {
    let text = without_invisible(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return "\"\"".to_owned();
    }
    let fence = "`".repeat(inline::free_run(&text, 1));
    if text.starts_with('`') || text.ends_with('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// An address of a spec: a link where it leads to the web, inline code otherwise.
///
/// ```
/// use passport_spec::doc_link;
///
/// assert_eq!(doc_link("https://shop.example/docs"), "<https://shop.example/docs>");
/// assert_eq!(doc_link("javascript:alert(1)"), "`javascript:alert(1)`");
/// ```
pub fn doc_link(address: &str) -> String {
    if web_address(address).is_some() {
        format!("<{address}>")
    } else {
        doc_code(address)
    }
}

/// The address, if a browser may be led to it: `http` or `https`, in the characters of a URL.
pub fn web_address(address: &str) -> Option<&str> {
    inline::is_web_address(address).then_some(address)
}

/// Returns whether Markdown and rustdoc see only prose, lists and tables in a text.
fn is_plain(text: &str) -> bool {
    let is_special = |c: char| {
        matches!(c, '`' | '~' | '<' | '[' | '\\') || c != '\n' && crate::plain_text::is_invisible(c)
    };
    !text.contains(is_special) && !text.contains("    ")
}

#[cfg(test)]
mod tests;
