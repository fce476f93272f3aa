//! One request on its way through the sandbox, with the fault that strikes it.

use std::future::pending;

use axum::body::Bytes;
use axum::http::HeaderValue;
use axum::http::header::DATE;
use axum::http::request::Parts;
use axum::response::Response;
use jiff::Timestamp;
use tokio::runtime::Handle;

use crate::answer::{Answer, ErrorFormat};
use crate::connection::Switch;
use crate::fault::{Kind, Strike};
use crate::hosted::{Hosted, Trace};
use crate::incoming::{Incoming, content_type};
use crate::received::ReceivedBody;
use crate::record::RecordedRequest;
use crate::refusal::{Reason, Refusal};
use crate::reset::ConnectionReset;
use crate::state::SandboxState;
use crate::text::http_date;

/// One request on its way through the sandbox.
///
/// The order is: the body is read, the endpoint is looked up, the request is recorded, the fault is
/// chosen; the fault strikes, if it strikes before; limits, token and scopes are checked, the system
/// answers; the fault strikes, if it strikes after; the record is completed.
pub(crate) struct Visit {
    state: SandboxState,
    head: Parts,
    /// Absent where it was too long.
    body: Option<Bytes>,
    /// The place of the API among those of the state.
    api: Option<usize>,
    endpoint: Option<String>,
    strike: Option<Strike>,
    /// Its number in the record.
    number: u64,
}

/// What comes of a request.
enum Outcome {
    Answer(Answer),
    Reset,
    Hang,
}

impl Visit {
    /// Records a request and chooses its fault.
    pub(crate) fn new(
        state: SandboxState,
        head: Parts,
        body: Option<Bytes>,
    ) -> Result<Self, Answer> {
        let time = state
            .guarded(|| state.clock().now())
            .map_err(|refusal| Answer::refusal(&refusal, ErrorFormat::Plain))?;
        let (name, path) = split(head.uri.path());
        let api = state.place(name);
        let hosted = api.map(|api| state.hosted(api));
        let arrival = hosted.map(|hosted| hosted.arrival(&head.method, path, &head.headers));
        let arrival = arrival.unwrap_or_default();
        let strike = arrival.endpoint.as_deref();
        let strike = strike.and_then(|endpoint| state.faults().strike(name, endpoint));
        let number = state.record().begin(RecordedRequest {
            time,
            api: hosted.map(|_| name.to_owned()).unwrap_or_default(),
            method: head.method.to_string(),
            path: path.to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            version: head.version,
            content_type: content_type(&head).to_owned(),
            body: ReceivedBody::None,
            endpoint: arrival.endpoint.clone(),
            needed: arrival.needed,
            client: arrival.client,
            scopes: arrival.scopes,
            processed: false,
            outcome: None,
            fault: strike.as_ref().map(|strike| strike.fault.name()),
            refusal: None,
            status: 0,
        });
        Ok(Self {
            endpoint: arrival.endpoint,
            state,
            head,
            body,
            api,
            strike,
            number,
        })
    }

    /// Answers the request; it may take as long as the fault wants.
    pub(crate) async fn respond(self) -> Response {
        let state = self.state.clone();
        let outcome = match Handle::try_current() {
            // Who waits for a delayed answer may give up, but the request has been sent.
            Ok(runtime) if self.waits_first() => {
                let task = runtime.spawn(self.outcome());
                // It ends early only with its runtime.
                task.await.unwrap_or(Outcome::Hang)
            }
            _ => self.outcome().await,
        };
        match outcome {
            Outcome::Answer(answer) => dated(answer.into_response(), &state),
            Outcome::Reset => ConnectionReset::response(),
            Outcome::Hang => pending().await,
        }
    }

    fn waits_first(&self) -> bool {
        let fault = self.strike.as_ref().map(|strike| &strike.fault);
        fault.is_some_and(|fault| fault.delay.is_some() && !fault.after)
    }

