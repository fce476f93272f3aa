//! What a server says in the body of a refusal.

use serde_json::{Map, Value};

/// The body of an error response: problem details (RFC 7807) where it holds them, and the raw
/// bytes.
///
/// Nothing is required: a body that is no JSON has only [`raw`](Self::raw).
#[derive(Clone, Default)]
pub struct Problem {
    fields: Map<String, Value>,
    raw: Vec<u8>,
}

impl Problem {
    pub(crate) fn read(raw: Vec<u8>) -> Self {
        let fields = match serde_json::from_slice(&raw) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        Self { fields, raw }
    }

    /// The problem's type, a URI or a code.
    pub fn kind(&self) -> Option<&str> {
        self.text("type")
    }

    /// The last part of the problem's type, behind its last colon, slash or hash:
    /// `zone_not_found` for `io.passportlabs:error:zone_not_found`.
    pub fn code(&self) -> Option<&str> {
        let kind = self.kind()?;
        kind.rsplit([':', '/', '#'])
            .next()
            .filter(|code| !code.is_empty())
    }

    /// A short text for the kind of problem.
    pub fn title(&self) -> Option<&str> {
        self.text("title")
    }

    /// A text for this occurrence.
    pub fn detail(&self) -> Option<&str> {
        self.text("detail")
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

    fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }
}

/// The body may hold personal data, so only its size and its type are shown.
impl std::fmt::Debug for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Problem");
        shown
            .field("kind", &self.kind())
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
    fn keeps_what_is_no_json() {
        for body in ["", "<html>", "[1]", "{\"type\":", "{\"type\":7}"] {
            let problem = Problem::read(body.into());
            assert_eq!(
                (problem.kind(), problem.raw()),
                (None, body.as_bytes()),
                "{body}"
            );
        }
    }
}
