//! All that a running sandbox knows.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use passport_api::Clock;
use passport_spec::{Spec, nearest};

use crate::builder::{Observer, SandboxBuilder};
use crate::client::Client;
use crate::error::SandboxError;
use crate::examples::Examples;
use crate::fault::{Fault, FaultHandle, Faults};
use crate::hosted::Hosted;
use crate::ledger::LedgerEntry;
use crate::record::{Record, RecordedRequest};
use crate::refusal::{Reason, Refusal};

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
    /// How far the server's time is ahead of the clock's.
    skew: SignedDuration,
    faults: Faults,
    record: Mutex<Record>,
    panic: Mutex<Option<String>>,
    observer: Option<Observer>,
}

impl SandboxState {
    pub(crate) fn new(spec: &Spec, examples: &mut Examples, builder: &SandboxBuilder) -> Self {
        let apis = spec.apis().iter();
        let inner = Inner {
            hosted: apis
                .map(|api| Hosted::new(api, examples.take(&api.name), builder))
                .collect(),
            clock: builder.clock.clone(),
            skew: builder.skew,
            faults: Faults::default(),
            record: Mutex::new(Record::new(builder.kept_requests)),
            panic: Mutex::default(),
            observer: builder.observer.clone(),
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
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a client belongs to one sandbox"
    )]
    pub fn add_client(&self, client: Client) -> Result<(), SandboxError> {
        let hosted = &self.inner.hosted;
        check_scopes(hosted, &client)?;
        hosted.iter().for_each(|api| api.add_client(&client));
        Ok(())
    }

    /// Issues a token of an API with just these scopes, without a request; for callers that fetch
    /// none themselves, such as curl.
    ///
    /// Scopes are written as for [`Client::scopes`].
    ///
    /// # Errors
    ///
    /// If there is no such API, or it knows one of the scopes not.
    pub fn issue_token<I>(&self, api: &str, scopes: I) -> Result<String, SandboxError>
    where
        I: IntoIterator<Item: Into<String>>,
    {
        let place = self.place(api).ok_or_else(|| self.unknown_api(api))?;
        let hosted = self.hosted(place);
        let client = Client::new(ISSUED_TO, "").scopes(scopes);
        check_scopes(std::slice::from_ref(hosted), &client)?;
        Ok(hosted.issue(&client, self.now()))
    }

    /// Lets something go wrong; see [`Fault`].
    ///
    /// Faults are asked in the order in which they were injected, and a request goes to the first
    /// that takes it.
    ///
    /// # Errors
    ///
    /// If no API has the endpoint, there is no such API or scope, or the fault contradicts itself.
    pub fn inject(&self, fault: Fault) -> Result<FaultHandle, SandboxError> {
        self.check(&fault)?;
        Ok(self.inner.faults.inject(fault))
    }

    /// Lets nothing go wrong any more; an answer that already waits goes on waiting.
    pub fn clear_faults(&self) {
        self.inner.faults.clear();
    }

