use std::borrow::Cow;

use proptest::collection::vec;
use proptest::prelude::*;

use super::{doc_code, doc_line, doc_link, doc_text};

mod rustdoc;

#[test]
fn ordinary_markdown_is_returned_as_it_is() {
    for text in [
        "",
        "Read orders",
        "Reads *all* orders, **newest** first; see `id` and ``a`b``.",
        "Two paragraphs.\n\n* one\n* two\n  * three\n\n1. first\n2. second",
        "# Heading\n\n> quoted\n\n---\n\nText",
        "| a | b |\n| --- | --- |\n| `x` | y |",
        "See <https://shop.example/a?b=c#d> or [the page](https://shop.example).",
        "a < b, x <= 3 & y > 2, café, 漢字, \u{1f600}\u{fe0f}",
        "```json\n{ \"a\": 1 }\n```\n",
        "An escaped \\[bracket] and \\`backtick",
    ] {
        let written = doc_text(text);
        if text.starts_with("```") {
            assert_eq!(written, format!("\n{text}"));
            continue;
        }
        assert!(matches!(written, Cow::Borrowed(_)), "{text:?}: {written:?}");
    }
}

#[test]
fn code_becomes_a_block_of_text() {
    let check = |text: &str, expected: &str| assert_eq!(doc_text(text), expected, "{text:?}");
    check("a\n```\nb\n```\nc", "a\n```text\nb\n```\nc");
    check("a\n~~~rust\nb\n~~~", "a\n```text\nb\n```\n");
    check("a\n````rust,no_run\n```\n````", "a\n````text\n```\n````\n");
    check("a\n```\nnever closed", "a\n```text\nnever closed\n```\n");
    check("a\n\n    b\n      c\n\nd", "a\n\n```text\nb\n  c\n```\n\nd");
    check("a\n\n\tb", "a\n\n```text\nb\n```\n");
    check("a\n        lazy", "a\n   lazy");
    check("- a\n\n      b", "- a\n\n   b");
    check("-     code", "- code");
    check("1.\tcode", "1. code");
    check("> ```\n> b\n> ```\nc", "\n```text\nb\n```\nc");
    check(
        "> ```\n> b\nc\n```\nd",
        "\n```text\nb\n```\nc\n```text\nd\n```\n",
    );
    check("* ```\n  b\n  ```", "\n```text\nb\n```\n");
    check("`\u{200b}``\nb\n```", "\n```text\nb\n```\n");
    check("    all\n    indented", "all\nindented");
}

#[test]
fn html_and_links_become_text() {
    let check = |text: &str, expected: &str| assert_eq!(doc_text(text), expected, "{text:?}");
    check("<img src=x onerror=a>", "\\<img src=x onerror=a>");
    check("a <!-- b", "a \\<!-- b");
    check("<.a@b.c> and <= 1@", "\\<.a@b.c> and <= 1@");
    check("`<b>` and ` <b>", "`<b>` and \\` \\<b>");
    check("[x](javascript:alert(1))", "\\[x](javascript:alert(1))");
    check("[`Vec`] [a]: b", "\\[`Vec`] \\[a]: b");
    check(
        "![x](https://a.example/x.png)",
        "\\![x](https://a.example/x.png)",
    );
    check("<javascript:alert(1)>", "\\<javascript:alert(1)>");
    check("over `two\nlines` of code", "over `two lines` of code");
    check("|a|\n|-|\n|`x|<b>` y|", "|a|\n|-|\n|\\`x|\\<b>\\` y|");
    check("open at the end \\", "open at the end \\\\");
}

#[test]
fn rustdoc_makes_more_than_text_of_what_is_not_escaped() {
    let refused = |text: &str| assert!(rustdoc::check(text).is_err(), "{text:?}");
    for text in [
        "```\na",
        "~~~ rust\na",
        "- ```no_run\n  a",
        "a\n\n    b",
        "-     b",
        "a <b>",
        "<!--",
        "[a]",
        "[a](b)",
        "[a][b]\n\n[b]: javascript:c",
        "![a](https://b.c)",
        "<javascript:a>",
        "a[^1]\n\n[^1]: b",
    ] {
        refused(text);
        rustdoc::check(&doc_text(text)).unwrap();
    }
}

