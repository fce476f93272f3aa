//! A call from its first attempt to its last.

use std::cell::LazyCell;
use std::pin::pin;
use std::time::{Duration, SystemTime};

use http::{HeaderValue, Method, StatusCode};
use tracing::Instrument as _;
use tracing::field::Empty;
use url::Url;

use crate::client::message::{HttpRequest, HttpResponse};
use crate::client::name::CallName;
use crate::client::{Core, deadline};
use crate::error::{Error, Kind, Transport};
use crate::observe::Event;
use crate::retry::{Pause, Replay, Verdict, judge};
use crate::token::{ErasedToken, KeptToken};

/// What is sent, and how it may be sent again.
pub(crate) struct Exchange<'e> {
    pub(crate) core: &'e Core,
    /// What errors and events call the call.
    pub(crate) name: CallName<'e>,
    /// The name of the path prefix whose limit counts.
    pub(crate) prefix: &'static str,
    pub(crate) token: Option<&'e ErasedToken>,
    /// The token that is sent in any case, and never replaced.
    pub(crate) fixed_token: Option<&'e KeptToken>,
    /// Whether the caller knows that the server processes the request at most once.
    pub(crate) idempotent: bool,
    pub(crate) retries: u32,
    /// How long all of it may take.
    pub(crate) timeout: Duration,
}

/// How far an exchange has come.
struct Progress {
    /// The time, where nothing was waited for since it was read.
    now: Option<SystemTime>,
    deadline: SystemTime,
    attempts: u32,
    retries: u32,
    /// How often the token was renewed.
    renewals: u32,
    /// Whether an attempt before may have been processed.
    may_be_processed: bool,
    /// The next attempt is sent on a connection that is not open yet.
    fresh_connection: bool,
    throttled_since: Option<SystemTime>,
}

