//! Multipart forms: what is read of the body is what the form was made of, whatever stands in names,
//! media types and contents.
//!
//! The input is one part a line, with name, file name, media type and content separated by tabs. What
//! has no file name is a text.

use passport_api::__private::fuzz::multipart;
use passport_api::multipart::{FilePart, Form};

/// Runs the target.
///
/// # Panics
///
/// A property does not hold.
pub fn run(data: &[u8]) {
    let parts: Vec<Part> = data.split(|byte| *byte == b'\n').map(Part::read).collect();
    let form = parts
        .iter()
        .fold(Form::new(), |form, part| part.add_to(form));
    assert_eq!(form.len(), parts.len());
    match multipart(&form) {
        Ok((boundary, body)) => {
            assert!(
                parts
                    .iter()
                    .all(|part| part.media_type().is_none_or(is_header))
            );
            assert!(boundary.len() <= 70 && is_plain(&boundary));
            check(&boundary, &body, &parts);
        }
        Err(error) => {
            assert!(error.is_request());
            let fits = |part: &Part| part.media_type().is_none_or(is_header);
            assert!(!parts.iter().all(fits), "{error:?}");
        }
    }
}

struct Part {
    name: String,
    file: Option<(String, Option<String>)>,
    content: Vec<u8>,
}

impl Part {
    /// `\r` may stand anywhere, and `\0` stands for `\n`, which separates the parts.
    fn read(line: &[u8]) -> Self {
        let mut fields = line.splitn(4, |byte| *byte == b'\t');
        let mut text = || {
            let text = String::from_utf8_lossy(fields.next().unwrap_or_default());
            text.replace('\0', "\n")
        };
        let (name, file_name, media_type) = (text(), text(), text());
        let content = fields.next().unwrap_or_default();
        let media_type = Some(media_type).filter(|text| !text.is_empty());
        let file = (!file_name.is_empty()).then_some((file_name, media_type));
        Self {
            name,
            file,
            content: content.to_vec(),
        }
    }

    fn media_type(&self) -> Option<&str> {
        let (_, media_type) = self.file.as_ref()?;
        media_type.as_deref()
    }

    fn add_to(&self, form: Form) -> Form {
        let Some((file_name, media_type)) = &self.file else {
            return form.value(&self.name, &self.text());
        };
        let mut file = FilePart::new(self.content.clone()).file_name(file_name);
        if let Some(media_type) = media_type {
            file = file.content_type(media_type);
        }
        form.file(&self.name, &file)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.content).into_owned()
    }

    /// The headers that it must have, each a line.
    fn headers(&self) -> Vec<String> {
        let mut disposition = format!(
            "Content-Disposition: form-data; name=\"{}\"",
            escaped(&self.name)
        );
        let Some((file_name, media_type)) = &self.file else {
            return vec![disposition];
        };
        disposition += &format!("; filename=\"{}\"", escaped(file_name));
        let media_type = media_type.as_deref();
        let media_type = media_type.unwrap_or("application/octet-stream");
        vec![disposition, format!("Content-Type: {media_type}")]
    }
}

/// Takes the body apart as a server does that knows the boundary only.
fn check(boundary: &str, body: &[u8], parts: &[Part]) {
    let delimiter = format!("\r\n--{boundary}");
    let whole = [b"\r\n", body].concat();
    let mut found = split(&whole, delimiter.as_bytes());
    assert_eq!(found.remove(0), b"", "nothing stands before the first part");
    assert_eq!(found.pop(), Some(&b"--\r\n"[..]), "the last delimiter");
    assert_eq!(found.len(), parts.len());
    for (found, part) in found.into_iter().zip(parts) {
        let found = found.strip_prefix(b"\r\n").expect("a line of its own");
        let end = place(found, b"\r\n\r\n").expect("headers end");
        let head = std::str::from_utf8(&found[..end]).expect("headers are text");
        let lines: Vec<&str> = head.split(['\r', '\n']).filter(|l| !l.is_empty()).collect();
        assert_eq!(lines, part.headers());
        let content = &found[end + 4..];
        match part.file {
            Some(_) => assert_eq!(content, part.content),
            None => assert_eq!(content, part.text().as_bytes()),
        }
    }
}

fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '"' => "%22".to_owned(),
        '\r' => "%0D".to_owned(),
        '\n' => "%0A".to_owned(),
        other => other.to_string(),
    };
    text.chars().map(escape).collect()
}

fn is_header(media_type: &str) -> bool {
    media_type.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

fn is_plain(boundary: &str) -> bool {
    boundary
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn split<'b>(bytes: &'b [u8], delimiter: &[u8]) -> Vec<&'b [u8]> {
    let mut rest = bytes;
    let mut pieces = Vec::new();
    while let Some(at) = place(rest, delimiter) {
        pieces.push(&rest[..at]);
        rest = &rest[at + delimiter.len()..];
    }
    pieces.push(rest);
    pieces
}

fn place(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
