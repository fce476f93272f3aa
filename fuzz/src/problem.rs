//! Bodies of refusals: the raw bytes are kept, the fields are those of the JSON, and `Debug` shows
//! nothing of the body but a code.

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
    let fields = match serde_json::from_slice(data) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    check_fields(&problem, &fields);
    check_debug(&problem);
}

fn check_fields(problem: &Problem, fields: &Map<String, Value>) {
    for (name, value) in fields {
        assert_eq!(problem.field(name), Some(value));
    }
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    assert_eq!(problem.kind(), text("type"));
    assert_eq!(problem.title(), text("title"));
    assert_eq!(problem.instance(), text("instance"));
    let details = [text("detail"), text("message"), text("error_description")];
    assert_eq!(problem.detail(), details.into_iter().flatten().next());
    if let Some(code) = problem.code() {
        let sources = [
            text("type"),
            text("code"),
            text("error_code"),
            text("error"),
        ];
        let is_end = |text: &&str| text.ends_with(code);
        assert!(!code.is_empty() && sources.iter().flatten().any(is_end));
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