/// What seldom happens is boxed, so that the future of a call has no room for it: it would be moved
/// along with each call.
impl Exchange<'_> {
    /// Sends the request until it succeeds, cannot be sent again, or the time is up.
    pub(crate) async fn run(&self, request: &HttpRequest) -> Result<HttpResponse, Error> {
        self.core.sender().check_runtime()?;
        let span = self.span(request);
        // Pinned here, because a future that is handed over is moved.
        let attempts = pin!(self.attempts(request));
        let result = attempts.instrument(span.clone()).await;
        let status = match &result {
            Ok(response) => Some(response.status),
            Err(error) => error.status(),
        };
        record(&span, status, result.as_ref().err());
        result
    }

    async fn attempts(&self, request: &HttpRequest) -> Result<HttpResponse, Error> {
        let now = self.core.now();
        let mut progress = Progress {
            now: Some(now),
            deadline: deadline(now, self.timeout),
            attempts: 0,
            retries: 0,
            renewals: 0,
            may_be_processed: false,
            fresh_connection: false,
            throttled_since: None,
        };
        let mut access = None;
        loop {
            let error = match self.attempt(request, &mut access, &mut progress).await {
                Ok(mut response) => {
                    self.core.budget().succeed();
                    response.attempts = progress.attempts;
                    return Ok(response);
                }
                Err(error) => error,
            };
            progress.may_be_processed |= error.may_be_processed();
            let replay = self.replay(request);
            let next = Box::pin(self.next(&error, replay, access.take(), &mut progress));
            match next.await {
                Ok(token) => access = token,
                Err(final_error) => {
                    return Err(self.conclude(final_error.unwrap_or(error), replay, &progress));
                }
            }
        }
    }

    /// One attempt, with the given token or with one that is good now, which is left in its place.
    async fn attempt(
        &self,
        request: &HttpRequest,
        access: &mut Option<KeptToken>,
        progress: &mut Progress,
    ) -> Result<HttpResponse, Error> {
        if access.is_none() {
            *access = self.access(progress).await?;
        }
        if self.core.is_limited(self.prefix) && Box::pin(self.pass_limits(progress)).await? {
            // The token may have expired in the line.
            *access = None;
            *access = self.access(progress).await?;
        }
        let started = progress.now.take().unwrap_or_else(|| self.core.now());
        let left = progress.deadline.duration_since(started);
        let limit = self.core.attempt_timeout().min(left.unwrap_or_default());
        if limit.is_zero() {
            return Err(Error::new(Kind::Transport(Transport::NoTime)));
        }
        progress.attempts += 1;
        let authorization = access.as_ref().map(|access| access.authorization());
        let answered = self.send(request, authorization, started, limit, progress);
        let result = match answered.await {
            Ok(response) if response.status.is_success() => Ok(response),
            Ok(response) => Err(self.refusal(request, response, access.as_ref())),
            Err(error) => Err(error),
        };
        let result = result.map_err(|error| mark(error, self.replay(request), progress));
        if self.core.is_observed() {
            self.tell(&result, progress.attempts, started);
        }
        result
    }

    /// Tells an observer what came of an attempt.
    fn tell(&self, result: &Result<HttpResponse, Error>, attempt: u32, started: SystemTime) {
        self.core.observe(&Event::Attempt {
            call: &self.name.to_string(),
            attempt,
            status: match result {
                Ok(response) => Some(response.status),
                Err(error) => error.status(),
            },
            error: result.as_ref().err(),
            took: self.core.now().duration_since(started).unwrap_or_default(),
        });
    }

    /// A token that is good now, if the call needs one.
    async fn access(&self, progress: &mut Progress) -> Result<Option<KeptToken>, Error> {
        if let Some(fixed) = self.fixed_token {
            return Ok(Some(fixed.clone()));
        }
        let Some(token) = self.token else {
            return Ok(None);
        };
        let now = progress.now.unwrap_or_else(|| self.core.now());
        if let Some(fresh) = token.fresh(self.core, now) {
            progress.now = Some(now);
            return Ok(Some(fresh));
        }
        progress.now = None;
        let current = Box::pin(token.current(self.core, progress.deadline));
        current.await.map(Some)
    }

    /// Waits for the client's own limits, and says whether it had to.
    async fn pass_limits(&self, progress: &mut Progress) -> Result<bool, Error> {
        let now = progress.now.unwrap_or_else(|| self.core.now());
        let left = progress.deadline.duration_since(now).unwrap_or_default();
        // Sent at the last moment, the request would count, and nobody would see its answer.
        let for_the_answer = (left / 4).min(self.core.attempt_timeout());
        let deadline = progress.deadline.checked_sub(for_the_answer);
        let deadline = deadline.unwrap_or(progress.deadline);
        let waited = self.core.pass_limits(self.prefix, deadline).await?;
        if waited.is_zero() {
            return Ok(false);
        }
        progress.now = None;
        let call = &self.name.to_string();
        self.core.observe(&Event::LimitWait { call, waited });
        Ok(true)
    }

    /// Sends the request once, within the time for an attempt and what is left of the whole.
    async fn send(
        &self,
        request: &HttpRequest,
        authorization: Option<HeaderValue>,
        started: SystemTime,
        limit: Duration,
        progress: &mut Progress,
    ) -> Result<HttpResponse, Error> {
        let span = attempt_span(request, progress.attempts);
        let sender = self.core.sender();
        let route = sender.route(std::mem::take(&mut progress.fresh_connection))?;
        let sent = pin!(route.send(request, authorization, sender.body_limit));
        let answered = self.core.within(limit, sent).instrument(span.clone());
        let answered = answered.await;
        let answered =
            answered.unwrap_or_else(|| Err(Error::new(Kind::Transport(Transport::Timeout))));
        let is_soon = || {
            let took = self.core.now().duration_since(started);
            took.is_ok_and(|took| took <= LONGEST_CROSSING)
        };
        let answered = match answered {
            Ok(response) if route.may_be_idle_timeout(&response) && is_soon() => {
                // Other connections may have been idle for as long.
                progress.fresh_connection = true;
                Err(Error::new(Kind::Transport(Transport::Connect)).with_source(
                    "the server closed the idle connection (408) before the request reached it",
                ))
            }
            Err(error) if error.is_timeout() => {
                progress.fresh_connection = route.note_time_out();
                Err(error)
            }
            answered => answered,
        };
        let status = answered.as_ref().ok().map(|response| response.status);
        record(&span, status, answered.as_ref().err());
        answered
    }

    /// What sending the request twice does; asked only when it has failed.
    fn replay(&self, request: &HttpRequest) -> Replay {
        let body = request.body.as_deref().unwrap_or_default();
        let replay = match self.name.endpoint() {
            Some(endpoint) => Replay::of_endpoint(endpoint, &request.headers, body),
            None => Replay::of_method(&request.method),
        };
        if self.idempotent && replay == Replay::Twice {
            Replay::Once
        } else {
            replay
        }
    }

    /// Prepares the next attempt: the token for it, if that is decided already. Otherwise the error
    /// that ends the call, where it is not the one at hand.
    async fn next(
        &self,
        error: &Error,
        replay: Replay,
        used: Option<KeptToken>,
        progress: &mut Progress,
    ) -> Result<Option<KeptToken>, Option<Error>> {
        match judge(error, replay) {
            Verdict::WithNewToken => self.renew(used, progress).await.map(Some),
            Verdict::After(pause) => self.pause(pause, error, progress).await.map(|()| None),
            Verdict::Stop => Err(None),
        }
    }

    async fn renew(
        &self,
        used: Option<KeptToken>,
        progress: &mut Progress,
    ) -> Result<KeptToken, Option<Error>> {
        let (Some(token), Some(used), None) = (self.token, used, self.fixed_token) else {
            return Err(None);
        };
        // Once; and once more where the first came from a store, where it may have been for long.
        let most = if used.is_stored() { 2 } else { 1 };
        if progress.renewals >= most {
            token.did_not_help(self.core, &self.name.to_string());
            return Err(None);
        }
        progress.renewals += 1;
        let name = self.name.to_string();
        let renewed = token.renewed(self.core, &used, &name, progress.deadline);
        renewed.await.map_err(Some)?.ok_or(None)
    }

    async fn pause(
        &self,
        pause: Pause,
        error: &Error,
        progress: &mut Progress,
    ) -> Result<(), Option<Error>> {
        let now = self.core.now();
        if matches!(pause, Pause::Throttled(_)) {
            progress.throttled_since.get_or_insert(now);
        }
        if progress.retries >= self.retries {
            return Err(None);
        }
        let pause = self.core.length_of(pause, progress.retries);
        // A pause that ends after the deadline would be in vain.
        if now
            .checked_add(pause)
            .is_none_or(|end| end >= progress.deadline)
        {
            return Err(None);
        }
        if !self.core.budget().pay() {
            let call = &self.name.to_string();
            self.core.observe(&Event::BudgetSpent { call });
            return Err(None);
        }
        progress.retries += 1;
        self.core.observe(&Event::Retry {
            call: &self.name.to_string(),
            attempts: progress.attempts,
            pause,
            error,
        });
        if !pause.is_zero() {
            self.core.sleep(pause).await;
        }
        Ok(())
    }

    /// Says of the error how the call went.
    fn conclude(&self, error: Error, replay: Replay, progress: &Progress) -> Error {
        let throttled_for = progress
            .throttled_since
            .map(|since| self.core.now().duration_since(since));
        let throttled_for = throttled_for.and_then(Result::ok).unwrap_or_default();
        let error = error.after(progress.attempts, throttled_for);
        mark(error, replay, progress)
    }

    /// The span of the call, with the names of OpenTelemetry's conventions for HTTP clients. It has
    /// the path's template and not the path, which may hold personal data.
    fn span(&self, request: &HttpRequest) -> tracing::Span {
        let method: &Method = &request.method;
        // Read only if somebody listens.
        let url = LazyCell::new(|| request.url().ok());
        let url = || LazyCell::force(&url).as_ref();
        let span = tracing::info_span!(
            "call",
            otel.name = Empty,
            otel.kind = "internal",
            http.request.method = method.as_str(),
            server.address = url().and_then(Url::host_str),
            server.port = url().and_then(Url::port_or_known_default),
            url.scheme = url().map(Url::scheme),
            url.template = Empty,
            http.response.status_code = Empty,
            error.type = Empty,
            passport.api = self.core.catalog().name,
            passport.call = %self.name,
            passport.scope = Empty,
        );
        if span.is_disabled() {
            return span;
        }
        let Some(endpoint) = self.name.endpoint() else {
            span.record("otel.name", method.as_str());
            return span;
        };
        let template = self.core.template(endpoint);
        span.record("otel.name", format_args!("{method} {template}").to_string());
        span.record("url.template", template);
        span.record(
            "passport.scope",
            endpoint.needs(self.core.catalog()).to_string(),
        );
        span
    }
}