    /// What has arrived so far, in the order of arrival.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.record().kept().cloned().collect()
    }

    /// What has arrived so far at an endpoint, such as `payments.create`; at `token` the token
    /// requests.
    ///
    /// # Panics
    ///
    /// If no API has the endpoint.
    pub fn requests_of(&self, endpoint: &str) -> Vec<RecordedRequest> {
        self.expect_endpoint(endpoint);
        let record = self.record();
        let kept = record.kept();
        kept.filter(|request| request.endpoint.as_deref() == Some(endpoint))
            .cloned()
            .collect()
    }

    /// How many requests have arrived at an endpoint; exact however few are kept.
    ///
    /// # Panics
    ///
    /// If no API has the endpoint.
    pub fn count(&self, endpoint: &str) -> u64 {
        self.expect_endpoint(endpoint);
        self.record().tally(endpoint).seen
    }

    /// How many requests to an endpoint came to the system itself; see
    /// [`RecordedRequest::processed`].
    ///
    /// # Panics
    ///
    /// If no API has the endpoint.
    pub fn count_processed(&self, endpoint: &str) -> u64 {
        self.expect_endpoint(endpoint);
        self.record().tally(endpoint).processed
    }

    /// Forgets the requests, and counts from zero again.
    pub fn clear_requests(&self) {
        self.record().clear();
    }

    /// The payments and sessions that an API has made, oldest first, each as it was at the last
    /// call.
    ///
    /// # Panics
    ///
    /// If there is no such API.
    pub fn ledger(&self, api: &str) -> Vec<LedgerEntry> {
        let Some(place) = self.place(api) else {
            panic!("{}", self.unknown_api(api));
        };
        self.inner.hosted[place].ledger(self.now())
    }

    /// The names of the APIs.
    pub(crate) fn apis(&self) -> impl Iterator<Item = &str> {
        self.inner
            .hosted
            .iter()
            .map(|hosted| hosted.api.name.as_str())
    }

    pub(crate) fn unknown_api(&self, api: &str) -> SandboxError {
        SandboxError::UnknownApi {
            api: api.to_owned(),
            nearest: nearest(api, self.apis()).map(str::to_owned),
        }
    }

    /// The place of an API among the others.
    pub(crate) fn place(&self, api: &str) -> Option<usize> {
        self.apis().position(|name| name == api)
    }

    pub(crate) fn hosted(&self, place: usize) -> &Hosted {
        &self.inner.hosted[place]
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.inner.faults
    }

    pub(crate) fn record(&self) -> MutexGuard<'_, Record> {
        let record = self.inner.record.lock();
        record.unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows an answered request to whoever wants to see it.
    pub(crate) fn show(&self, number: u64) {
        let Some(observer) = &self.inner.observer else {
            return;
        };
        // The record is not locked while somebody else's code runs.
        let request = self.record().at(number).cloned();
        if let Some(request) = request {
            observer(&request);
        }
    }

    /// What each API serves, in the order of the spec.
    pub(crate) fn served(&self) -> impl Iterator<Item = &Hosted> {
        self.inner.hosted.iter()
    }

    /// The clock that the test gave, whatever the skew.
    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// The present moment as the server sees it, in whole milliseconds, which is what the systems
    /// print.
    pub(crate) fn now(&self) -> Timestamp {
        // A clock beyond the year 9999 stands still there.
        let now = Timestamp::try_from(self.inner.clock.now()).unwrap_or(Timestamp::MAX);
        let now = now.saturating_add(self.inner.skew).unwrap_or(now);
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// The first panic of a handler.
    pub(crate) fn panic(&self) -> Option<String> {
        let panic = self.inner.panic.lock();
        panic.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Does something that may panic; a panic is remembered and becomes status 500.
    pub(crate) fn guarded<T>(&self, work: impl FnOnce() -> T) -> Result<T, Refusal> {
        catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
            let text = panic_text(panic.as_ref());
            let refusal = Reason::Panic.because(format!("A handler panicked: {text}"));
            let first = self.inner.panic.lock();
            first
                .unwrap_or_else(PoisonError::into_inner)
                .get_or_insert(text);
            refusal
        })
    }

    /// Whether a fault can strike anything.
    fn check(&self, fault: &Fault) -> Result<(), SandboxError> {
        if let Some(mistake) = fault.mistake() {
            return Err(SandboxError::ContradictoryFault { mistake });
        }
        let hosted = self.struck_by(fault)?;
        if let Some(endpoint) = &fault.endpoint {
            check_endpoint(hosted, endpoint)?;
        }
        check_fault_scopes(hosted, fault, fault.kind.grant())
    }

    /// Checks that the scopes that a refusal asks for are known. A program may ask for others, to
    /// see how a client takes them; on a command line they are typing errors.
    pub(crate) fn check_forbidden(&self, fault: &Fault) -> Result<(), SandboxError> {
        check_fault_scopes(self.struck_by(fault)?, fault, fault.kind.forbidden())
    }

    /// The APIs that a fault can strike.
    fn struck_by(&self, fault: &Fault) -> Result<&[Hosted], SandboxError> {
        let Some(api) = &fault.api else {
            return Ok(&self.inner.hosted);
        };
        let place = self.place(api).ok_or_else(|| self.unknown_api(api))?;
        Ok(&self.inner.hosted[place..=place])
    }

    fn expect_endpoint(&self, endpoint: &str) {
        if let Err(error) = check_endpoint(&self.inner.hosted, endpoint) {
            panic!("{error}");
        }
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

/// Whether each scope of the client is known to one of the APIs.
fn check_scopes(hosted: &[Hosted], client: &Client) -> Result<(), SandboxError> {
    let unknown = |scope: &&String| hosted.iter().all(|api| api.scope(scope).is_none());
    let Some(scope) = client.scopes.iter().find(unknown) else {
        return Ok(());
    };
    let names = hosted.iter().flat_map(|api| api.api.catalogue.names());
    Err(SandboxError::UnknownScope {
        client: client.id.clone(),
        scope: scope.clone(),
        nearest: nearest(scope, names).map(str::to_owned),
    })
}

/// Returns whether each of these scopes of a fault is known to one of the APIs.
fn check_fault_scopes(
    hosted: &[Hosted],
    fault: &Fault,
    scopes: &[String],
) -> Result<(), SandboxError> {
    let unknown = |scope: &&String| hosted.iter().all(|api| api.scope(scope).is_none());
    let Some(scope) = scopes.iter().find(unknown) else {
        return Ok(());
    };
    let without = match &fault.api {
        Some(api) => format!("`{api}` does not know the scope `{scope}`"),
        None => format!("no API knows the scope `{scope}`"),
    };
    let names = hosted.iter().flat_map(|api| api.api.catalogue.names());
    let mistake = match nearest(scope, names) {
        Some(nearest) => format!("{without}; did you mean `{nearest}`?"),
        None => format!("{without}; write one of those in scopes.toml"),
    };
    Err(SandboxError::ContradictoryFault { mistake })
}

fn check_endpoint(hosted: &[Hosted], endpoint: &str) -> Result<(), SandboxError> {
    let known: Vec<String> = hosted.iter().flat_map(Hosted::endpoints).collect();
    if known.iter().any(|known| known == endpoint) {
        return Ok(());
    }
    let nearest = nearest(endpoint, known.iter().map(String::as_str));
    Err(SandboxError::UnknownEndpoint {
        endpoint: endpoint.to_owned(),
        nearest: nearest.map(str::to_owned),
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no text".to_owned())
}

/// Whom the tokens belong to that no client fetched.
const ISSUED_TO: &str = "issued-token";
