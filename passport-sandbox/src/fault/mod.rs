//! Faults on demand: what a test lets go wrong while the sandbox runs.

mod body;
mod effect;
mod kind;
mod queue;

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode};

pub(crate) use body::{Broken, Filler};
pub(crate) use kind::{Kind, TokenChange};
pub(crate) use queue::{Faults, Strike};

pub use queue::FaultHandle;

/// Something that goes wrong at an endpoint, for [`Sandbox::inject`](crate::Sandbox::inject).
///
/// A fault strikes one request unless [`times`](Self::times) or [`always`](Self::always) says
/// otherwise. By default it strikes *before* the request is processed, which then is not processed
/// at all; [`after_processing`](Self::after_processing) lets the system do what it was asked for,
/// and only the answer goes wrong.
///
/// ```
/// use passport_sandbox::{Fault, Sandbox};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
/// # runtime.block_on(async {
/// let sandbox = Sandbox::start().await?;
/// // The first payment is made, but nobody hears of it; the next two requests find no server.
/// let lost = sandbox.inject(Fault::reset().on("payments.create").after_processing())?;
/// sandbox.inject(Fault::status(503).on("payments.create").times(2))?;
/// // Call it with the client under test, then:
/// assert_eq!(lost.strikes(), 0);
/// sandbox.clear_faults();
/// # Ok::<(), passport_sandbox::SandboxError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault strikes nothing until it is injected"]
pub struct Fault {
    pub(crate) kind: Kind,
    pub(crate) api: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) after: bool,
    pub(crate) delay: Option<Duration>,
    times: Option<Times>,
    skip: u64,
    chance: Option<(f64, u64)>,
    headers: Vec<(String, String)>,
    code: Option<String>,
    body: Option<(String, String)>,
    retry_after: Option<RetryAfter>,
}

/// How often a fault strikes.
#[derive(Clone, Copy, Debug)]
enum Times {
    Number(u64),
    Always,
}

/// The two forms of `Retry-After` (RFC 9110, 10.2.3).
#[derive(Clone, Copy, Debug)]
enum RetryAfter {
    Seconds(Duration),
    Date(Duration),
}

/// What goes wrong.
impl Fault {
    /// The answer comes this much later by the sandbox's clock; nothing else is wrong with it.
    ///
    /// A request that waits is carried out when its time has come, whether or not its caller still
    /// waits for it.
    pub fn delay(delay: Duration) -> Self {
        Self::new(Kind::Delay).delayed_by(delay)
    }

    /// No answer ever comes.
    pub fn hang() -> Self {
        Self::new(Kind::Hang)
    }

    /// The connection on which the request came goes silent: from then on the sandbox neither reads
    /// from it nor writes to it, and does not close it either, as behind a firewall that has forgotten
    /// it. So no request on it is answered any more: over HTTP/2 none of its streams, not even a
    /// `PING` (RFC 9113, 6.7). New connections work.
    ///
    /// A request that comes by [`app`](crate::app()) has no connection; for that it is the same as
    /// [`hang`](Self::hang).
    pub fn silent_connection() -> Self {
        Self::new(Kind::SilentConnection)
    }

    /// The connection is aborted (HTTP/1.1) or the stream is reset (HTTP/2), without an answer; see
    /// [`ConnectionReset`](crate::ConnectionReset).
    pub fn reset() -> Self {
        Self::new(Kind::Reset)
    }

    /// This status, with an error body in the API's format.
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Status(status))
    }

    /// Status 429, without `Retry-After` unless one is asked for.
    pub fn rate_limited() -> Self {
        Self::new(Kind::RateLimited)
    }

    /// Status 401, however good the token is.
    pub fn unauthorized() -> Self {
        Self::new(Kind::Unauthorized)
    }

    /// Status 403, which asks for these scopes in `WWW-Authenticate` whatever the spec says.
    pub fn forbidden<I>(scopes: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        Self::new(Kind::Forbidden(texts(scopes)))
    }

    /// Every token of the API is revoked, and then the request goes its way: one with a token gets
    /// the API's own 401.
    pub fn revoke_tokens() -> Self {
        Self::new(Kind::Revoke)
    }

    /// The token request is granted these scopes at most.
    pub fn grant_only<I>(scopes: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        Self::new(Kind::Token(TokenChange::Only(texts(scopes))))
    }

    /// The token request is granted what it would be, less these scopes.
    pub fn grant_without<I>(scopes: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        Self::new(Kind::Token(TokenChange::Without(texts(scopes))))
    }

    /// The token response does not say what was granted.
    pub fn omit_scope() -> Self {
        Self::new(Kind::Token(TokenChange::OmitScope))
    }

    /// The token lives this long, and the token response says so.
    pub fn token_lifetime(lifetime: Duration) -> Self {
        Self::new(Kind::Token(TokenChange::Lifetime(lifetime)))
    }

    /// The token lives only this long, whatever the token response says.
    pub fn token_dies_after(lifetime: Duration) -> Self {
        Self::new(Kind::Token(TokenChange::DiesAfter(lifetime)))
    }

    /// The token request is refused with this error code of RFC 6749, 5.2, in that section's format:
    /// status 401 for `invalid_client`, 400 for any other.
    pub fn oauth_error(code: impl Into<String>) -> Self {
        Self::new(Kind::OAuthError(code.into()))
    }

    /// A body that is no JSON although its content type says so.
    pub fn garbage() -> Self {
        Self::new(Kind::Garbage)
    }

    /// The content type `text/html`; before processing with a page of HTML under it, after
    /// processing with the true body.
    pub fn wrong_content_type() -> Self {
        Self::new(Kind::WrongContentType)
    }

    /// Half of a body, less than its `Content-Length` says, and then the connection is aborted.
    pub fn truncated() -> Self {
        Self::new(Kind::Truncated)
    }

    /// A body of this many bytes, whose length is not announced: one long JSON string.
    pub fn oversized(bytes: u64) -> Self {
        Self::new(Kind::Oversized(bytes))
    }

    /// A body that is compressed by gzip and inflates to this many bytes: one long JSON string.
    pub fn gzip(bytes: u64) -> Self {
        Self::new(Kind::Gzip(bytes))
    }

    /// Status 307, which leads to this address.
    pub fn redirect(location: impl Into<String>) -> Self {
        Self::new(Kind::Redirect(location.into()))
    }
}

