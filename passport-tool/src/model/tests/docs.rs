//! Descriptions.

use crate::model::doc;

#[track_caller]
fn check(text: &str, expected: &str) {
    let mut out = String::new();
    doc::write(&mut out, 0, text);
    assert_eq!(out, expected);
}

#[test]
fn nothing_is_left_for_rustdoc_to_read() {
    check(
        "See [the docs](https://a.test/x_y) or https://b.test.",
        "/// See the docs (<https://a.test/x_y>) or <https://b.test>.\n",
    );
    check(
        "A <b>bold</b> [link] to user_id and ClientId",
        "/// A bold \\[link\\] to `user_id` and `ClientId`\n",
    );
    check("Vec<String> & more", "/// `Vec<String>` \\& more\n");
    check("one ` tick", "/// one tick\n");
    check("`a b` c", "/// `a b` c\n");
}

#[test]
fn blocks_stay_apart() {
    check(
        "A\nb\n\n* one\n  more\n* two\n\nEnd",
        "/// A b\n///\n/// - one more\n/// - two\n///\n/// End\n",
    );
    check(
        "```json\n{\"a\": [1]}\n```",
        "/// ```text\n/// {\"a\": [1]}\n/// ```\n",
    );
    check("```\nopen", "/// ```text\n/// open\n/// ```\n");
    check("# Title\ntext", "/// Title\n///\n/// text\n");
    check("--- \n***", "");
}
