//! What a server says in the body of a refusal.

mod field;
mod known;

use std::sync::OnceLock;

use bytes::Bytes;
use serde_json::Value;

use crate::json;
use crate::problem::known::Known;

/// The body of an error response: problem details (RFC 7807), or the fields that are usual in their
/// place, and the raw bytes.
///
/// Nothing is required: a body that is no JSON has only [`raw`](Self::raw).
///
/// ```
/// use passport_api::Error;
///
/// /// What to write into the log.
/// fn said(error: &Error) -> String {
///     let Some(problem) = error.problem() else {
///         return error.to_string();
///     };
///     let detail = problem.detail().or(problem.title()).unwrap_or("no reason");
///     format!("{error}: {detail} (request {:?})", error.request_id())
/// }
/// ```
#[derive(Clone, Default)]
pub struct Problem {
    raw: Bytes,
    /// Read when it is first asked for.
    known: OnceLock<Box<Known>>,
    /// Whether the code is not to be shown, although it is a plain word.
    hides_code: bool,
}

impl Problem {
    pub(crate) fn read(raw: impl Into<Bytes>) -> Self {
        Self {
            raw: raw.into(),
            known: OnceLock::new(),
            hides_code: false,
        }
    }

    /// The body of an answer of success that is not what the call expects, so that nothing is known of
    /// what it may hold.
    pub(crate) fn of_unread_answer(raw: Bytes) -> Self {
        Self {
            hides_code: true,
            ..Self::read(raw)
        }
    }

    /// The same problem, which does not show its code where that is something secret.
    pub(crate) fn without_code_if(mut self, is_secret: impl Fn(&str) -> bool) -> Self {
        self.hides_code = self.code().is_some_and(is_secret);
        self
    }

    /// The problem's type, a URI or a code.
    pub fn kind(&self) -> Option<&str> {
        self.known().text("type")
    }

    /// What kind of problem it is, in one word: the last part of the problem's type, behind its
    /// last colon, slash or hash (`zone_not_found` for `io.passportlabs:error:zone_not_found`);
    /// without a type, the field `code`, `error_code` or `error`. Where `error` is an object, its
    /// field `code`, `error_code` or `type`.
    pub fn code(&self) -> Option<&str> {
        let known = self.known();
        let of_kind = self
            .kind()
            .and_then(|kind| kind.rsplit([':', '/', '#']).next());
        let of_inner = || known.inner()?.first_text(&["code", "error_code", "type"]);
        let code = of_kind
            .or_else(|| known.first_text(&["code", "error_code", "error"]))
            .or_else(of_inner);
        code.filter(|code| !code.is_empty())
    }

    /// The code, where it is a plain word: that is no text about anybody.
    pub(crate) fn plain_code(&self) -> Option<&str> {
        let code = || self.code().filter(|code| is_plain_word(code));
        (!self.hides_code).then(code)?
    }

    /// A short text for the kind of problem.
    pub fn title(&self) -> Option<&str> {
        self.known().text("title")
    }

    /// A text for this occurrence: the field `detail`, `message` or `error_description`, or that of
    /// the object `error`.
    pub fn detail(&self) -> Option<&str> {
        const NAMES: &[&str] = &["detail", "message", "error_description"];
        let known = self.known();
        let of_inner = || known.inner()?.first_text(NAMES);
        known.first_text(NAMES).or_else(of_inner)
    }

    /// A URI for this occurrence.
    pub fn instance(&self) -> Option<&str> {
        self.known().text("instance")
    }

    /// Any field of the body, if that is a JSON object.
    ///
    /// The body is searched for it each time. A field whose text is longer than 64 KiB is not read,
    /// because a `Value` may take a hundred times the memory; [`raw`](Self::raw) has it.
    pub fn field(&self, name: &str) -> Option<Value> {
        let raw = field::find(self.json(), name)?.get();
        let is_short = raw.len() <= LONGEST_FIELD;
        is_short.then(|| serde_json::from_str(raw).ok())?
    }

    /// The body as it came, up to the client's limit.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The scopes that the body says are needed, if each is a scope token (RFC 6749, 3.3). The field
    /// `scope` counts only where the refusal is about scopes: elsewhere it may be anything.
    pub(crate) fn scopes(&self, is_about_scopes: bool) -> Option<&[String]> {
        self.known().scopes(is_about_scopes)
    }

