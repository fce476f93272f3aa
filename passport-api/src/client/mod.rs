//! What the clients of all APIs have in common.

mod activity;
mod api_core;
mod body;
mod builder;
mod cause;
mod checks;
mod connection;
mod content_coding;
mod default_headers;
mod exchange;
mod failure;
mod headers;
mod http_options;
mod message;
mod name;
mod pool;
mod refusal;
mod sender;
mod sent_words;
mod settings;
mod transport;
mod upload;

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use http::header::DATE;
use secrecy::SecretString;
use url::Url;

pub use api_core::ApiCore;
pub use builder::ClientBuilder;
pub use http_options::HttpOptions;
pub use transport::{Transport, TransportError, TransportFuture};

pub(crate) use exchange::Exchange;
pub(crate) use headers::Headers;
pub(crate) use message::{HttpRequest, HttpResponse};
pub(crate) use name::CallName;

use crate::catalog::{Catalog, Credentials, Endpoint};
use crate::error::{Error, InferredPath, Kind, Limit};
use crate::limit::{Refused, Waited};
use crate::observe::{self, Event};
use crate::retry::{Budget, Pause, retry_after};
use crate::token::{
    Names, Sources, TokenKey, TokenStore, is_encoding_of_matter, repeats, value_repeats,
};
use body::BodyLimit;
use sender::HttpSender;
use settings::Settings;

/// A generated client; [`api!`](crate::api) implements it.
///
/// Code that is to work with any API takes a builder of it:
///
/// ```
/// use std::time::Duration;
///
/// use passport_api::{Api, ClientBuilder, Error};
///
/// /// A client as this company wants it.
/// fn ours<A: Api>(builder: ClientBuilder<A>) -> Result<A, Error> {
///     let product = format!("our-shop/1.2 ({})", A::CATALOG.name);
///     builder.from_env()?.timeout(Duration::from_secs(20)).user_agent(product).build()
/// }
/// ```
pub trait Api: Sized + 'static {
    /// The API's spec.
    const CATALOG: &'static Catalog;
    /// Wraps the common part.
    #[doc(hidden)]
    fn from_core(core: ApiCore<Self>) -> Self;
    /// The common part.
    #[doc(hidden)]
    fn core(&self) -> &ApiCore<Self>;
}

/// The common part of every client: connections, settings, tokens. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Core {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Settings,
    sender: HttpSender,
    /// True if the token request before had no answer in time.
    token_timed_out: AtomicBool,
    sources: Sources,
    budget: Budget,
    random: Mutex<fastrand::Rng>,
}

/// What the token endpoint has answered.
pub(crate) struct TokenAnswer {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
    pub(crate) received: SystemTime,
    /// When the server sent it, by its own clock.
    pub(crate) date: Option<SystemTime>,
    pub(crate) retry_after: Option<Duration>,
    /// The address of the endpoint, as it may be shown.
    pub(crate) endpoint: String,
    /// The client authentication that was used.
    pub(crate) credentials: Credentials,
    /// True if form-encoding changes the client's identifier or secret.
    pub(crate) is_encoding_of_matter: bool,
}

impl Core {
    pub(crate) fn new(settings: Settings, sender: HttpSender, random: fastrand::Rng) -> Self {
        let budget = settings.retry.make_budget();
        Self {
            shared: Arc::new(Shared {
                settings,
                sender,
                token_timed_out: AtomicBool::new(false),
                sources: Sources::default(),
                budget,
                random: Mutex::new(random),
            }),
        }
    }

