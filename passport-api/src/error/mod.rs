//! The one error type.

mod body;
mod inferred_path;
mod kind;
mod rate_limit;
mod scopes;
mod server_text;
mod temporary;
mod token_error;
mod token_failure;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

pub use rate_limit::RateLimit;
pub use scopes::InsufficientScope;
pub use token_error::TokenError;

pub(crate) use inferred_path::InferredPath;
pub(crate) use kind::{
    ChallengeError, Kind, Limit, Refusal, TokenFailure, TokenProblem, Transport,
};
pub(crate) use scopes::{MissingScopes, alternatives, words};
pub(crate) use server_text::{REDACTED, code_word, explanation, is_invisible, is_opaque, one_line};

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
#[derive(Clone)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Clone)]
struct Inner {
    kind: Kind,
    /// The call that failed, such as `payments.create`.
    call: Option<String>,
    /// Whether the server may have done what it was asked for.
    outcome_unknown: bool,
    /// How often the call was sent.
    attempts: u32,
    /// How long the call has waited since its first 429.
    throttled_for: Duration,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                call: None,
                outcome_unknown: false,
                attempts: 0,
                throttled_for: Duration::ZERO,
                source: None,
            }),
        }
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(Kind::Config(message.into()))
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.inner.source = Some(source.into().into());
        self
    }

    /// Names the call, unless the error has a name already.
    pub(crate) fn in_call(mut self, call: &str) -> Self {
        self.inner.call.get_or_insert_with(|| call.to_owned());
        self
    }

    /// Says how the call went: how often it was sent, and how long a 429 kept it waiting.
    pub(crate) fn after(mut self, attempts: u32, throttled_for: Duration) -> Self {
        self.inner.attempts = attempts;
        self.inner.throttled_for = throttled_for;
        self
    }

    /// Marks the error of a call that the server may have done all the same.
    pub(crate) fn of_unknown_outcome(mut self) -> Self {
        self.inner.outcome_unknown = true;
        self
    }

    /// Whether the server may have processed the request that failed so: it was sent, and no answer
    /// says what became of it, or none that can be read.
    pub(crate) fn may_be_processed(&self) -> bool {
        match &self.inner.kind {
            Kind::Transport(failure) => {
                matches!(failure, Transport::Timeout | Transport::Broken)
            }
            // Only a refusal (4xx) says that nothing was done. A redirect leads elsewhere, perhaps to
            // what was made.
            Kind::Status(refusal) => {
                !refusal.status.is_client_error() || refusal.status == StatusCode::REQUEST_TIMEOUT
            }
            Kind::TooLarge(_) | Kind::Decode(_) | Kind::Undocumented(..) => true,
            Kind::Config(_)
            | Kind::Request(_)
            | Kind::Pagination(_)
            | Kind::Token(_)
            | Kind::TokenField(_)
            | Kind::Expired
            | Kind::MissingScopes(_)
            | Kind::Limit(_) => false,
        }
    }

    /// What OpenTelemetry calls `error.type`: the status, or a word of few.
    pub(crate) fn type_name(&self) -> &str {
        match &self.inner.kind {
            Kind::Status(refusal) => refusal.status.as_str(),
            Kind::Config(_) => "config",
            Kind::Request(_) => "request",
            Kind::Transport(Transport::Connect) => "connect",
            Kind::Transport(Transport::Certificate) => "certificate",
            Kind::Transport(Transport::Timeout | Transport::NoTime) => "timeout",
            Kind::Transport(Transport::Broken) => "broken",
            Kind::TooLarge(_) => "too_large",
            Kind::Decode(_) => "decode",
            Kind::Undocumented(..) => "undocumented",
            Kind::Pagination(_) => "pagination",
            Kind::Token(_) => "token",
            Kind::TokenField(_) => "token_field",
            Kind::Expired => "expired",
            Kind::MissingScopes(_) => "missing_scopes",
            Kind::Limit(_) => "limit",
        }
    }

    /// Whether the API itself answered so; what its token endpoint says is something else.
    fn is_refusal(&self, status: StatusCode) -> bool {
        matches!(&self.inner.kind, Kind::Status(refusal) if refusal.status == status)
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.inner.kind
    }

    /// The server may have done what the call asks for, although the call failed: the request was
    /// sent, and then the connection broke, the time was up, the server failed (5xx) or redirected
    /// (3xx), or its answer cannot be read.
    ///
    /// It is never true of a call that changes nothing, such as a GET. A call of which it is true is
    /// not sent again by itself, unless the spec says that the server processes it at most once. Look
    /// first what became of it: list or get what it was to make. A Bre-B payment can simply be sent
    /// again with the same `resolution_id`, because at most one payment is made of a resolution.
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
        matches!(
            self.inner.kind,
            Kind::Transport(Transport::Connect | Transport::Certificate)
        )
    }

    /// The time was up before the answer was complete, or before there was a token.
    pub fn is_timeout(&self) -> bool {
        match &self.inner.kind {
            Kind::Transport(failure) => {
                matches!(failure, Transport::Timeout | Transport::NoTime)
            }
            Kind::Token(failure) => failure.timed_out,
            _ => false,
        }
    }

    /// No answer came: no connection, a time-out, or a connection that broke.
    pub(crate) fn is_transport(&self) -> bool {
        matches!(self.inner.kind, Kind::Transport(_))
    }

    /// The server's answer is not what the call expects. The cause ([`source`](StdError::source))
    /// names the field that does not fit, by its path, such as `items[3].amount`; a key that may be
    /// the server's own is `{key}` there. See [`unreadable_answer`](Self::unreadable_answer).
    pub fn is_decode(&self) -> bool {
        matches!(
            self.inner.kind,
            Kind::Decode(_) | Kind::TooLarge(_) | Kind::Undocumented(..)
        )
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
        self.is_refusal(StatusCode::UNAUTHORIZED)
    }

    /// The server does not permit the call (403), as for a missing scope.
    pub fn is_forbidden(&self) -> bool {
        self.is_refusal(StatusCode::FORBIDDEN)
    }

    /// There is no such thing (404).
    pub fn is_not_found(&self) -> bool {
        self.is_refusal(StatusCode::NOT_FOUND)
    }

    /// The server wants fewer requests (429): too many a second, or the day's quota is used up;
    /// [`rate_limit`](Self::rate_limit) says which, as well as can be known.
    pub fn is_rate_limited(&self) -> bool {
        self.is_refusal(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Which of the server's limits a 429 is about; `None` for any other error.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        match &self.inner.kind {
            Kind::Status(refusal) if self.is_rate_limited() => {
                Some(RateLimit::of(refusal, self.inner.throttled_for))
            }
            _ => None,
        }
    }

    /// One of the client's own [`Limits`](crate::Limits) would have let the call through only after
    /// its time was up; nothing was sent. [`retry_after`](Self::retry_after) says when it will.
    pub fn is_limit(&self) -> bool {
        matches!(self.inner.kind, Kind::Limit(_))
    }

    /// How long to wait before the call is made again: what the server said (`Retry-After`), or
    /// what the client's own limit asks for.
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.inner.kind {
            Kind::Status(refusal) => refusal.retry_after,
            Kind::Token(failure) => failure.retry_after,
            Kind::Limit(limit) => Some(limit.wait),
            _ => None,
        }
    }

    /// The token could not be fetched: the token endpoint refused, or its answer is no token.
    pub fn is_token(&self) -> bool {
        matches!(self.inner.kind, Kind::Token(_))
    }

    /// A field of the token response, such as the token's id, is not there or not of the type that
    /// `scopes.toml` declares.
    pub fn is_token_field(&self) -> bool {
        matches!(self.inner.kind, Kind::TokenField(_))
    }

    /// The token was given by the caller and has expired; the client cannot renew it.
    pub fn is_expired(&self) -> bool {
        matches!(self.inner.kind, Kind::Expired)
    }

    /// The server's grant does not cover the set of scopes that a token was asked for, or does not
    /// any more since the token was renewed; nothing was sent.
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

    /// The scopes that an earlier token was granted and the renewed one is not; empty for other
    /// errors.
    pub fn lost_scopes(&self) -> &[String] {
        match &self.inner.kind {
            Kind::MissingScopes(scopes) => &scopes.lost,
            _ => &[],
        }
    }

    /// The scopes that the call needs, the token has and the server names, when the server refuses a
    /// call that needs one (403), or says that one is missing (RFC 6750, 3). `None` where the call needs no scope, and for other errors.
    pub fn insufficient_scope(&self) -> Option<&InsufficientScope> {
        match &self.inner.kind {
            Kind::Status(refusal) => refusal.insufficient_scope.as_ref(),
            _ => None,
        }
    }

    /// How often the call was sent; 0 if nothing was.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// The status of the server's answer, of the API or of its token endpoint.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.inner.kind {
            Kind::Status(refusal) => Some(refusal.status),
            Kind::Undocumented(status, _) => Some(*status),
            Kind::Token(_) => self.token_error().map(TokenError::status),
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

    /// The call that failed, such as `payments.create`. Of a call that is not in the spec it is the
    /// method and the prefix of the path, because the rest may hold personal data.
    pub fn call(&self) -> Option<&str> {
        self.inner.call.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.inner.call {
            write!(f, "{call}: ")?;
        }
        self.inner.kind.fmt(f)?;
        if self.inner.outcome_unknown {
            f.write_str("; the server may have done it all the same")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        if let Some(call) = &self.inner.call {
            shown.field("call", call);
        }
        shown.field("kind", &self.inner.kind);
        shown.field("outcome_unknown", &self.inner.outcome_unknown);
        shown.field("attempts", &self.inner.attempts);
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
    use http::StatusCode;

    use super::{Error, Kind, Refusal};

    #[test]
    fn only_a_refusal_says_that_nothing_was_done() {
        let check = |status: u16, may_be_processed: bool| {
            let refusal = Refusal::new(StatusCode::from_u16(status).unwrap());
            let error = Error::new(Kind::Status(Box::new(refusal)));
            assert_eq!(error.may_be_processed(), may_be_processed, "{status}");
        };
        for unknown in [301, 302, 303, 304, 307, 308, 408, 500, 502, 503, 504] {
            check(unknown, true);
        }
        for refused in [400, 401, 403, 404, 409, 422, 425, 429] {
            check(refused, false);
        }
    }

    #[test]
    fn is_one_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
