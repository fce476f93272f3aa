//! A form as the bytes of a body (RFC 7578; RFC 2046, 5.1).

use bytes::Bytes;
use uuid::Uuid;

use crate::error::{Error, Kind};
use crate::multipart::form::{Form, Part};

/// A form as it is sent.
pub(crate) struct Encoded {
    /// What separates its parts.
    pub(crate) boundary: String,
    pub(crate) body: Bytes,
}

impl Form {
    /// The form as it is sent, with a boundary that none of its parts holds.
    pub(crate) fn encode(&self) -> Result<Encoded, Error> {
        self.encode_with(|| format!("passport-{}", Uuid::new_v4().simple()))
    }

    fn encode_with(&self, mut candidate: impl FnMut() -> String) -> Result<Encoded, Error> {
        let unfit = |why: &str| {
            let error = Error::new(Kind::Request("the multipart body cannot be written"));
            Err(error.with_source(why.to_owned()))
        };
        if let Some(wrong) = &self.wrong {
            return unfit(wrong);
        }
        let heads: Vec<String> = self.parts.iter().map(head).collect();
        let is_header = |part: &Part| {
            let content_type = part.content_type.as_deref().unwrap_or_default();
            content_type
                .chars()
                .all(|c| c == ' ' || c.is_ascii_graphic())
        };
        if !self.parts.iter().all(is_header) {
            return unfit("a part's media type holds what no header can");
        }
        let boundary = loop {
            let candidate = candidate();
            let within = |bytes: &[u8]| holds(bytes, candidate.as_bytes());
            let in_heads = heads.iter().any(|head| within(head.as_bytes()));
            if !in_heads && !self.parts.iter().any(|part| within(&part.content)) {
                break candidate;
            }
        };
        let length: usize = self.parts.iter().map(|part| part.content.len()).sum();
        let mut body = Vec::with_capacity(length + 200 * (self.parts.len() + 1));
        for (head, part) in heads.iter().zip(&self.parts) {
            body.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
            body.extend_from_slice(&part.content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok(Encoded {
            boundary,
            body: body.into(),
        })
    }
}

/// The headers of a part.
fn head(part: &Part) -> String {
    let mut head = format!(
        "Content-Disposition: form-data; name=\"{}\"",
        escaped(&part.name)
    );
    if let Some(file_name) = &part.file_name {
        head += &format!("; filename=\"{}\"", escaped(file_name));
    }
    head += "\r\n";
    if let Some(content_type) = &part.content_type {
        head += &format!("Content-Type: {content_type}\r\n");
    }
    head
}

/// A name between quotation marks, escaped as browsers do (HTML, 4.10.21.8).
fn escaped(name: &str) -> String {
    let name = name.replace('"', "%22");
    name.replace('\r', "%0D").replace('\n', "%0A")
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::multipart::{FilePart, Form};

    fn text(form: &Form) -> String {
        let encoded = form.encode_with(|| "B".to_owned()).unwrap();
        String::from_utf8(encoded.body.to_vec()).unwrap()
    }

    #[test]
    fn parts_stand_one_after_the_other() {
        let file = FilePart::new("x").file_name("a \"b\"\r\n.txt");
        let form = Form::new()
            .value("n", &7)
            .value("none", &None::<u8>)
            .value("list", &["1", "2"])
            .value("object", &json!({"k": [1]}))
            .value_as("csv", "text/csv", "1;2")
            .value_as("json", "application/x+json", "t")
            .file("f", &file)
            .files_as("g", "image/png", &Some(FilePart::new("y")));
        assert_eq!(
            text(&form),
            "--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n7\r\n\
             --B\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\n1\r\n\
             --B\r\nContent-Disposition: form-data; name=\"list\"\r\n\r\n2\r\n\
             --B\r\nContent-Disposition: form-data; name=\"object\"\r\n\
             Content-Type: application/json\r\n\r\n{\"k\":[1]}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"csv\"\r\n\
             Content-Type: text/csv\r\n\r\n1;2\r\n\
             --B\r\nContent-Disposition: form-data; name=\"json\"\r\n\
             Content-Type: application/x+json\r\n\r\n\"t\"\r\n\
             --B\r\nContent-Disposition: form-data; name=\"f\"; \
             filename=\"a %22b%22%0D%0A.txt\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nx\r\n\
             --B\r\nContent-Disposition: form-data; name=\"g\"; filename=\"g\"\r\n\
             Content-Type: image/png\r\n\r\ny\r\n\
             --B--\r\n"
        );
        assert_eq!(text(&Form::new()), "--B--\r\n");
    }

    #[test]
    fn the_boundary_is_in_no_part() {
        let form = Form::new().value("one", "0").file("1", &"2".into());
        let mut tried = 0;
        let encoded = form.encode_with(|| {
            tried += 1;
            (tried - 1).to_string()
        });
        assert_eq!(encoded.unwrap().boundary, "3");
    }

    #[test]
    fn what_cannot_be_written_is_an_error_without_what_it_is_about() {
        struct Unfit;
        impl serde::Serialize for Unfit {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("no text for it"))
            }
        }
        for form in [
            Form::new().value("a", &Unfit),
            Form::new().value_as("a", "text/plain", &Unfit),
            Form::new().value_as("a", "application/json", &Unfit),
            Form::new().file("a", &FilePart::new("x").content_type("a\r\nb: c")),
        ] {
            assert!(form.encode().err().unwrap().is_request());
        }
    }
}
