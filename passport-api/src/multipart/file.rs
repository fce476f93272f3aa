//! A file in a form.

use std::fmt;

use bytes::Bytes;

/// A file in a multipart form.
///
/// ```
/// let file = passport_api::multipart::FilePart::new("id;name\n1;Ana\n").file_name("people.csv");
/// assert_eq!(file.content().len(), 14);
/// ```
#[derive(Clone, Default, Eq, PartialEq)]
pub struct FilePart {
    pub(super) content: Bytes,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
}

impl FilePart {
    /// A file with this content, which is not copied where it is `Bytes`, a `Vec` or a `String`.
    #[must_use]
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self {
            content: content.into(),
            file_name: None,
            content_type: None,
        }
    }

    /// Its name, such as `photo.png`. Without one the name of its field is sent: servers know a file
    /// by its having one (RFC 7578, 4.2).
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Its media type, such as `image/png`. Without one it is what the API takes, where that is one
    /// type, else `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Its content.
    #[must_use]
    pub fn content(&self) -> &Bytes {
        &self.content
    }
}

impl From<Bytes> for FilePart {
    fn from(content: Bytes) -> Self {
        Self::new(content)
    }
}

impl From<Vec<u8>> for FilePart {
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl From<String> for FilePart {
    fn from(content: String) -> Self {
        Self::new(content)
    }
}

impl From<&'static [u8]> for FilePart {
    fn from(content: &'static [u8]) -> Self {
        Self::new(content)
    }
}

impl From<&'static str> for FilePart {
    fn from(content: &'static str) -> Self {
        Self::new(content)
    }
}

/// Shows how long it is: content and name may be personal.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FilePart({} bytes)", self.content.len())
    }
}
