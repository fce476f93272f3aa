//! Rustdoc's reading of Markdown, by the parser that it uses: the code that it would run, HTML,
//! and links that lead elsewhere than to the web.

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Checks that rustdoc makes text of it and nothing else.
///
/// # Errors
///
/// The first thing that is more than text.
pub(crate) fn check(markdown: &str) -> Result<(), String> {
    let mut reference = None;
    let found = {
        let mut broken = |link: BrokenLink<'_>| {
            reference = Some(link.reference.to_string());
            None
        };
        let parser = Parser::new_with_broken_link_callback(markdown, options(), Some(&mut broken));
        parser.into_iter().find_map(|event| more_than_text(&event))
    };
    let reference = reference.map(|name| format!("the item `{name}` would be looked for"));
    found.or(reference).map_or(Ok(()), Err)
}

/// The paragraphs that stand in no list, no quote and no other block, as text.
pub(crate) fn paragraphs(markdown: &str) -> Vec<String> {
    let mut depth = 0;
    let mut found: Vec<String> = Vec::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Start(tag) => {
                if depth == 0 && tag == Tag::Paragraph {
                    found.push(String::new());
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth -= 1;
                debug_assert!(depth > 0 || tag != TagEnd::Item);
            }
            Event::Text(text) | Event::Code(text) if depth == 1 => {
                if let Some(last) = found.last_mut() {
                    last.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}

fn more_than_text(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
            Some("an indented block would be run".to_owned())
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_rust(info) => {
            Some(format!("a block of `{info}` would be run"))
        }
        Event::Html(html) | Event::InlineHtml(html) => Some(format!("HTML: {html}")),
        Event::Start(Tag::HtmlBlock) => Some("a block of HTML".to_owned()),
        Event::Start(Tag::Link { dest_url, .. }) => {
            let is_web = ["https://", "http://"]
                .iter()
                .any(|it| dest_url.starts_with(it));
            (!is_web).then(|| format!("a link to {dest_url}"))
        }
        Event::Start(Tag::Image { dest_url, .. }) => Some(format!("an image of {dest_url}")),
        Event::Start(Tag::FootnoteDefinition(_)) | Event::FootnoteReference(_) => {
            Some("a footnote".to_owned())
        }
        _ => None,
    }
}

/// Returns whether rustdoc takes a block with this info string for Rust.
fn is_rust(info: &str) -> bool {
    let (mut rust, mut other, mut custom) = (false, false, false);
    for word in info.split([',', ' ', '\t', '{', '}']) {
        match word.trim() {
            "" => {}
            "rust" | "should_panic" | "no_run" | "ignore" | "test_harness" | "compile_fail"
            | "standalone_crate" => rust = true,
            word if word.starts_with("ignore-") || word.starts_with("edition") => rust = true,
            "custom" => custom = true,
            _ => other = true,
        }
    }
    !custom && (!other || rust)
}

/// The extensions that rustdoc turns on.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}