    async fn outcome(self) -> Outcome {
        let Some(strike) = &self.strike else {
            return self.finish(Outcome::Answer(self.process(None)));
        };
        let fault = &strike.fault;
        let delay = fault.delay;
        let wait = async || {
            if let Some(delay) = delay {
                // The clock knows of the wait before the test knows of the strike.
                let timer = self.state.clock().timer(delay);
                strike.count();
                timer.await;
            }
        };
        if !fault.after {
            wait().await;
        }
        let own = if fault.after || fault.kind.lets_through() {
            Some(self.process(Some(&fault.kind)))
        } else {
            None
        };
        let outcome = match &fault.kind {
            Kind::Hang => Outcome::Hang,
            Kind::SilentConnection => {
                if let Some(switch) = self.head.extensions.get::<Switch>() {
                    switch.silence();
                }
                Outcome::Hang
            }
            Kind::Reset => Outcome::Reset,
            _ => Outcome::Answer(self.spoilt(strike, own)),
        };
        let outcome = self.finish(outcome);
        if delay.is_none() {
            strike.count();
        }
        if fault.after {
            wait().await;
        }
        outcome
    }

    /// What the fault makes of the answer.
    fn spoilt(&self, strike: &Strike, own: Option<Answer>) -> Answer {
        let format = self.hosted().map(|hosted| hosted.dialect.errors);
        let format = format.unwrap_or(ErrorFormat::Plain);
        let answer = self.state.guarded(|| {
            let now = self.state.now();
            strike.fault.answer(own, format, now)
        });
        answer.unwrap_or_else(|refusal| Answer::refusal(&refusal, format))
    }

    /// Lets the API answer.
    fn process(&self, fault: Option<&Kind>) -> Answer {
        let (name, path) = split(self.head.uri.path());
        let Some(hosted) = self.hosted() else {
            let detail = format!("The sandbox has no API `{name}`.");
            return Answer::refusal(&Reason::UnknownApi.because(detail), ErrorFormat::Plain);
        };
        let Some(body) = &self.body else {
            return Answer::refusal(&too_large(), ErrorFormat::Plain);
        };
        let mut trace = Trace::default();
        let answer = self.state.guarded(|| {
            let incoming = Incoming {
                head: &self.head,
                path,
                body,
                now: self.state.now(),
            };
            hosted.answer(&incoming, fault, &mut trace)
        });
        let answer = answer.unwrap_or_else(|refusal| {
            let format = hosted.dialect.errors;
            Answer::refusal(&refusal, format)
        });
        self.remember(trace, &answer);
        answer
    }

    fn remember(&self, trace: Trace, answer: &Answer) {
        let mut record = self.state.record();
        if let Some(endpoint) = self.endpoint.as_deref().filter(|_| trace.processed) {
            record.processed(endpoint);
        }
        record.finish(self.number, |request| {
            request.processed = trace.processed;
            request.body = trace.body;
            request.refusal = trace.refusal;
            request.outcome = trace.processed.then_some(answer.status.as_u16());
            request.client = trace.client.or(request.client.take());
            request.scopes.extend(trace.granted);
        });
    }

    fn finish(&self, outcome: Outcome) -> Outcome {
        if let Outcome::Answer(answer) = &outcome {
            let status = answer.status.as_u16();
            let mut record = self.state.record();
            record.finish(self.number, |request| request.status = status);
        }
        self.state.show(self.number);
        outcome
    }

    fn hosted(&self) -> Option<&Hosted> {
        self.api.map(|api| self.state.hosted(api))
    }
}

/// With the sandbox's time and not the machine's, unless a fault chose another.
pub(crate) fn dated(mut response: Response, state: &SandboxState) -> Response {
    let now = state.guarded(|| state.now()).unwrap_or(Timestamp::MAX);
    if let Ok(date) = HeaderValue::try_from(http_date(now)) {
        response.headers_mut().entry(DATE).or_insert(date);
    }
    response
}

/// The API's name and the path behind it.
fn split(path: &str) -> (&str, &str) {
    let behind = path.strip_prefix('/').unwrap_or(path);
    let end = behind.find('/').unwrap_or(behind.len());
    behind.split_at(end)
}

fn too_large() -> Refusal {
    let detail = format!("A body may have {MOST_BODY_BYTES} bytes.");
    Reason::BodyTooLarge.because(detail)
}

/// How long a request's body may be.
pub(crate) const MOST_BODY_BYTES: usize = 1 << 20;