    pub(crate) fn catalog(&self) -> &'static Catalog {
        self.shared.settings.catalog
    }

    /// This client's own names; its clones share them, another client has others.
    pub(crate) fn names(&self) -> &Arc<Names> {
        &self.shared.settings.names
    }

    pub(crate) fn sources(&self) -> &Sources {
        &self.shared.sources
    }

    pub(crate) fn store(&self) -> Option<&dyn TokenStore> {
        self.shared.settings.store.as_deref()
    }

    pub(crate) fn token_key(&self, scopes: &str) -> TokenKey {
        self.shared.settings.token_key(scopes)
    }

    pub(crate) fn sender(&self) -> &HttpSender {
        &self.shared.sender
    }

    pub(crate) fn budget(&self) -> &Budget {
        &self.shared.budget
    }

    /// How long a call may take in all, unless it says otherwise.
    pub(crate) fn timeout(&self) -> Duration {
        self.shared.settings.timeout
    }

    pub(crate) fn attempt_timeout(&self) -> Duration {
        self.shared.settings.attempt_timeout
    }

    /// How often a call is sent again, unless it says otherwise.
    pub(crate) fn most_retries(&self) -> u32 {
        self.shared.settings.retry.most_retries()
    }

    /// How long a pause is, after this many before it.
    pub(crate) fn length_of(&self, pause: Pause, before: u32) -> Duration {
        let backoff = self.shared.settings.retry.backoff();
        match pause {
            Pause::Backoff => backoff.full_jitter(before, self.random()),
            Pause::Throttled(None) => backoff.at_least_half(before + 2, self.random()),
            // A little later than the server says, so that not all callers are back at once.
            Pause::Throttled(Some(after)) | Pause::Unavailable(after) => {
                after.saturating_add(backoff.full_jitter(0, self.random()))
            }
        }
    }

    /// The endpoint's path, parameters in braces.
    pub(crate) fn template(&self, endpoint: &Endpoint) -> String {
        self.shared.settings.template(endpoint)
    }

    /// The parts of the endpoint's path that the spec infers and the program has not replaced.
    pub(crate) fn inferred_path(&self, endpoint: &Endpoint) -> InferredPath {
        self.shared.settings.inferred_path(endpoint)
    }

    /// A number from 0 to 1.
    pub(crate) fn random(&self) -> f64 {
        let random = self.shared.random.lock();
        random.unwrap_or_else(PoisonError::into_inner).f64()
    }

    pub(crate) fn observe(&self, event: &Event<'_>) {
        observe::trace(event);
        if let Some(observer) = &self.shared.settings.observer {
            observer.observe(event);
        }
    }

    /// Whether there is an observer; without one, not every event need be made.
    pub(crate) fn is_observed(&self) -> bool {
        self.shared.settings.observer.is_some()
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.shared.settings.clock.now()
    }

    /// When the time for something is up that begins now.
    pub(crate) fn deadline(&self, timeout: Duration) -> SystemTime {
        deadline(self.now(), timeout)
    }

    /// Waits on purpose.
    pub(crate) async fn sleep(&self, duration: Duration) {
        self.shared.settings.clock.sleep(duration).await;
    }

    /// What a future comes to, unless the time is up first.
    pub(crate) async fn within<F: Future>(&self, limit: Duration, future: F) -> Option<F::Output> {
        let mut future = pin!(future);
        // What is ready at once needs no timer.
        let mut timer = None;
        poll_fn(|context| {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            let timer = timer.get_or_insert_with(|| self.shared.settings.clock.timer(limit));
            timer.as_mut().poll(context).map(|()| None)
        })
        .await
    }

    /// What a future comes to before the deadline.
    pub(crate) async fn before<F: Future>(
        &self,
        deadline: SystemTime,
        future: F,
    ) -> Option<F::Output> {
        let left = deadline.duration_since(self.now()).unwrap_or_default();
        self.within(left, future).await
    }

    /// Whether the calls under a path prefix have a limit of the client's own.
    pub(crate) fn is_limited(&self, prefix: &str) -> bool {
        self.shared.settings.limiters.hold_for(prefix)
    }

    /// Waits for the client's own limits for the calls under a path prefix, and says how long.
    pub(crate) async fn pass_limits(
        &self,
        prefix: &str,
        deadline: SystemTime,
    ) -> Result<Duration, Error> {
        let limiters = &self.shared.settings.limiters;
        match limiters
            .acquire(prefix, deadline, &|event| self.observe(event))
            .await
        {
            Ok(Waited(waited)) => Ok(waited),
            Err(Refused { until, quota }) => {
                let wait = until.duration_since(self.now()).unwrap_or_default();
                Err(Error::new(Kind::Limit(Limit { quota, wait })))
            }
        }
    }

    #[cfg(all(test, feature = "parking"))]
    pub(crate) fn limiters(&self) -> &crate::limit::Limiters {
        &self.shared.settings.limiters
    }

    /// The name of the prefix that a path begins with; empty for none.
    pub(crate) fn prefix_of(&self, path: &str) -> &'static str {
        self.shared.settings.prefix_of(path)
    }

    /// The path of the prefix that a path begins with; empty for none.
    pub(crate) fn prefix_path_of(&self, path: &str) -> &str {
        let settings = &self.shared.settings;
        settings.prefix(settings.prefix_of(path))
    }

    /// The headers that every call has.
    pub(crate) fn common_headers(&self, headers: &mut Headers) {
        self.shared.settings.default_headers.add_to(headers);
    }

    /// The prefix of an endpoint's path, and what is behind it, parameters in braces.
    pub(crate) fn path(&self, endpoint: &'static Endpoint) -> (&str, &str) {
        self.shared.settings.path(endpoint)
    }

    /// The base URL, without a slash at its end.
    pub(crate) fn base_url(&self) -> &str {
        &self.shared.settings.base_url
    }

    /// Whether a server's text repeats the client's secret, and so may not be shown.
    pub(crate) fn repeats_secret(&self, text: &str) -> bool {
        self.any_secret(|secret| repeats(text, secret))
    }

    /// Returns whether the provider of the client's secret gives another than was used last.
    pub(crate) async fn has_new_secret(&self) -> bool {
        match &self.shared.settings.credentials {
            Some(credentials) => credentials.is_rotated(self).await,
            None => false,
        }
    }

    /// Returns whether a text in a server's JSON repeats the client's secret.
    pub(crate) fn value_repeats_secret(&self, value: &serde_json::Value) -> bool {
        self.any_secret(|secret| value_repeats(value, secret))
    }

    /// Returns whether this holds for the client's secret, or one that it has used lately.
    pub(crate) fn any_secret(&self, holds: impl Fn(&SecretString) -> bool) -> bool {
        let credentials = self.shared.settings.credentials.as_ref();
        credentials.is_some_and(|credentials| credentials.any_secret(holds))
    }

    /// The text with a secret of the client that is a short word taken out.
    pub(crate) fn without_short_secrets(&self, text: &str) -> String {
        match &self.shared.settings.credentials {
            Some(credentials) => credentials.without_short_secrets(text),
            None => text.to_owned(),
        }
    }

    /// A token response is small, whatever the API's responses are.
    fn token_body_limit(&self) -> BodyLimit {
        let limit = self.sender().body_limit.success.min(TOKEN_BODY_LIMIT);
        BodyLimit {
            success: limit,
            error: limit,
        }
    }

    /// Sends a token request once; `scopes` is its `scope` parameter, empty for none.
    pub(crate) async fn send_token_request(&self, scopes: &str) -> Result<TokenAnswer, Error> {
        let settings = &self.shared.settings;
        let began = self.now();
        let secret = settings.credentials()?.secret(self).await?;
        let secrets = settings.secrets(&secret)?;
        let request = settings.token_request(secrets, scopes)?;
        let endpoint = shown_address(&request.address);
        // The provider of the secret has taken its share.
        let taken = self.now().duration_since(began).unwrap_or_default();
        let left = self.attempt_timeout().saturating_sub(taken);
        let timed_out = &self.shared.token_timed_out;
        let fresh = timed_out.swap(false, Ordering::Relaxed);
        let route = self.sender().route(fresh)?;
        let sent = route.send(&request, None, self.token_body_limit());
        let response = match self.within(left, sent).await {
            Some(Ok(response)) => response,
            Some(Err(error)) => {
                return Err(failure::no_token_response(error, &endpoint));
            }
            None => {
                timed_out.fetch_or(route.note_time_out(), Ordering::Relaxed);
                let late = Error::token_answer("has not answered in time").out_of_time();
                return Err(late.at_token_endpoint(&endpoint));
            }
        };
        let received = self.now();
        let date = response
            .headers
            .get(DATE)
            .and_then(|date| date.to_str().ok());
        Ok(TokenAnswer {
            status: response.status,
            date: date.and_then(|date| httpdate::parse_http_date(date).ok()),
            retry_after: retry_after(&response.headers, received),
            body: response.body,
            received,
            endpoint,
            credentials: secrets.credentials,
            is_encoding_of_matter: is_encoding_of_matter(secrets),
        })
    }
}

/// When the time for something is up that begins then.
pub(crate) fn deadline(now: SystemTime, timeout: Duration) -> SystemTime {
    // A time without end is a day: nobody waits for longer, and clocks cannot count for ever.
    now.checked_add(timeout.min(A_DAY)).unwrap_or(now)
}

/// An address as it may be shown: without user, password, query and fragment.
fn shown_address(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else {
        return "at an address that is none".to_owned();
    };
    // An address with a host can be without them.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Core");
        shown
            .field("api", &self.catalog().name)
            .field("base_url", &self.base_url());
        shown.finish_non_exhaustive()
    }
}

/// In bytes.
const TOKEN_BODY_LIMIT: usize = 64 * 1024;
const A_DAY: Duration = Duration::from_secs(24 * 3600);
