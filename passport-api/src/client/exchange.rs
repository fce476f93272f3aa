//! A call from its first attempt to its last.

use std::time::{Duration, SystemTime};

use http::{Method, StatusCode};
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::catalog::{Endpoint, Requirement};
use crate::challenge::BearerChallenge;
use crate::client::transport::{HttpRequest, HttpResponse};
use crate::client::{Core, deadline};
use crate::error::{Error, InsufficientScope, Kind, Refusal, Transport};
use crate::observe::Event;
use crate::problem::Problem;
use crate::retry::{Pause, Replay, Verdict, judge, retry_after};
use crate::token::{ErasedToken, KeptToken};

/// What is sent, and how it may be sent again.
pub(crate) struct Exchange<'e> {
    pub(crate) core: &'e Core,
    /// What errors and events call the call.
    pub(crate) name: &'e str,
    pub(crate) endpoint: Option<&'static Endpoint>,
    /// The name of the path prefix whose limit counts.
    pub(crate) prefix: &'static str,
    pub(crate) token: Option<&'e ErasedToken>,
    pub(crate) replay: Replay,
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
    throttled_since: Option<SystemTime>,
}

impl Exchange<'_> {
    /// Sends the request until it succeeds, cannot be sent again, or the time is up.
    pub(crate) async fn run(&self, request: &HttpRequest) -> Result<HttpResponse, Error> {
        let span = self.span(request);
        let result = self.attempts(request).instrument(span.clone()).await;
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
            throttled_since: None,
        };
        let mut access = None;
        loop {
            let (token, error) = match self.attempt(request, access.take(), &mut progress).await {
                Ok(mut response) => {
                    self.core.budget().succeed();
                    response.attempts = progress.attempts;
                    return Ok(response);
                }
                Err(failed) => failed,
            };
            progress.may_be_processed |= error.may_be_processed();
            match self.next(&error, token, &mut progress).await {
                Ok(token) => access = token,
                Err(final_error) => {
                    return Err(self.conclude(final_error.unwrap_or(error), &progress));
                }
            }
        }
    }

    /// One attempt; the token that was used comes back with the failure.
    async fn attempt(
        &self,
        request: &HttpRequest,
        access: Option<KeptToken>,
        progress: &mut Progress,
    ) -> Result<HttpResponse, (Option<KeptToken>, Error)> {
        let mut access = match access {
            None => self.access(progress).await?,
            access => access,
        };
        let waited = self.pass_limits(progress).await;
        if waited.map_err(|error| (access.clone(), error))? {
            // The token may have expired in the line.
            access = self.access(progress).await?;
        }
        let mut request = request.clone();
        if let Some(access) = &access {
            request.authorize(access.authorization());
        }
        let left = progress.deadline.duration_since(self.core.now());
        let limit = self.core.attempt_timeout().min(left.unwrap_or_default());
        if limit.is_zero() {
            let error = Error::new(Kind::Transport(Transport::NoTime));
            return Err((access, error));
        }
        progress.attempts += 1;
        let started = self.core.now();
        let answered = self.send(request, limit, progress.attempts).await;
        let result = answered.and_then(|response| self.accept(response, access.as_ref()));
        let result = result.map_err(|error| self.mark(error, progress));
        self.core.observe(&Event::Attempt {
            call: self.name,
            attempt: progress.attempts,
            status: match &result {
                Ok(response) => Some(response.status),
                Err(error) => error.status(),
            },
            error: result.as_ref().err(),
            took: self.core.now().duration_since(started).unwrap_or_default(),
        });
        result.map_err(|error| (access, error))
    }

    /// A token that is good now, if the call needs one.
    async fn access(
        &self,
        progress: &mut Progress,
    ) -> Result<Option<KeptToken>, (Option<KeptToken>, Error)> {
        let Some(token) = self.token else {
            return Ok(None);
        };
        let now = progress.now.take().unwrap_or_else(|| self.core.now());
        if let Some(fresh) = token.fresh(self.core, now) {
            return Ok(Some(fresh));
        }
        let current = token.current(self.core, progress.deadline).await;
        current.map(Some).map_err(|error| (None, error))
    }

    /// Waits for the client's own limits, and says whether it had to.
    async fn pass_limits(&self, progress: &Progress) -> Result<bool, Error> {
        let waited = self
            .core
            .pass_limits(self.prefix, progress.deadline)
            .await?;
        if !waited.is_zero() {
            let call = self.name;
            self.core.observe(&Event::LimitWait { call, waited });
        }
        Ok(!waited.is_zero())
    }

    /// Sends the request once, within the time for an attempt and what is left of the whole.
    async fn send(
        &self,
        request: HttpRequest,
        limit: Duration,
        attempt: u32,
    ) -> Result<HttpResponse, Error> {
        let span = tracing::debug_span!(
            "attempt",
            otel.kind = "client",
            otel.name = request.method.as_str(),
            http.request.method = request.method.as_str(),
            server.address = request.url.host_str(),
            server.port = request.url.port_or_known_default(),
            http.request.resend_count = attempt - 1,
            http.response.status_code = Empty,
            error.type = Empty,
        );
        let answered = self.core.within(limit, self.core.wire().send(request));
        let answered = answered.instrument(span.clone()).await;
        let answered =
            answered.unwrap_or_else(|| Err(Error::new(Kind::Transport(Transport::Timeout))));
        let status = answered.as_ref().ok().map(|response| response.status);
        record(&span, status, answered.as_ref().err());
        answered
    }

    /// Turns an error status into an error.
    fn accept(
        &self,
        response: HttpResponse,
        access: Option<&KeptToken>,
    ) -> Result<HttpResponse, Error> {
        if response.status.is_success() {
            return Ok(response);
        }
        let is_secret = |text: &str| self.is_secret(text, access);
        let refusal = Refusal {
            status: response.status,
            retry_after: retry_after(&response.headers, self.core.now()),
            insufficient_scope: self.insufficient_scope(&response, access),
            headers: response.headers,
            problem: Problem::read(response.body).without_code_if(is_secret),
        };
        Err(Error::new(Kind::Status(Box::new(refusal))))
    }

    /// What the server says about scopes (RFC 6750, 3); where that is not what the spec says, it is
    /// told.
    fn insufficient_scope(
        &self,
        response: &HttpResponse,
        access: Option<&KeptToken>,
    ) -> Option<InsufficientScope> {
        let refused = matches!(
            response.status,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
        );
        let challenge = refused.then(|| BearerChallenge::read(&response.headers))??;
        if challenge.error.as_deref() != Some("insufficient_scope") {
            return None;
        }
        let mut wanted = challenge.scopes.unwrap_or_default();
        wanted.retain(|name| !self.is_secret(name, access));
        let insufficient = InsufficientScope {
            wanted,
            declared: self.declared(),
            granted: access.map_or_else(Vec::new, |access| access.granted().to_vec()),
        };
        if insufficient.is_drift() {
            self.core.observe(&Event::Drift {
                call: self.name,
                scopes: &insufficient,
            });
        }
        Some(insufficient)
    }

    /// Whether a server's text repeats what the client has sent in secret.
    fn is_secret(&self, text: &str, access: Option<&KeptToken>) -> bool {
        access.is_some_and(|token| token.is_repeated_in(text)) || self.core.repeats_secret(text)
    }

    /// The alternatives of scopes that the spec says the call needs, by their names on the wire.
    fn declared(&self) -> Vec<Vec<String>> {
        let names = self.core.names();
        let wire = |places: &[u32]| {
            names
                .describe(places)
                .map_or_else(|_| Vec::new(), |(n, _)| n)
        };
        match self.endpoint.map(|endpoint| endpoint.requirement) {
            Some(Requirement::AllOf(places)) => vec![wire(places)],
            Some(Requirement::AnyOf(lists)) => lists.iter().map(|list| wire(list)).collect(),
            Some(Requirement::Public | Requirement::AnyToken | Requirement::Unknown) | None => {
                Vec::new()
            }
        }
    }

    /// Prepares the next attempt: the token for it, if that is decided already. Otherwise the error
    /// that ends the call, where it is not the one at hand.
    async fn next(
        &self,
        error: &Error,
        used: Option<KeptToken>,
        progress: &mut Progress,
    ) -> Result<Option<KeptToken>, Option<Error>> {
        match judge(error, self.replay) {
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
        let (Some(token), Some(used)) = (self.token, used) else {
            return Err(None);
        };
        // Once; and once more where the first came from a store, where it may have been for long.
        let most = if used.is_stored() { 2 } else { 1 };
        if progress.renewals >= most {
            token.did_not_help(self.core, self.name);
            return Err(None);
        }
        progress.renewals += 1;
        let renewed = token.renewed(self.core, &used, self.name, progress.deadline);
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
            let call = self.name;
            self.core.observe(&Event::BudgetSpent { call });
            return Err(None);
        }
        progress.retries += 1;
        self.core.observe(&Event::Retry {
            call: self.name,
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
    fn conclude(&self, error: Error, progress: &Progress) -> Error {
        let throttled_for = progress
            .throttled_since
            .map(|since| self.core.now().duration_since(since));
        let throttled_for = throttled_for.and_then(Result::ok).unwrap_or_default();
        let error = error.after(progress.attempts, throttled_for);
        self.mark(error, progress)
    }

    /// Marks an error where this attempt or one before it may have been processed.
    fn mark(&self, error: Error, progress: &Progress) -> Error {
        let may_be_processed = progress.may_be_processed || error.may_be_processed();
        if may_be_processed && self.replay != Replay::Harmless {
            error.of_unknown_outcome()
        } else {
            error
        }
    }

    /// The span of the call, with the names of OpenTelemetry's conventions for HTTP clients. It has
    /// the path's template and not the path, which may hold personal data.
    fn span(&self, request: &HttpRequest) -> tracing::Span {
        let method: &Method = &request.method;
        let span = tracing::info_span!(
            "call",
            otel.name = Empty,
            otel.kind = "internal",
            http.request.method = method.as_str(),
            server.address = request.url.host_str(),
            server.port = request.url.port_or_known_default(),
            url.scheme = request.url.scheme(),
            url.template = Empty,
            http.response.status_code = Empty,
            error.type = Empty,
            passport.api = self.core.catalog().name,
            passport.call = self.name,
            passport.scope = Empty,
        );
        if span.is_disabled() {
            return span;
        }
        let Some(endpoint) = self.endpoint else {
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

/// How a span's work has ended.
fn record(span: &tracing::Span, status: Option<StatusCode>, error: Option<&Error>) {
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(error) = error {
        span.record("error.type", error.type_name());
    }
}
