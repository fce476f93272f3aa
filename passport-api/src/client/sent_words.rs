//! The words of a request that a server's text may repeat.

use std::collections::HashSet;

use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::client::message::HttpRequest;

/// The words of all values of a request: of its path, query, headers and body. They may be personal,
/// so a server's text that has one of them is not shown. It has no `Debug`, for the same reason.
#[derive(Default)]
pub(super) struct SentWords {
    words: HashSet<String>,
    /// The body is too large to be searched.
    is_unknown: bool,
}

impl SentWords {
    /// The words of a request behind a base URL; the words of a path's template are no values.
    pub(super) fn of(request: &HttpRequest, base: &str, template: &[&str]) -> Self {
        let mut sent = Self::default();
        let address = request.address.strip_prefix(base);
        let address = address.unwrap_or(&request.address);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let fixed: HashSet<&str> = template.iter().flat_map(|part| part.split('/')).collect();
        for segment in path.split('/').filter(|segment| !fixed.contains(segment)) {
            sent.add(&percent_decode_str(segment).decode_utf8_lossy());
        }
        for (_, value) in form_urlencoded::parse(query.as_bytes()) {
            sent.add(&value);
        }
        let headers = request.headers.to_map(0);
        for (name, value) in &headers {
            if !USUAL_HEADERS.contains(name) {
                sent.add(&String::from_utf8_lossy(value.as_bytes()));
            }
        }
        let media_type = headers.get(CONTENT_TYPE);
        let media_type = media_type.map_or(&b""[..], |value| value.as_bytes());
        let body = request.body.as_deref().unwrap_or_default();
        sent.add_body(body, media_type.starts_with(FORM));
        sent
    }

    /// Returns whether a text has one of the words, in whichever case.
    pub(super) fn is_repeated_in(&self, text: &str) -> bool {
        self.is_unknown || words(text).any(|word| self.words.contains(&word))
    }

    fn add_body(&mut self, body: &[u8], is_form: bool) {
        if body.len() > LARGEST_BODY {
            self.is_unknown = true;
        } else if is_form {
            form_urlencoded::parse(body).for_each(|(_, value)| self.add(&value));
        } else if let Ok(body) = serde_json::from_slice(body) {
            self.add_json(&body);
        } else {
            self.add(&String::from_utf8_lossy(body));
        }
    }

    fn add_json(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(text),
            Value::Number(number) => self.add(&number.to_string()),
            Value::Array(items) => items.iter().for_each(|item| self.add_json(item)),
            Value::Object(fields) => fields.values().for_each(|value| self.add_json(value)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// A word that is a value by itself counts whatever it is, and so does a number; in a longer text
    /// the shortest words are those of many texts.
    fn add(&mut self, value: &str) {
        let is_alone = words(value).nth(1).is_none();
        let counts = |word: &String| {
            word.len() >= SHORTEST || word.bytes().any(|byte| byte.is_ascii_digit())
        };
        let words = words(value).filter(|word| is_alone || counts(word));
        self.words.extend(words);
    }
}

/// Letters and digits in a row, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Headers that say nothing about anybody.
const USUAL_HEADERS: &[http::HeaderName] = &[
    ACCEPT,
    ACCEPT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    USER_AGENT,
];

const FORM: &[u8] = b"application/x-www-form-urlencoded";

/// A larger body is not searched.
const LARGEST_BODY: usize = 1024 * 1024;

/// The shortest word that counts in a longer value.
const SHORTEST: usize = 3;

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::header::CONTENT_TYPE;
    use http::{HeaderName, HeaderValue, Method};

    use super::{LARGEST_BODY, SentWords};
    use crate::client::Headers;
    use crate::client::message::HttpRequest;

    fn sent(path: &str, media_type: &'static str, body: &[u8]) -> SentWords {
        let mut headers = Headers::default();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        let customer = HeaderName::from_static("x-customer");
        headers.insert(customer, HeaderValue::from_static("Header-Value"));
        let request = HttpRequest {
            method: Method::POST,
            address: format!("https://x.test/api/v1{path}"),
            headers,
            body: Some(Bytes::copy_from_slice(body)),
        };
        let template = ["/v1", "/customers/{id}/keys"];
        SentWords::of(&request, "https://x.test/api", &template)
    }

    #[test]
    fn every_value_of_a_request_is_found_again() {
        let json = br#"{"name":"Ana Ruiz","list":[{"sum":12.5,"n":77,"to":"CO"}],"on":true}"#;
        let path = "/customers/c%2F17/keys?from=Cali+Sur&page=3";
        let sent_json = sent(path, "application/json", json);
        for repeated in [
            "no customer 17",
            "key in cali",
            "SUR",
            "page 3",
            "not ANA",
            "for ruiz.",
            "12 is little",
            "77",
            "not in CO",
            "header",
        ] {
            assert!(sent_json.is_repeated_in(repeated), "{repeated}");
        }
        for other in [
            "The access token expired",
            "customers and keys of v1 need a token",
            "name, list, sum and from are no values",
            "application/json",
            "true",
            "",
        ] {
            assert!(!sent_json.is_repeated_in(other), "{other}");
        }
    }

    #[test]
    fn forms_and_texts_are_searched_and_large_bodies_are_not() {
        let form = sent(
            "",
            "application/x-www-form-urlencoded",
            b"phone=%2B57+300&a=b",
        );
        assert!(form.is_repeated_in("300") && form.is_repeated_in("b"));
        assert!(!form.is_repeated_in("phone"));
        let text = sent("", "text/plain", b"Ana lives in Cali");
        assert!(text.is_repeated_in("ana") && !text.is_repeated_in("in"));
        let large = sent("", "text/plain", &vec![b'x'; LARGEST_BODY + 1]);
        assert!(large.is_repeated_in("The access token expired"));
    }
}
