//! A form with its parts.

use std::fmt;

use bytes::Bytes;
use serde::Serialize;

use crate::fields::Said;
use crate::multipart::FilePart;

/// A value that can be sent as a multipart form.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a multipart form",
    note = "implement `passport_api::multipart::ToForm` for it"
)]
pub trait ToForm {
    /// The form.
    fn to_form(&self) -> Form;
}

/// A multipart form: parts with names, in order. A name may occur several times.
///
/// What cannot be written (a value that does not serialize, a media type with a line break) is an
/// error of the call that sends the form; see [`Error::is_request`](crate::Error::is_request).
#[derive(Clone, Default)]
#[must_use = "a form is sent as the body of a call"]
pub struct Form {
    pub(super) parts: Vec<Part>,
    pub(super) wrong: Option<String>,
}

/// One part.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) content: Bytes,
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many parts it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether it has no parts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Adds a value: a scalar as one part of plain text, a list of scalars as one for each, anything
    /// else as one of `application/json`, null as none. So does OpenAPI 3.1 (4.8.15.1).
    pub fn value(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        match Said::of(value) {
            Ok(Said::Texts(texts)) => texts
                .into_iter()
                .fold(self, |form, text| form.add(name, None, text)),
            Ok(Said::Json(json)) => self.add(name, Some(JSON), json),
            Err(error) => self.wrong(&error),
        }
    }

    /// Adds a value with this media type: as JSON, whatever it is, where that is one of JSON; else as
    /// the texts of [`value`](Self::value).
    pub fn value_as(self, name: &str, media_type: &str, value: &(impl Serialize + ?Sized)) -> Self {
        if is_json(media_type) {
            return match serde_json::to_string(value) {
                Ok(json) if json == "null" => self,
                Ok(json) => self.add(name, Some(media_type), json),
                Err(error) => self.wrong(&error),
            };
        }
        match Said::of(value) {
            Ok(said) => said
                .into_texts()
                .into_iter()
                .fold(self, |form, text| form.add(name, Some(media_type), text)),
            Err(error) => self.wrong(&error),
        }
    }

    /// Adds a file.
    pub fn file(self, name: &str, file: &FilePart) -> Self {
        self.file_as(name, "application/octet-stream", file)
    }

    /// Adds a file that has this media type where it does not say another.
    pub fn file_as(mut self, name: &str, media_type: &str, file: &FilePart) -> Self {
        let media_type = file.content_type.as_deref().unwrap_or(media_type);
        let file_name = file.file_name.as_deref().unwrap_or(name);
        self.parts.push(Part {
            name: name.to_owned(),
            file_name: Some(file_name.to_owned()),
            content_type: Some(media_type.to_owned()),
            content: file.content.clone(),
        });
        self
    }

    /// Adds files, as an `Option` or a `Vec` holds them; see [`file_as`](Self::file_as).
    pub fn files_as<'f>(
        self,
        name: &str,
        media_type: &str,
        files: impl IntoIterator<Item = &'f FilePart>,
    ) -> Self {
        let files = files.into_iter();
        files.fold(self, |form, file| form.file_as(name, media_type, file))
    }

    fn add(mut self, name: &str, content_type: Option<&str>, text: String) -> Self {
        self.parts.push(Part {
            name: name.to_owned(),
            file_name: None,
            content_type: content_type.map(str::to_owned),
            content: text.into(),
        });
        self
    }

    fn wrong(mut self, error: &serde_json::Error) -> Self {
        self.wrong = Some(error.to_string());
        self
    }
}

impl ToForm for Form {
    fn to_form(&self) -> Form {
        self.clone()
    }
}

/// Shows how many parts it has: what is in them may be personal.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form({} parts)", self.parts.len())
    }
}

fn is_json(media_type: &str) -> bool {
    let plain = media_type.split(';').next().unwrap_or_default().trim();
    plain.eq_ignore_ascii_case(JSON) || plain.to_ascii_lowercase().ends_with("+json")
}

const JSON: &str = "application/json";
