//! Multipart request bodies (RFC 7578): forms with files.
//!
//! A model type that is sent so implements [`ToForm`]; `cargo passport import` writes that. By hand:
//!
//! ```
//! use passport_api::multipart::{FilePart, Form, ToForm};
//!
//! struct Photo {
//!     title: String,
//!     tags: Vec<String>,
//!     image: FilePart,
//! }
//!
//! impl ToForm for Photo {
//!     fn to_form(&self) -> Form {
//!         Form::new()
//!             .value("title", &self.title)
//!             .value("tags", &self.tags)
//!             .file("image", &self.image)
//!     }
//! }
//!
//! let image = FilePart::new(&b"\x89PNG"[..]).file_name("a.png").content_type("image/png");
//! let photo = Photo { title: "Sea".to_owned(), tags: Vec::new(), image };
//! assert_eq!(photo.to_form().len(), 2);
//! ```
//!
//! The body is encoded in memory, so that a call that is sent again sends the same bytes.

mod encode;
mod file;
mod form;

pub use file::FilePart;
pub use form::{Form, ToForm};
