//! The one error type.

use std::error::Error as StdError;
use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::page::Stuck;
use crate::problem::Problem;

/// What can go wrong in a call: one opaque type with questions.
///
/// `Display` names what failed; the cause is in [`source`](StdError::source). Neither holds a
/// token, a secret or a body.
///
/// ```
/// # async fn f(client: passport_api::breb::Client) {
/// # #[cfg(feature = "breb")] {
/// use passport_api::breb::sets::EntityClientCredentials;
///
/// match client.token::<EntityClientCredentials>().await {
///     Ok(_token) => {}
///     Err(error) if error.is_missing_scope() => eprintln!("lacking {:?}", error.missing_scopes()),
///     Err(error) => eprintln!("{error}"),
/// }
/// # } }
/// ```
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: Kind,
    /// The call that failed, such as `payments.create`.
    call: Option<String>,
    /// Whether the server may have done what it was asked for.
    outcome_unknown: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What failed.
#[derive(Debug)]
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
    /// A list does not go on as it must.
    Pagination(Stuck),
    /// The token endpoint refused, or answered with something that is no token response.
    Token(TokenFailure),
    /// The grant does not cover the set of scopes.
    MissingScopes(Box<MissingScopes>),
}

/// How a connection failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Transport {
    Connect,
    Timeout,
    Broken,
}

/// An error status and what came with it.
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) problem: Problem,
}

/// The status, and the problem's code where it is a plain word: that is no text about anybody.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server answered {}", self.status)?;
        let is_plain = |code: &&str| {
            let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-' | '.');
            code.len() <= 64 && code.chars().all(letter)
        };
        match self.problem.code().filter(is_plain) {
            Some(code) => write!(f, ", `{code}`"),
            None => Ok(()),
        }
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
            .finish()
    }
}

/// A token endpoint's refusal: the error code of RFC 6749, 5.2, or what was wrong with the answer.
#[derive(Debug)]
pub(crate) struct TokenFailure {
    pub(crate) status: Option<StatusCode>,
    pub(crate) what: String,
}

