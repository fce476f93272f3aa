//! The output of an example, as its tests see it.

use std::env;
use std::process::Command;

/// Runs the test with this name in a process of its own, and returns what is printed there.
pub(crate) fn printed_by(test: &str) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    let output = command.args(["--exact", test, "--nocapture"]).output();
    let output = output.unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{printed}");
    assert!(printed.contains("test result: ok. 1 passed"), "{printed}");
    printed
}

/// Fails where a line shows a value as `Debug` writes it, such as `Some(1)` or `Id("17")`.
#[track_caller]
pub(crate) fn assert_no_debug_output(printed: &str) {
    let shown: Vec<&str> = printed.lines().filter(|line| is_debug(line)).collect();
    assert!(shown.is_empty(), "written by `Debug`: {shown:#?}");
}

fn is_debug(line: &str) -> bool {
    let mut words = line.split(|letter: char| !letter.is_alphanumeric());
    let wrapped = ["Some(", "Ok(", "Err(", "[\"", "[(", "[]"];
    let quoted = |at: usize| line[..at].ends_with(|letter: char| letter.is_alphanumeric());
    // `Type { field: … }`; a JSON object has no name in front of it.
    let named = |at: usize| {
        let name = line[..at].trim_end().rsplit([' ', '(']).next();
        let name = name.unwrap_or_default();
        name.starts_with(char::is_uppercase) && name.ends_with(char::is_alphanumeric)
    };
    words.any(|word| word == "None")
        || wrapped.iter().any(|debug| line.contains(debug))
        || line.match_indices("(\"").any(|(at, _)| quoted(at))
        || line.match_indices(" { ").any(|(at, _)| named(at))
}

#[test]
fn debug_output_is_recognised() {
    for line in [
        "1 on this page, Some(1) in all",
        "quote Some(QuoteId(\"q-1\"))",
        "key k-1, None",
        "PaymentId(\"p-1\") is paid",
        "A token with [\"books:read\"]",
        "Zone { id: 1 }",
    ] {
        assert!(is_debug(line), "{line}");
    }
    for line in [
        "client.payments().create(…)",
        "a question: 200 { \"accept\": true }",
        "error[E0277]: `Payouts` does not carry the scope",
    ] {
        assert!(!is_debug(line), "{line}");
    }
}