/// Marks an error where this attempt or one before it may have been processed.
fn mark(error: Error, replay: Replay, progress: &Progress) -> Error {
    let may_be_processed = progress.may_be_processed || error.may_be_processed();
    if may_be_processed && replay != Replay::Harmless {
        error.of_unknown_outcome()
    } else {
        error
    }
}

/// The span of one attempt.
fn attempt_span(request: &HttpRequest, attempt: u32) -> tracing::Span {
    let url = LazyCell::new(|| request.url().ok());
    let url = || LazyCell::force(&url).as_ref();
    tracing::debug_span!(
        "attempt",
        otel.kind = "client",
        otel.name = request.method.as_str(),
        http.request.method = request.method.as_str(),
        server.address = url().and_then(Url::host_str),
        server.port = url().and_then(Url::port_or_known_default),
        http.request.resend_count = attempt - 1,
        http.response.status_code = Empty,
        error.type = Empty,
    )
}

/// How a span's work has ended.
fn record(span: &tracing::Span, status: Option<StatusCode>, error: Option<&Error>) {
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(error) = error {
        span.record("error.type", error.type_name());
    }
}

/// A request and a message of the server that cross each other on the way take no longer. A server that
/// has tried to process the request, and answers 408 because it took too long, takes longer.
const LONGEST_CROSSING: Duration = Duration::from_millis(200);