    fn known(&self) -> &Known {
        self.known
            .get_or_init(|| Box::new(Known::read(self.json())))
    }

    /// The body as JSON.
    fn json(&self) -> &[u8] {
        json::without_bom(&self.raw)
    }
}

/// Returns whether a text is a word such as `invalid_token`, and so none about anybody.
pub(crate) fn is_plain_word(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-' | '.');
    text.len() <= 64 && text.chars().all(letter)
}

/// The body may hold personal data, so only its size is shown, and its code where that is a plain
/// word: some servers write a sentence there.
impl std::fmt::Debug for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Problem");
        shown
            .field("code", &self.plain_code())
            .field("bytes", &self.raw.len())
            .finish_non_exhaustive()
    }
}

/// The longest text of a field that is read into a `Value`.
const LONGEST_FIELD: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::{LONGEST_FIELD, Problem};

    #[test]
    fn reads_problem_details() {
        let body = br#"{"type":"io.example:error:zone_not_found","title":"No zone",
            "detail":"zone 7","additional_details":{"zone_id":7}}"#;
        let problem = Problem::read(body.to_vec());
        assert_eq!(problem.code(), Some("zone_not_found"));
        assert_eq!(problem.title(), Some("No zone"));
        assert_eq!(problem.detail(), Some("zone 7"));
        assert_eq!(problem.field("additional_details").unwrap()["zone_id"], 7);
        assert_eq!(problem.field("zone_id"), None);
        assert_eq!(problem.raw(), body);
    }

    #[test]
    fn reads_what_is_usual_in_their_place() {
        let problem = Problem::read(br#"{"code":"not_found","message":"No such key."}"#.to_vec());
        assert_eq!(problem.code(), Some("not_found"));
        assert_eq!(problem.detail(), Some("No such key."));
        let problem = Problem::read(br#"{"error":"invalid_token"}"#.to_vec());
        assert_eq!(
            (problem.code(), problem.detail()),
            (Some("invalid_token"), None)
        );
    }

    #[test]
    fn debug_shows_a_plain_code_only() {
        let shown = |body: &str| format!("{:?}", Problem::read(body.to_owned()));
        let plain = shown(r#"{"code":"not_found"}"#);
        assert_eq!(
            plain,
            r#"Problem { code: Some("not_found"), bytes: 20, .. }"#
        );
        // Found by the fuzz target `problem`.
        let sentence = shown(r#"{"error":"No customer 1020304050"}"#);
        assert_eq!(sentence, "Problem { code: None, bytes: 34, .. }");
    }

    #[test]
    fn keeps_what_is_no_json() {
        for body in ["", "<html>", "[1]", "{\"type\":", "{\"type\":7}"] {
            let problem = Problem::read(body);
            assert_eq!(
                (problem.kind(), problem.raw()),
                (None, body.as_bytes()),
                "{body}"
            );
        }
    }

    #[test]
    fn code_and_detail_may_stand_in_an_object() {
        let problem =
            Problem::read(r#"{"error":{"code":"no_card","message":"m","error":{"x":1}}}"#);
        assert_eq!(
            (problem.code(), problem.detail()),
            (Some("no_card"), Some("m"))
        );
        let typed = Problem::read(r#"{"error":{"type":"invalid_request","param":"x"}}"#);
        assert_eq!(typed.code(), Some("invalid_request"));
        let number = Problem::read(r#"{"error":{"code":403,"errors":[{"code":"x"}]}}"#);
        assert_eq!(number.code(), None);
        let outer = Problem::read(
            r#"{"error":{"code":"inner","message":"i"},"code":"outer","detail":"o"}"#,
        );
        assert_eq!((outer.code(), outer.detail()), (Some("outer"), Some("o")));
    }

    #[test]
    fn last_of_two_fields_counts() {
        let problem = Problem::read(
            r#"{"code":"a","code":"b","error":{"message":"m"},"error":7,"x":1,"x":2}"#,
        );
        assert_eq!((problem.code(), problem.detail()), (Some("b"), None));
        assert_eq!(problem.field("x"), Some(2.into()));
        assert_eq!(Problem::read(r#"{"code":"a","code":null}"#).code(), None);
    }

    #[test]
    fn one_byte_order_mark_is_skipped() {
        for (body, code) in [
            ("\u{feff}{\"code\":\"a\"}", Some("a")),
            ("\u{feff} \n{\"code\":\"a\"}", Some("a")),
            ("\u{feff}\u{feff}{\"code\":\"a\"}", None),
            (" \u{feff}{\"code\":\"a\"}", None),
            ("\u{feff}", None),
        ] {
            let problem = Problem::read(body);
            assert_eq!(problem.code(), code, "{body:?}");
            assert_eq!(problem.field("code").is_some(), code.is_some(), "{body:?}");
            assert_eq!(problem.raw(), body.as_bytes(), "the body stays as it came");
        }
    }

    #[test]
    fn truncated_body_gives_what_it_has() {
        let whole = r#"{"code":"limit","x":[1,{"y":2}],"error":{"message":"m","z":1},"title":"t"}"#;
        for end in 0..whole.len() {
            let problem = Problem::read(&whole[..end]);
            let has = |text: &str| whole[..end].contains(text);
            assert_eq!(problem.code().is_some(), has(r#""code":"limit""#), "{end}");
            assert_eq!(problem.detail().is_some(), has(r#""message":"m""#), "{end}");
            assert_eq!(problem.field("x").is_some(), has(r#"[1,{"y":2}]"#), "{end}");
            assert_eq!(problem.title().is_some(), has(r#""title":"t""#), "{end}");
        }
    }

    #[test]
    fn broken_text_ends_the_reading_only() {
        for end in ["<html>", "\"x\":tru", "\"x\":\"\\ud800\"", "\"x\":01"] {
            let problem = Problem::read(format!(r#"{{"code":"limit",{end}"#));
            assert_eq!(problem.code(), Some("limit"), "{end}");
            assert_eq!(problem.field("code"), Some("limit".into()), "{end}");
        }
    }

    #[test]
    fn long_field_is_left_to_the_caller() {
        let body = |length: usize| format!(r#"{{"x":"{}","code":"c"}}"#, "x".repeat(length - 2));
        let problem = Problem::read(body(LONGEST_FIELD));
        assert!(problem.field("x").is_some());
        let problem = Problem::read(body(LONGEST_FIELD + 1));
        assert_eq!((problem.field("x"), problem.code()), (None, Some("c")));
    }

    #[test]
    fn scopes_are_read_in_every_form() {
        let check = |body: &str, expected: Option<&[&str]>| {
            let problem = Problem::read(body.to_owned());
            let scopes = problem.scopes(true).map(<[String]>::to_vec);
            let expected = expected.map(|list| list.iter().map(|it| (*it).to_owned()).collect());
            assert_eq!(scopes, expected, "{body}");
        };
        check(r#"{"scope":"a  b"}"#, Some(&["a", "b"]));
        check(r#"{"scope":["a","b"]}"#, Some(&["a", "b"]));
        check(r#"{"required_scopes":["a"],"scope":"b"}"#, Some(&["a"]));
        check(r#"{"scope":"b","required_scope":"a"}"#, Some(&["a"]));
        check(r#"{"error":{"required_scopes":"a"}}"#, Some(&["a"]));
        let elsewhere = Problem::read(r#"{"scope":"day","required_scopes":["a"]}"#);
        assert_eq!(elsewhere.scopes(false).unwrap(), ["a"]);
        assert_eq!(Problem::read(r#"{"scope":"day"}"#).scopes(false), None);
        for none in [
            r#"{"scope":""}"#,
            r#"{"scope":7}"#,
            r#"{"scope":{"a":"b"}}"#,
            r#"{"scope":["a",7]}"#,
            r#"{"scope":["a b"]}"#,
            r#"{"scope":["a\u001b[31m"]}"#,
            r#"{"scope":"a\"b"}"#,
            r#"{"scopes":["a"]}"#,
        ] {
            check(none, None);
        }
        let many = vec!["\"a\""; 100_000].join(",");
        check(&format!(r#"{{"scope":[{many}]}}"#), None);
        check(&format!(r#"{{"scope":"{}"}}"#, "a".repeat(100_000)), None);
    }
}
