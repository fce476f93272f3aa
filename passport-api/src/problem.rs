//! What a server says in the body of a refusal.

use bytes::Bytes;
use serde_json::{Map, Value};

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
    fields: Map<String, Value>,
    raw: Bytes,
    /// Whether the code is not to be shown, although it is a plain word.
    hides_code: bool,
}

impl Problem {
    pub(crate) fn read(raw: impl Into<Bytes>) -> Self {
        let raw = raw.into();
        let fields = match serde_json::from_slice(&raw) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        Self {
            fields,
            raw,
            hides_code: false,
        }
    }

    /// The same problem, which does not show its code where that is something secret.
    pub(crate) fn without_code_if(mut self, is_secret: impl Fn(&str) -> bool) -> Self {
        self.hides_code = self.code().is_some_and(is_secret);
        self
    }

    /// The problem's type, a URI or a code.
    pub fn kind(&self) -> Option<&str> {
        self.text("type")
    }

    /// What kind of problem it is, in one word: the last part of the problem's type, behind its
    /// last colon, slash or hash (`zone_not_found` for `io.passportlabs:error:zone_not_found`);
    /// without a type, the field `code`, `error_code` or `error`.
    pub fn code(&self) -> Option<&str> {
        let of_kind = self
            .kind()
            .and_then(|kind| kind.rsplit([':', '/', '#']).next());
        let code = of_kind.or_else(|| self.first_text(&["code", "error_code", "error"]));
        code.filter(|code| !code.is_empty())
    }

    /// The code, where it is a plain word: that is no text about anybody.
    pub(crate) fn plain_code(&self) -> Option<&str> {
        let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-' | '.');
        let is_plain = |code: &&str| code.len() <= 64 && code.chars().all(letter);
        self.code().filter(is_plain).filter(|_| !self.hides_code)
    }

    /// A short text for the kind of problem.
    pub fn title(&self) -> Option<&str> {
        self.text("title")
    }

    /// A text for this occurrence: the field `detail`, `message` or `error_description`.
    pub fn detail(&self) -> Option<&str> {
        self.first_text(&["detail", "message", "error_description"])
    }

    /// A URI for this occurrence.
    pub fn instance(&self) -> Option<&str> {
        self.text("instance")
    }

    /// Any field of the body, if that is a JSON object.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// The body as it came, up to the client's limit.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    fn first_text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.text(name))
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }
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

#[cfg(test)]
mod tests {
    use super::Problem;

    #[test]
    fn reads_problem_details() {
        let body = br#"{"type":"io.example:error:zone_not_found","title":"No zone",
            "detail":"zone 7","additional_details":{"zone_id":7}}"#;
        let problem = Problem::read(body.to_vec());
        assert_eq!(problem.code(), Some("zone_not_found"));
        assert_eq!(problem.title(), Some("No zone"));
        assert_eq!(problem.detail(), Some("zone 7"));
        assert_eq!(problem.field("additional_details").unwrap()["zone_id"], 7);
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
}
