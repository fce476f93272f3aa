//! Bodies of refusals: the raw bytes are kept, the fields are those of the JSON, also where it is cut
//! off, and `Debug` shows nothing of the body but a code.

use passport_api::__private::fuzz::problem;
use passport_api::Problem;
use serde_json::{Map, Value};

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let problem = problem(data.to_vec());
    assert_eq!(problem.raw(), data);
    let json = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    if let Ok(Value::Object(fields)) = serde_json::from_slice(json) {
        check_fields(&problem, &fields);
        check_cut(data, &problem);
    }
    check_debug(&problem);
}

fn check_fields(problem: &Problem, fields: &Map<String, Value>) {
    for (name, value) in fields {
        assert_eq!(problem.field(name).as_ref(), Some(value));
    }
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let inner = fields.get("error").and_then(Value::as_object);
    let inner = |name: &str| inner?.get(name)?.as_str();
    assert_eq!(problem.kind(), text("type"));
    assert_eq!(problem.title(), text("title"));
    assert_eq!(problem.instance(), text("instance"));
    let details = ["detail", "message", "error_description"];
    let inner_details = details.iter().find_map(|name| inner(name));
    let expected = details.iter().find_map(|name| text(name)).or(inner_details);
    assert_eq!(problem.detail(), expected);
    if let Some(code) = problem.code() {
        let own = ["type", "code", "error_code", "error"].map(text);
        let inner = ["code", "error_code", "type"].map(inner);
        let sources = own.into_iter().chain(inner).flatten();
        let is_end = |text: &str| text.ends_with(code);
        assert!(!code.is_empty() && sources.into_iter().any(is_end));
    }
}

/// A text that is cut off has fewer fields, and none that the whole has not; but the last of two counts.
fn check_cut(data: &[u8], whole: &Problem) {
    let cut = problem(data[..data.len() / 2].to_vec());
    let is_of_whole = |text: &str| {
        let found = String::from_utf8_lossy(whole.raw());
        found.contains('\\') || found.contains(text)
    };
    for text in [cut.kind(), cut.title(), cut.detail(), cut.instance()] {
        assert!(text.is_none_or(is_of_whole));
    }
}

fn check_debug(problem: &Problem) {
    let is_plain = |code: &&str| {
        let fits = |c: char| c.is_ascii_alphabetic() || "_-.".contains(c);
        code.len() <= 64 && code.chars().all(fits)
    };
    let code = problem.code().filter(is_plain);
    let bytes = problem.raw().len();
    let expected = format!("Problem {{ code: {code:?}, bytes: {bytes}, .. }}");
    assert_eq!(format!("{problem:?}"), expected);
}
