//! What arrived at the sandbox.

use std::collections::{HashMap, VecDeque};
use std::time::SystemTime;

use axum::http::Version;

use crate::received::ReceivedBody;

/// A request that has arrived at the sandbox.
///
/// ```
/// use passport_api::parking;
/// use passport_sandbox::Sandbox;
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// parking::scope_set! { struct Kiosk = "read:zones"; }
///
/// let sandbox = Sandbox::start().await?;
/// let client: parking::Client = sandbox.client()?;
/// let token = client.token::<Kiosk>().await?;
/// client.zones().list(&token).zone_number("1001").await?;
///
/// let requests = sandbox.requests_of("zones.list");
/// assert_eq!(requests[0].query, "zone_number=1001");
/// assert!(requests[0].processed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// When it arrived, by the clock that the sandbox was given, whatever its skew.
    pub time: SystemTime,
    /// The API's name; empty for a path below no API.
    pub api: String,
    /// The HTTP method.
    pub method: String,
    /// The path below the API's base path, without the query.
    pub path: String,
    /// The query, without the question mark; empty where there was none.
    pub query: String,
    /// The version of HTTP over which it came.
    pub version: Version,
    /// The header `Content-Type`; empty where there was none.
    pub content_type: String,
    /// The body, as the sandbox read it.
    pub body: ReceivedBody,
    /// The endpoint, such as `payments.create`; `token` for the token endpoint. Of several whose
    /// paths differ in the names of parameters only it is the first that the token is good for.
    pub endpoint: Option<String>,
    /// The alternatives of scopes that the endpoint needs; empty where it needs none.
    pub needed: Vec<Vec<String>>,
    /// The client that the token belongs to, or that fetched one.
    pub client: Option<String>,
    /// The scopes of the token that was sent, also of one that was good no longer; at the token
    /// endpoint those that were granted.
    pub scopes: Vec<String>,
    /// Whether the request came to the system itself, past every fault, limit and scope check, so
    /// that what it asks for may have been done; a token request comes there where no fault keeps
    /// it from it.
    pub processed: bool,
    /// The status that the system itself gave, whatever was sent then; `None` where the request was
    /// not `processed`.
    pub outcome: Option<u16>,
    /// The short name of the fault that struck: its constructor's, such as `reset`.
    pub fault: Option<&'static str>,
    /// Why the sandbox refused it, if it did: a sentence that names a scope where one is missing.
    pub refusal: Option<String>,
    /// The status that was sent; 0 where none was: not yet, or because of a fault.
    pub status: u16,
}

/// The requests that are remembered, in the order of their arrival, and how many there were.
pub(crate) struct Record {
    kept: VecDeque<RecordedRequest>,
    /// The number of the first that is kept.
    first: u64,
    most: usize,
    tallies: HashMap<String, Tally>,
}

/// How many requests came to an endpoint.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) seen: u64,
    pub(crate) processed: u64,
}

impl Record {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            kept: VecDeque::new(),
            first: 0,
            most,
            tallies: HashMap::new(),
        }
    }

    /// Remembers a request; the number is for [`finish`](Self::finish).
    pub(crate) fn begin(&mut self, request: RecordedRequest) -> u64 {
        if let Some(endpoint) = &request.endpoint {
            match self.tallies.get_mut(endpoint) {
                Some(tally) => tally.seen += 1,
                None => {
                    let tally = Tally {
                        seen: 1,
                        processed: 0,
                    };
                    self.tallies.insert(endpoint.clone(), tally);
                }
            }
        }
        self.kept.push_back(request);
        while self.kept.len() > self.most {
            self.kept.pop_front();
            self.first += 1;
        }
        self.first + self.kept.len() as u64 - 1
    }

    /// Adds what became of a request, if it is still remembered.
    pub(crate) fn finish(&mut self, number: u64, add: impl FnOnce(&mut RecordedRequest)) {
        let place = number.checked_sub(self.first).map(usize::try_from);
        if let Some(Ok(place)) = place
            && let Some(request) = self.kept.get_mut(place)
        {
            add(request);
        }
    }

    /// Counts a request that came to the system itself.
    pub(crate) fn processed(&mut self, endpoint: &str) {
        if let Some(tally) = self.tallies.get_mut(endpoint) {
            tally.processed += 1;
        }
    }

    /// A request that is still remembered.
    pub(crate) fn at(&self, number: u64) -> Option<&RecordedRequest> {
        let place = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.kept.get(place)
    }

    pub(crate) fn clear(&mut self) {
        self.first += self.kept.len() as u64;
        self.kept.clear();
        self.tallies.clear();
    }

    pub(crate) fn kept(&self) -> impl Iterator<Item = &RecordedRequest> {
        self.kept.iter()
    }

    pub(crate) fn tally(&self, endpoint: &str) -> Tally {
        self.tallies.get(endpoint).copied().unwrap_or_default()
    }
}
