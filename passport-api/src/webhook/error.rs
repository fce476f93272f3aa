//! Why a delivery is not accepted.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;
use serde_json::error::Category;

/// Why a delivery is not accepted.
///
/// It holds nothing of the body, of the signatures or of the secret, and so neither do `Display` and
/// `Debug`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WebhookError {
    reason: Reason,
    /// What is too large, or where the JSON breaks off.
    detail: Option<String>,
}

/// What a [`WebhookError`] is about.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Reason {
    /// There is no header with a signature.
    MissingSignature,
    /// The header cannot be read: no signature in the expected encoding, too many of them, or no
    /// time where there must be one.
    MalformedSignature,
    /// No signature is one that a secret makes of this body.
    WrongSignature,
    /// The signature is right, but it was made too long ago, or in the future.
    OutOfTime,
    /// The body is larger than the limit.
    TooLarge,
    /// The body could not be read to its end.
    Unread,
    /// The body is not JSON.
    NotJson,
    /// The body is JSON, but not the event that was expected.
    Unexpected,
}

impl WebhookError {
    /// A refusal for this reason.
    pub fn new(reason: Reason) -> Self {
        let detail = None;
        Self { reason, detail }
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        Self {
            reason: Reason::TooLarge,
            detail: Some(format!("more than {limit} bytes")),
        }
    }

    /// The message of a parser may repeat what it could not read, so only the place is kept.
    pub(crate) fn json(error: &serde_json::Error) -> Self {
        let reason = match error.classify() {
            Category::Data => Reason::Unexpected,
            Category::Io | Category::Syntax | Category::Eof => Reason::NotJson,
        };
        let (line, column) = (error.line(), error.column());
        Self {
            reason,
            detail: (line > 0).then(|| format!("line {line}, column {column}")),
        }
    }

    /// What it is about.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The status to answer with: 401 where the signature does not hold, 413 for a body that is too
    /// large, 400 for one that cannot be read.
    ///
    /// It tells a stranger no more than that: why a signature does not hold is for the log.
    pub fn status(&self) -> StatusCode {
        match self.reason {
            Reason::MissingSignature
            | Reason::MalformedSignature
            | Reason::WrongSignature
            | Reason::OutOfTime => StatusCode::UNAUTHORIZED,
            Reason::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Reason::Unread | Reason::NotJson | Reason::Unexpected => StatusCode::BAD_REQUEST,
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.reason {
            Reason::MissingSignature => "the webhook has no signature",
            Reason::MalformedSignature => "the webhook's signature cannot be read",
            Reason::WrongSignature => "the webhook's signature is wrong",
            Reason::OutOfTime => "the webhook's signature is too old, or from the future",
            Reason::TooLarge => "the webhook's body is too large",
            Reason::Unread => "the webhook's body broke off",
            Reason::NotJson => "the webhook's body is not JSON",
            Reason::Unexpected => "the webhook's body is not the event that is expected",
        })?;
        match &self.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl StdError for WebhookError {}