#[test]
fn names_and_addresses_are_code_and_links() {
    assert_eq!(doc_code("a\nb`` `"), "``` a b`` ` ```");
    assert_eq!(doc_code("\u{202e}"), "\"\"");
    assert_eq!(doc_link("https://a.example/<b>"), "`https://a.example/<b>`");
    assert_eq!(doc_line(" a\n\nb |c\\|d ~~~"), "a b |c|d \\~~~");
    assert!(matches!(doc_line("A shop"), Cow::Borrowed("A shop")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn no_text_is_more_than_text_to_rustdoc(
        pieces in vec(prop_oneof![8 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,4}"], 0..24)
    ) {
        let text = pieces.concat();
        for (before, behind) in [("", ""), ("The scope `x`: ", "."), ("", "\n\n`GET /x` needs `x`.")] {
            let doc = format!("{before}{}{behind}", doc_text(&text));
            if let Err(more) = rustdoc::check(&doc) {
                prop_assert!(false, "{more}: {text:?} became {doc:?}");
            }
        }
        let doc = format!("{}\n\n`GET /x` needs `x`.", doc_text(&text));
        let last = rustdoc::paragraphs(&doc).pop();
        prop_assert_eq!(last.as_deref(), Some("GET /x needs x."), "{:?} became {:?}", text, doc);
    }

    #[test]
    fn no_line_is_more_than_text_to_rustdoc(
        pieces in vec(prop::sample::select(PIECES), 0..12)
    ) {
        let text = pieces.concat();
        let line = doc_line(&text);
        let code = doc_code(&text);
        let cell = line.replace('|', "\\|");
        for doc in [
            line.clone().into_owned(),
            format!("# {line}"),
            format!("A client of {line}."),
            format!("**{line}** (`x`)"),
            format!("| a | b |\n| --- | --- |\n| {cell} | x |"),
            format!("The {code}: {line}."),
            format!("See {}.", doc_link(&text)),
        ] {
            if let Err(more) = rustdoc::check(&doc) {
                prop_assert!(false, "{more}: {text:?} became {doc:?}");
            }
        }
    }
}

/// Parts of Markdown that begin, end or hide a block, HTML or a link.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\n\n",
    " ",
    "  ",
    "   ",
    "    ",
    "     ",
    "\t",
    "\r",
    "\r\n",
    "\u{b}",
    "\u{c}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "`",
    "``",
    "```",
    "````",
    "~~~",
    "~~~~",
    "~",
    "- ",
    "-",
    "* ",
    "*",
    "+ ",
    "1. ",
    "1.",
    "12) ",
    "> ",
    ">",
    "# ",
    "#",
    "---",
    "===",
    "***",
    "| ",
    "|",
    "|-|-|",
    "-|-",
    ":-:",
    "\\",
    "\\\\",
    "\\`",
    "\\|",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<?x",
    "<![CDATA[",
    "]]>",
    "<script>",
    "<div\n",
    "<a href=\"`\">",
    "[",
    "]",
    "[a]",
    "[a]: b",
    "[a]: <b>\n",
    "[a][b]",
    "](",
    ")",
    "[a](b)",
    "[a](https://x.y)",
    "![",
    "[^1]",
    "[^1]: ",
    "[ ] ",
    "<https://a.b>",
    "https://a.b",
    "<javascript:x>",
    "<x@y.z>",
    "<.",
    "@b.c>",
    "1",
    "=",
    "&lt;",
    "&#96;",
    "&#32;",
    "&",
    "_",
    "__",
    "\"",
    "'",
    "rust",
    "text",
    "no_run",
    "{.rust}",
    "a",
    "b c",
    "code();",
    "x\n",
    "$$",
    "{",
    "}",
    "!",
    "()",
    "::: ",
    "+++",
    "*/",
    "\"#",
    "//!",
];