/// Which scopes a grant lacks.
#[derive(Clone, Debug)]
pub(crate) struct MissingScopes {
    pub(crate) set: &'static str,
    pub(crate) missing: Vec<String>,
    pub(crate) declared: Vec<String>,
    pub(crate) granted: Vec<String>,
    /// Those of `missing` whose names are inferred.
    pub(crate) inferred: Vec<String>,
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                call: None,
                outcome_unknown: false,
                source: None,
            }),
        }
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(Kind::Config(message.into()))
    }

    pub(crate) fn token(status: Option<StatusCode>, what: impl Into<String>) -> Self {
        Self::new(Kind::Token(TokenFailure {
            status,
            what: what.into(),
        }))
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// Names the call, unless the error has a name already.
    pub(crate) fn in_call(mut self, call: &str) -> Self {
        self.inner.call.get_or_insert_with(|| call.to_owned());
        self
    }

    /// Marks the error of a call that changes something, where the server may have done it: the
    /// request was sent, and no answer says what became of it.
    pub(crate) fn of_a_change(mut self) -> Self {
        self.inner.outcome_unknown = match &self.inner.kind {
            Kind::Transport(failure) => *failure != Transport::Connect,
            Kind::Status(refusal) => refusal.status.is_server_error(),
            Kind::TooLarge(_) => true,
            Kind::Config(_)
            | Kind::Request(_)
            | Kind::Decode
            | Kind::Pagination(_)
            | Kind::Token(_)
            | Kind::MissingScopes(_) => false,
        };
        self
    }

    /// The server may have done what the call asks for, although the call failed: the request was
    /// sent, and then the connection broke, the time was up, or the server failed (5xx).
    ///
    /// It is never true of a call that changes nothing, such as a GET. A call of which it is true is
    /// not sent again by itself. Look first what became of it: list or get what it was to make. A
    /// Bre-B payment can simply be sent again with the same `resolution_id`, because at most one
    /// payment is made of a resolution.
    pub fn is_outcome_unknown(&self) -> bool {
        self.inner.outcome_unknown
    }

    /// The client is not configured as it must be; nothing was sent.
    pub fn is_config(&self) -> bool {
        matches!(self.inner.kind, Kind::Config(_))
    }

    /// The request could not be made from what the caller gave; nothing was sent.
    pub fn is_request(&self) -> bool {
        matches!(self.inner.kind, Kind::Request(_))
    }

    /// No connection could be made; nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(self.inner.kind, Kind::Transport(Transport::Connect))
    }

    /// The time was up before the answer was complete.
    pub fn is_timeout(&self) -> bool {
        matches!(self.inner.kind, Kind::Transport(Transport::Timeout))
    }

    /// No answer came: no connection, a time-out, or a connection that broke.
    pub(crate) fn is_transport(&self) -> bool {
        matches!(self.inner.kind, Kind::Transport(_))
    }

    /// The server's answer is not what the call expects.
    pub fn is_decode(&self) -> bool {
        matches!(self.inner.kind, Kind::Decode | Kind::TooLarge(_))
    }

    /// The server does not let a list come to its end: it answers with another page than it was
    /// asked for, with the page before once more, or there are more pages than were allowed. The
    /// items before it are as the server sent them.
    pub fn is_pagination(&self) -> bool {
        matches!(self.inner.kind, Kind::Pagination(_))
    }

    /// The server does not accept the token (401), also not one that was fetched anew for this
    /// call. Some systems answer so for a missing scope as well.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// The server does not permit the call (403), as for a missing scope.
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// There is no such thing (404).
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// The server wants fewer requests (429): too many a second, or the day's quota is used up.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// The token could not be fetched: the token endpoint refused, or its answer is no token.
    pub fn is_token(&self) -> bool {
        matches!(self.inner.kind, Kind::Token(_))
    }

    /// The server's grant does not cover the set of scopes that a token was asked for.
    pub fn is_missing_scope(&self) -> bool {
        matches!(self.inner.kind, Kind::MissingScopes(_))
    }

    /// The scopes that the grant lacks, by their names on the wire; empty for other errors.
    pub fn missing_scopes(&self) -> &[String] {
        match &self.inner.kind {
            Kind::MissingScopes(scopes) => &scopes.missing,
            _ => &[],
        }
    }

    /// The status of the server's answer, of the API or of its token endpoint.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.inner.kind {
            Kind::Status(refusal) => Some(refusal.status),
            Kind::Token(failure) => failure.status,
            _ => None,
        }
    }

    /// The headers of the API's refusal.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match &self.inner.kind {
            Kind::Status(refusal) => Some(&refusal.headers),
            _ => None,
        }
    }

    /// What the server calls the request, to be named to its support: the first of the usual
    /// headers that is there.
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.headers()?;
        REQUEST_ID_HEADERS
            .iter()
            .find_map(|name| headers.get(*name)?.to_str().ok())
    }

    /// What the server says of the problem (RFC 7807), and the raw body.
    pub fn problem(&self) -> Option<&Problem> {
        match &self.inner.kind {
            Kind::Status(refusal) => Some(&refusal.problem),
            _ => None,
        }
    }

    /// The call that failed, such as `payments.create`.
    pub fn call(&self) -> Option<&str> {
        self.inner.call.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.inner.call {
            write!(f, "{call}: ")?;
        }
        match &self.inner.kind {
            Kind::Config(message) => f.write_str(message),
            Kind::Request(what) => f.write_str(what),
            Kind::Transport(Transport::Connect) => f.write_str("no connection to the server"),
            Kind::Transport(Transport::Timeout) => f.write_str("the time for the call was up"),
            Kind::Transport(Transport::Broken) => f.write_str("the connection broke"),
            Kind::Status(refusal) => refusal.fmt(f),
            Kind::TooLarge(limit) => write!(f, "the response is larger than {limit} bytes"),
            Kind::Decode => f.write_str("the response is not what the call expects"),
            Kind::Pagination(stuck) => stuck.fmt(f),
            Kind::Token(failure) => write!(f, "no access token: {}", failure.what),
            Kind::MissingScopes(scopes) => scopes.fmt(f),
        }?;
        if self.inner.outcome_unknown {
            f.write_str("; the server may have done it all the same")?;
        }
        Ok(())
    }
}

impl fmt::Display for MissingScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the grant does not cover `{}`: missing {}; declared {}; granted {}",
            self.set,
            words(&self.missing),
            words(&self.declared),
            words(&self.granted),
        )?;
        if !self.inferred.is_empty() {
            f.write_str(&inferred_hint(&self.inferred))?;
        }
        Ok(())
    }
}

/// What is said where a name is inferred and the server does not know it.
pub(crate) fn inferred_hint(names: &[impl AsRef<str>]) -> String {
    format!(
        "; no document prints the name {}, so it is inferred: if the server calls it otherwise, \
         say so with `map_scope` when you build the client",
        words(names)
    )
}

/// `` `a`, `b` ``, or `nothing`.
fn words(names: &[impl AsRef<str>]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect::<Vec<_>>()
        .join(", ")
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        if let Some(call) = &self.inner.call {
            shown.field("call", call);
        }
        shown.field("kind", &self.inner.kind);
        shown.field("outcome_unknown", &self.inner.outcome_unknown);
        if let Some(source) = &self.inner.source {
            shown.field("source", source);
        }
        shown.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

const REQUEST_ID_HEADERS: &[&str] = &[
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-amzn-trace-id",
    "passport-labs-client-trace-id",
];

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn is_one_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
