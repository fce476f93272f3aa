//! What can fail, with what is known about it.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::error::inferred_path::InferredPath;
use crate::error::scopes::{InsufficientScope, MissingScopes};
use crate::error::token_error::TokenError;
use crate::page::Stuck;
use crate::problem::Problem;

/// What failed.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// The client cannot be built as it is configured.
    Config(String),
    /// The request cannot be made from what the caller gave.
    Request(&'static str),
    /// The server could not be reached, or the connection broke.
    Transport(Transport),
    /// The server answered with an error status.
    Status(Box<Refusal>),
    /// The response's body is larger than the client's limit.
    TooLarge(usize),
    /// The response's body is not what the call expects.
    Decode,
    /// A status of success that the spec does not describe.
    Undocumented(StatusCode),
    /// A list does not go on as it must.
    Pagination(Stuck),
    /// The token endpoint refused, or answered with something that is no token response.
    Token(TokenFailure),
    /// A field of the token response is not there, or not of the declared type.
    TokenField(String),
    /// The token that the caller gave is expired, and nobody can renew it.
    Expired,
    /// The grant does not cover the set of scopes.
    MissingScopes(Box<MissingScopes>),
    /// A limit of the client itself lets nothing through before the call's time is up.
    Limit(Limit),
}

/// How a connection failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Transport {
    /// No byte of the request was sent.
    Connect,
    /// The time was up before anything was sent.
    NoTime,
    Timeout,
    Broken,
}

/// A limit of the client itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// Whether it is the quota of the day.
    pub(crate) quota: bool,
    /// How long it lets nothing through.
    pub(crate) wait: Duration,
}

/// An error status and what came with it.
#[derive(Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) problem: Problem,
    /// What the server wants the caller to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The scopes that the server says are missing.
    pub(crate) insufficient_scope: Option<InsufficientScope>,
    /// The parts of the call's address that the spec infers.
    pub(crate) inferred_path: InferredPath,
}

/// The status, and the problem's code where it is a plain word: that is no text about anybody.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", self.status)?;
        if let Some(code) = self.problem.plain_code() {
            write!(f, ", `{code}`")?;
        }
        if let Some(insufficient) = &self.insufficient_scope {
            insufficient.fmt(f)?;
        }
        let hint = self.inferred_path.hint(self.status, &self.problem);
        f.write_str(hint.unwrap_or_default())
    }
}

/// Headers may hold what is secret, such as a cookie, so only their names are shown.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(http::HeaderName::as_str).collect();
        f.debug_struct("Refusal")
            .field("status", &self.status)
            .field("headers", &names)
            .field("problem", &self.problem)
            .field("retry_after", &self.retry_after)
            .field("insufficient_scope", &self.insufficient_scope)
            .finish()
    }
}

/// A failure to get a token.
#[derive(Clone, Debug)]
pub(crate) struct TokenFailure {
    pub(crate) problem: TokenProblem,
    /// Whether it may be another time: the endpoint was not reached, failed, or is too busy.
    pub(crate) passing: bool,
    /// Whether the time was up.
    pub(crate) timed_out: bool,
    pub(crate) retry_after: Option<Duration>,
}

/// The reason for a [`TokenFailure`].
#[derive(Clone, Debug)]
pub(crate) enum TokenProblem {
    /// The token endpoint refused.
    Refused(Box<TokenError>),
    /// The token endpoint answered with what is no token, or did not answer.
    Answer {
        /// Its address, once that is known.
        endpoint: Option<String>,
        /// The end of a sentence that begins with the endpoint.
        what: String,
    },
    /// Anything else, as a sentence.
    Other(String),
}

impl fmt::Display for TokenProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Answer {
                endpoint: Some(endpoint),
                what,
            } => write!(f, "the token endpoint {endpoint} {what}"),
            Self::Answer {
                endpoint: None,
                what,
            } => write!(f, "the token endpoint {what}"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(message) | Self::TokenField(message) => f.write_str(message),
            Self::Request(what) => f.write_str(what),
            Self::Transport(Transport::Connect) => f.write_str("no connection to the server"),
            Self::Transport(Transport::NoTime) => {
                f.write_str("the time for the call was up before it was sent")
            }
            Self::Transport(Transport::Timeout) => f.write_str("the time for the call was up"),
            Self::Transport(Transport::Broken) => f.write_str("the connection broke"),
            Self::Status(refusal) => refusal.fmt(f),
            Self::TooLarge(limit) => write!(f, "the response is larger than {limit} bytes"),
            Self::Decode => f.write_str("the response is not what the call expects"),
            Self::Undocumented(status) => write!(
                f,
                "the server answered {status}, a success that the spec does not describe"
            ),
            Self::Pagination(stuck) => stuck.fmt(f),
            Self::Token(failure) => write!(f, "no access token: {}", failure.problem),
            Self::Expired => f.write_str(
                "the token that was given has expired; fetch another and give it to `token_from`",
            ),
            Self::MissingScopes(scopes) => scopes.fmt(f),
            Self::Limit(limit) => limit.fmt(f),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let which = if self.quota {
            "the client's own quota for the day is used up"
        } else {
            "the client's own limit of requests per second is used up"
        };
        if self.wait < Duration::from_millis(50) {
            return f.write_str(
                "the time for the call was up while it stood in line for the client's own limit; \
                 nothing was sent",
            );
        }
        let wait = self.wait.as_secs_f64();
        write!(
            f,
            "{which} for another {wait:.1} s, which is longer than the call may take; nothing was sent"
        )
    }
}
