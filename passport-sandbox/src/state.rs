//! All that a running sandbox knows.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::request::Parts;
use jiff::Timestamp;
use passport_spec::{Spec, nearest};

use crate::answer::{Answer, ErrorFormat};
use crate::builder::SandboxBuilder;
use crate::client::Client;
use crate::error::SandboxError;
use crate::hosted::{Hosted, Trace};
use crate::incoming::Incoming;
use crate::record::RecordedRequest;
use crate::refusal::Reason;
use passport_api::Clock;

/// All that a running sandbox knows; clones share it.
///
/// Made by [`SandboxBuilder::into_state`](crate::SandboxBuilder::into_state).
#[derive(Clone)]
pub struct SandboxState {
    inner: Arc<Inner>,
}

struct Inner {
    hosted: Vec<Hosted>,
    clock: Arc<dyn Clock>,
    requests: Mutex<Vec<RecordedRequest>>,
    panic: Mutex<Option<String>>,
}

impl SandboxState {
    pub(crate) fn new(spec: &Spec, builder: &SandboxBuilder) -> Self {
        let apis = spec.apis().iter();
        let inner = Inner {
            hosted: apis.map(|api| Hosted::new(api, builder)).collect(),
            clock: builder.clock.clone(),
            requests: Mutex::default(),
            panic: Mutex::default(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Adds a client, or replaces the one with the same id.
    ///
    /// # Errors
    ///
    /// If one of its scopes is known to no API.
    pub fn add_client(&self, client: Client) -> Result<(), SandboxError> {
        let hosted = &self.inner.hosted;
        let unknown = |scope: &&String| hosted.iter().all(|api| api.scope(scope).is_none());
        if let Some(scope) = client.scopes.iter().find(unknown) {
            let names = hosted.iter().flat_map(|api| api.api.catalogue.names());
            let nearest = nearest(scope, names).map(str::to_owned);
            return Err(SandboxError::UnknownScope {
                client: client.id,
                scope: scope.clone(),
                nearest,
            });
        }
        hosted.iter().for_each(|api| api.add_client(&client));
        Ok(())
    }

    /// What has arrived so far, in the order in which it was answered.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        let requests = self.inner.requests.lock();
        requests.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The names of the APIs.
    pub(crate) fn apis(&self) -> impl Iterator<Item = &str> {
        self.inner
            .hosted
            .iter()
            .map(|hosted| hosted.api.name.as_str())
    }

    /// The first panic of a handler.
    pub(crate) fn panic(&self) -> Option<String> {
        let panic = self.inner.panic.lock();
        panic.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers a request and remembers it.
    pub(crate) fn answer(&self, head: &Parts, body: &[u8]) -> Answer {
        let (name, path) = split(head.uri.path());
        let hosted = self.inner.hosted.iter().find(|api| api.api.name == name);
        let mut trace = Trace::default();
        let answer = match hosted {
            Some(hosted) => self.caught(hosted, head, path, body, &mut trace),
            None => {
                let detail = format!("The sandbox has no API `{name}`.");
                Answer::refusal(&Reason::UnknownApi.because(detail), ErrorFormat::Plain)
            }
        };
        let record = RecordedRequest {
            api: hosted.map(|api| api.api.name.clone()).unwrap_or_default(),
            method: head.method.to_string(),
            path: path.to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            endpoint: trace.endpoint,
            needed: trace.needed,
            client: trace.client,
            status: answer.status.as_u16(),
        };
        let requests = self.inner.requests.lock();
        requests
            .unwrap_or_else(PoisonError::into_inner)
            .push(record);
        answer
    }

    /// Lets an API answer; a panic becomes 500 and is remembered.
    fn caught(
        &self,
        hosted: &Hosted,
        head: &Parts,
        path: &str,
        body: &[u8],
        trace: &mut Trace,
    ) -> Answer {
        let caught = catch_unwind(AssertUnwindSafe(|| {
            let now = self.now();
            let incoming = Incoming {
                head,
                path,
                body,
                now,
            };
            hosted.answer(&incoming, trace)
        }));
        caught.unwrap_or_else(|panic| {
            let text = panic_text(panic.as_ref());
            let refusal = Reason::Panic.because(format!("A handler panicked: {text}"));
            let first = self.inner.panic.lock();
            first
                .unwrap_or_else(PoisonError::into_inner)
                .get_or_insert(text);
            Answer::refusal(&refusal, hosted.dialect.errors)
        })
    }

    /// The present moment in whole milliseconds, which is what the systems print.
    fn now(&self) -> Timestamp {
        // A clock beyond the year 9999 stands still there.
        let now = Timestamp::try_from(self.inner.clock.now()).unwrap_or(Timestamp::MAX);
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

impl fmt::Debug for SandboxState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let apis: Vec<&str> = self.apis().collect();
        f.debug_struct("SandboxState")
            .field("apis", &apis)
            .finish_non_exhaustive()
    }
}

/// The API's name and the path behind it.
fn split(path: &str) -> (&str, &str) {
    let behind = path.strip_prefix('/').unwrap_or(path);
    let end = behind.find('/').unwrap_or(behind.len());
    behind.split_at(end)
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no text".to_owned())
}
