//! What can fail, with what is known about it.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::error::REQUEST_ID_HEADERS;
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
    /// The response's body, if it is kept, is not what the call expects.
    Decode(Option<Box<Problem>>),
    /// A status of success that the spec does not describe, and the body.
    Undocumented(StatusCode, Box<Problem>),
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
    /// The same, because one side does not accept the other's certificate.
    Certificate,
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
    /// The error of the challenge, as far as it can be shown.
    pub(crate) challenge: Option<ChallengeError>,
    /// The scopes, where they may be the reason.
    pub(crate) insufficient_scope: Option<InsufficientScope>,
    /// The parts of the call's address that the spec infers.
    pub(crate) inferred_path: InferredPath,
}

impl Refusal {
    /// A refusal of which nothing is known but the status.
    #[cfg(test)]
    pub(crate) fn new(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            problem: Problem::default(),
            retry_after: None,
            challenge: None,
            insufficient_scope: None,
            inferred_path: InferredPath::default(),
        }
    }

    /// The error that the challenge names, such as `invalid_token`.
    pub(crate) fn challenge_code(&self) -> Option<&str> {
        self.challenge.as_ref().map(|challenge| &*challenge.code)
    }
}

/// The status, and the codes of the problem and of the challenge where they are plain words: those are
/// no text about anybody.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", self.status)?;
        let code = self.problem.plain_code();
        if let Some(code) = code {
            write!(f, ", `{code}`")?;
        }
        if let Some(challenge) = &self.challenge {
            if code != Some(&*challenge.code) {
                write!(f, ", `{}`", challenge.code)?;
            }
            if let Some(description) = &challenge.description {
                write!(f, " (\"{description}\")")?;
            }
        }
        if let Some(insufficient) = &self.insufficient_scope {
            insufficient.fmt(f)?;
        }
        let hint = self.inferred_path.hint(self.status, &self.problem);
        f.write_str(hint.unwrap_or_default())
    }
}

/// Headers may hold what is secret, such as a cookie, and a name may be anything as well, so only
/// names that say something about errors are shown.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(http::HeaderName::as_str).collect();
        let known: Vec<&str> = names.iter().copied().filter(is_known_header).collect();
        f.debug_struct("Refusal")
            .field("status", &self.status)
            .field("headers", &known)
            .field("other_headers", &(names.len() - known.len()))
            .field("problem", &self.problem)
            .field("retry_after", &self.retry_after)
            .field("challenge", &self.challenge)
            .field("insufficient_scope", &self.insufficient_scope)
            .finish()
    }
}

fn is_known_header(name: &&str) -> bool {
    KNOWN_HEADERS.contains(name) || REQUEST_ID_HEADERS.contains(name)
}

const KNOWN_HEADERS: &[&str] = &[
    "allow",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "location",
    "retry-after",
    "server",
    "set-cookie",
    "via",
    "www-authenticate",
];

/// The error of a `Bearer` challenge (RFC 6750, 3), as far as it can be shown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ChallengeError {
    /// A plain word, such as `invalid_token`.
    pub(crate) code: String,
    pub(crate) description: Option<String>,
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
            Self::Transport(Transport::Certificate) => f.write_str(
                "no connection to the server: the certificate is not accepted; a server with a \
                 certificate of its own needs `root_certificate` when you build the client",
            ),
            Self::Transport(Transport::NoTime) => {
                f.write_str("the time for the call was up before it was sent")
            }
            Self::Transport(Transport::Timeout) => f.write_str("the time for the call was up"),
            Self::Transport(Transport::Broken) => f.write_str("the connection broke"),
            Self::Status(refusal) => refusal.fmt(f),
            Self::TooLarge(limit) => write!(f, "the response is larger than {limit} bytes"),
            Self::Decode(_) => f.write_str("the response is not what the call expects"),
            Self::Undocumented(status, _) => write!(
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