/// Whom it strikes, and when.
impl Fault {
    /// Only requests to this endpoint, such as `payments.create`; `token` is the token endpoint.
    pub fn on(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Only requests to this API.
    pub fn api(mut self, name: impl Into<String>) -> Self {
        self.api = Some(name.into());
        self
    }

    /// Strikes this often; once unless it is set.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(Times::Number(times));
        self
    }

    /// Strikes until [`clear_faults`](crate::Sandbox::clear_faults).
    pub fn always(mut self) -> Self {
        self.times = Some(Times::Always);
        self
    }

    /// Lets the first so many requests pass that it could have struck.
    pub fn skip(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    /// Strikes with this probability, drawn once for each request that it could strike from a
    /// generator with this seed; [`always`](Self::always) unless [`times`](Self::times) is set.
    pub fn chance(mut self, probability: f64, seed: u64) -> Self {
        self.chance = Some((probability, seed));
        self
    }

    /// Strikes when the system has processed the request: only the answer goes wrong.
    pub fn after_processing(mut self) -> Self {
        self.after = true;
        self
    }

    /// Waits this long by the sandbox's clock first; with
    /// [`after_processing`](Self::after_processing) it waits when the system has processed the
    /// request.
    pub fn delayed_by(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }
}

/// How the answer looks.
impl Fault {
    /// Sets a header of the answer.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The error code in the body, such as `throttled` or `quota_exceeded`.
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// This body instead of the API's error body.
    pub fn body(mut self, content_type: impl Into<String>, text: impl Into<String>) -> Self {
        self.body = Some((content_type.into(), text.into()));
        self
    }

    /// No body instead of the API's error body.
    pub fn empty_body(self) -> Self {
        self.body("", "")
    }

    /// A `Retry-After` in seconds, rounded up.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(RetryAfter::Seconds(wait));
        self
    }

    /// A `Retry-After` that is an HTTP date: this much later than the sandbox's clock shows then.
    pub fn retry_after_date(mut self, wait: Duration) -> Self {
        self.retry_after = Some(RetryAfter::Date(wait));
        self
    }
}

impl Fault {
    /// The short name that a record has of it: the constructor's.
    pub fn name(&self) -> &'static str {
        self.kind.name()
    }

    fn new(kind: Kind) -> Self {
        let endpoint = kind.is_of_tokens().then(|| TOKEN.to_owned());
        Self {
            kind,
            api: None,
            endpoint,
            after: false,
            delay: None,
            times: None,
            skip: 0,
            chance: None,
            headers: Vec::new(),
            code: None,
            body: None,
            retry_after: None,
        }
    }

    fn most_strikes(&self) -> Option<u64> {
        match (self.times, self.chance) {
            (Some(Times::Number(times)), _) => Some(times),
            (Some(Times::Always), _) | (None, Some(_)) => None,
            (None, None) => Some(1),
        }
    }

    /// What contradicts itself, whatever the spec.
    pub(crate) fn mistake(&self) -> Option<String> {
        let name = self.name();
        let of_tokens = self.kind.is_of_tokens();
        if of_tokens && self.endpoint.as_deref() != Some(TOKEN) {
            return Some(format!("`{name}` strikes the endpoint `{TOKEN}` only"));
        }
        if self.after && !self.kind.can_come_after() {
            return Some(format!("`{name}` cannot strike after processing"));
        }
        let dressed = self.code.is_some() || self.body.is_some() || self.retry_after.is_some();
        if dressed && !self.kind.is_refusal() {
            return Some(format!(
                "`{name}` has no code, body and Retry-After of its own"
            ));
        }
        if !self.headers.is_empty() && !self.kind.is_answer() {
            return Some(format!("`{name}` has no headers of its own"));
        }
        let header = self.headers.iter().find(|(name, value)| {
            HeaderName::try_from(name).is_err() || HeaderValue::try_from(value).is_err()
        });
        if let Some((name, _)) = header {
            return Some(format!("the header `{name}` cannot be sent"));
        }
        match &self.kind {
            Kind::Status(status) if StatusCode::from_u16(*status).is_err() || *status < 200 => {
                Some(format!("{status} is no status of an answer"))
            }
            Kind::Redirect(location) if HeaderValue::try_from(location).is_err() => {
                Some(format!("`{location}` is no address"))
            }
            _ => None,
        }
    }
}

fn texts<I>(scopes: I) -> Vec<String>
where
    I: IntoIterator<Item: Into<String>>,
{
    scopes.into_iter().map(Into::into).collect()
}

/// The name of the token endpoint.
pub(crate) const TOKEN: &str = "token";
