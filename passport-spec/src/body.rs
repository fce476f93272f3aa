//! What a request carries behind its headers.

/// A request's body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Body {
    /// None.
    Empty,
    /// One that the caller gives.
    Given(GivenBody),
    /// JSON that repeats path parameters: fields and the parameters they repeat.
    FromPath(Vec<(String, String)>),
}

/// A body that the caller gives.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct GivenBody {
    /// What it is made of.
    pub content: Content,
    /// The media type that is sent, where it is not the content's usual one.
    pub media_type: Option<String>,
    /// Whether the call cannot be made without it.
    pub required: bool,
}

impl GivenBody {
    /// The media type that is sent; that of a multipart body gets its boundary besides.
    pub fn media_type(&self) -> &str {
        self.media_type
            .as_deref()
            .unwrap_or(self.content.media_type())
    }

    /// Whether it is sent as JSON.
    pub fn is_json(&self) -> bool {
        let format = ModelFormat::Json;
        matches!(&self.content, Content::Json)
            || matches!(&self.content, Content::Model { format: known, .. } if *known == format)
    }

    /// The type of the API's model that it is made of, if it is.
    pub fn model(&self) -> Option<&str> {
        match &self.content {
            Content::Model { ty, .. } => Some(ty),
            Content::Json | Content::Text | Content::Bytes => None,
        }
    }
}

/// What a body is made of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Content {
    /// Any JSON value.
    Json,
    /// Text in UTF-8, as it is.
    Text,
    /// Bytes, as they are.
    Bytes,
    /// A type of the API's model.
    Model {
        /// The type.
        ty: String,
        /// How it is written.
        format: ModelFormat,
    },
}

impl Content {
    fn media_type(&self) -> &'static str {
        match self {
            Self::Json => ModelFormat::Json.media_type(),
            Self::Text => "text/plain; charset=utf-8",
            Self::Bytes => "application/octet-stream",
            Self::Model { format, .. } => format.media_type(),
        }
    }
}

/// How a model type is written into a body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ModelFormat {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` (RFC 7578).
    Multipart,
}

impl ModelFormat {
    fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
        }
    }
}
