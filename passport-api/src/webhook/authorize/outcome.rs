//! How an answer came about.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use crate::webhook::authorize::Answer;
use crate::webhook::error::WebhookError;

/// An error of the caller's own.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// An answer to be sent, and how it came about.
pub struct Answered<A> {
    status: StatusCode,
    body: Bytes,
    outcome: Outcome<A>,
}

/// How an answer came about.
#[non_exhaustive]
#[derive(Debug)]
pub enum Outcome<A> {
    /// The function decided.
    Decided(A),
    /// The time was up: the fallback is sent.
    TimedOut,
    /// The function failed: the fallback is sent.
    Failed(BoxError),
    /// The function panicked: the fallback is sent.
    Panicked,
    /// The question cannot be read: the fallback is sent.
    Unreadable(WebhookError),
    /// The signature does not hold, or the body is too large or broke off: an error status is sent.
    Refused(WebhookError),
}

impl<A: Answer> Answered<A> {
    pub(crate) fn new(outcome: Outcome<A>, fallback: &A) -> Self {
        let (status, answer) = match &outcome {
            Outcome::Refused(error) => (error.status(), None),
            Outcome::Decided(answer) => (StatusCode::OK, Some(answer)),
            _ => (StatusCode::OK, Some(fallback)),
        };
        let body = answer.map_or_else(Bytes::new, |answer| answer.to_json().to_string().into());
        Self {
            status,
            body,
            outcome,
        }
    }

    /// Says in the log what the sender is not told, and no more than the kind of it.
    pub(crate) fn trace(&self) {
        if !matches!(self.outcome, Outcome::Decided(_)) {
            tracing::warn!("{}", self.outcome);
        }
    }
}

/// Says no more of a failure of the function than that there was one.
impl<A> fmt::Display for Outcome<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decided(_) => f.write_str("the function decided"),
            Self::TimedOut => f.write_str("no decision in time: the fallback is the answer"),
            Self::Failed(_) => f.write_str("the decision failed: the fallback is the answer"),
            Self::Panicked => f.write_str("the decision panicked: the fallback is the answer"),
            Self::Unreadable(error) => write!(f, "{error}: the fallback is the answer"),
            Self::Refused(error) => write!(f, "a question was refused: {error}"),
        }
    }
}

impl<A> Answered<A> {
    /// The status to answer with: 200, unless it is refused.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body to answer with, of the type `application/json`; empty if it is refused.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// How it came about.
    pub fn outcome(&self) -> &Outcome<A> {
        &self.outcome
    }
}

/// Shows no bytes, which may be personal data.
impl<A: fmt::Debug> fmt::Debug for Answered<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answered")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("outcome", &self.outcome)
            .finish()
    }
}
