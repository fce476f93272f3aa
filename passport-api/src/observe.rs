//! What a client tells of its work: to `tracing`, and to an observer that counts.

use std::error::Error as StdError;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use http::StatusCode;

use crate::error::{Error, InsufficientScope, alternatives, words};

/// Is told what a client does, for metrics; set with
/// [`ClientBuilder::observer`](crate::ClientBuilder::observer). It must not block.
///
/// [`Counters`] is one that counts. The same is said to `tracing`.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use passport_api::{Event, Observer};
///
/// /// The longest that an attempt has taken, in milliseconds.
/// #[derive(Debug, Default)]
/// struct Slowest(AtomicU64);
///
/// impl Observer for Slowest {
///     fn observe(&self, event: &Event<'_>) {
///         if let Event::Attempt { took, .. } = event {
///             let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
///             self.0.fetch_max(millis, Ordering::Relaxed);
///         }
///     }
/// }
/// ```
pub trait Observer: fmt::Debug + Send + Sync + 'static {
    /// Is called when the event happens, on the task of the call.
    fn observe(&self, event: &Event<'_>);
}

/// What a client tells of its work. No event holds a secret, a token or a body.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'e> {
    /// A request was sent, and this came of it.
    #[non_exhaustive]
    Attempt {
        /// The call, such as `payments.create`.
        call: &'e str,
        /// 1 for the first attempt.
        attempt: u32,
        /// The answer's status, if there was an answer.
        status: Option<StatusCode>,
        /// What went wrong, if something did.
        error: Option<&'e Error>,
        /// How long it took.
        took: Duration,
    },
    /// A call that failed is going to be sent again.
    #[non_exhaustive]
    Retry {
        /// The call.
        call: &'e str,
        /// How often it was sent so far.
        attempts: u32,
        /// How long is waited first.
        pause: Duration,
        /// Why.
        error: &'e Error,
    },
    /// A call that could have been sent again was not: the client has spent its retry budget.
    #[non_exhaustive]
    BudgetSpent {
        /// The call.
        call: &'e str,
    },
    /// A token was fetched.
    #[non_exhaustive]
    TokenFetched {
        /// What it was granted.
        granted: &'e [String],
        /// What the token before was granted and this one is not.
        lost: &'e [String],
        /// When it expires.
        expires_at: SystemTime,
    },
    /// A token was found in the client's [`TokenStore`](crate::TokenStore).
    #[non_exhaustive]
    TokenLoaded {
        /// What it was granted.
        granted: &'e [String],
        /// What the token before was granted and this one is not.
        lost: &'e [String],
        /// When it expires.
        expires_at: SystemTime,
    },
    /// A call waited for a token that another client of the same
    /// [`TokenStore`](crate::TokenStore) was fetching, or for the end of a pause in which none of them
    /// fetches one, because the token endpoint has failed; what came of it is told besides.
    #[non_exhaustive]
    TokenWait {
        /// For how long.
        waited: Duration,
    },
    /// A token that the API has refused (401) was not renewed, because that was done just now for the
    /// same reason: by this client or by another of the same [`TokenStore`](crate::TokenStore).
    #[non_exhaustive]
    RenewedTooSoon {
        /// For how long it is not.
        pause: Duration,
    },
    /// No token could be fetched.
    #[non_exhaustive]
    TokenFailed {
        /// Why.
        error: &'e Error,
    },
    /// A token store failed; the client goes on without it.
    #[non_exhaustive]
    StoreFailed {
        /// Why. The store's own error is its [`source`](StdError::source): that one's text is shown
        /// to nobody else, because it may repeat what was stored.
        error: &'e (dyn StdError + Send + Sync),
    },
    /// A call waited for one of the client's own limits.
    #[non_exhaustive]
    LimitWait {
        /// The call.
        call: &'e str,
        /// For how long.
        waited: Duration,
    },
    /// The store of the client's limits is gone: from now on the client keeps to its share of them by
    /// itself.
    #[non_exhaustive]
    LimitsAlone {
        /// Why, as the store says it: other than a [`TokenStore`](crate::TokenStore) it is given no
        /// secrets that it could repeat.
        error: &'e (dyn StdError + Send + Sync),
    },
    /// The store of the client's limits is back.
    #[non_exhaustive]
    LimitsShared {
        /// How long it was gone.
        after: Duration,
    },
    /// A token was fetched with a role that grants less than the named set of the same name in the
    /// spec: the spec is out of date, or the role was changed.
    #[non_exhaustive]
    RoleMismatch {
        /// The role.
        role: &'e str,
        /// The scopes of the set that the token was not granted, by their names on the wire.
        missing: &'e [String],
    },
    /// The server wants another scope than the spec says.
    #[non_exhaustive]
    Drift {
        /// The call.
        call: &'e str,
        /// What the server wants, and what the spec says.
        scopes: &'e InsufficientScope,
    },
}

/// Counts what a client does.
///
/// ```
/// # #[cfg(feature = "breb")] {
/// use std::sync::Arc;
/// use passport_api::{Counters, breb};
///
/// let counters = Arc::new(Counters::default());
/// let client = breb::Client::builder()
///     .base_url(breb::servers::SANDBOX)
///     .credentials("the API key", "the API secret")
///     .observer(Arc::clone(&counters))
///     .build()?;
/// assert_eq!(counters.requests(), 0);
/// # }
/// # Ok::<_, passport_api::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Counters {
    requests: AtomicU64,
    failures: AtomicU64,
    retries: AtomicU64,
    budget_spent: AtomicU64,
    tokens: AtomicU64,
    token_failures: AtomicU64,
    token_waits: AtomicU64,
    renewed_too_soon: AtomicU64,
    store_failures: AtomicU64,
    narrowed: AtomicU64,
    limit_waits: AtomicU64,
    limit_wait_millis: AtomicU64,
    limits_alone: AtomicU64,
    limits_shared: AtomicU64,
    role_mismatches: AtomicU64,
    drifts: AtomicU64,
}

impl Counters {
    /// Requests sent to the API, retries included, token requests not.
    pub fn requests(&self) -> u64 {
        read(&self.requests)
    }

    /// Requests that came to nothing: an error status, or no answer.
    pub fn failures(&self) -> u64 {
        read(&self.failures)
    }

    /// Requests that were sent again.
    pub fn retries(&self) -> u64 {
        read(&self.retries)
    }

    /// Retries that were not made because the budget was spent.
    pub fn budget_spent(&self) -> u64 {
        read(&self.budget_spent)
    }

    /// Tokens fetched.
    pub fn tokens(&self) -> u64 {
        read(&self.tokens)
    }

    /// Token requests that failed.
    pub fn token_failures(&self) -> u64 {
        read(&self.token_failures)
    }

    /// Times that a token was waited for which another client was fetching.
    pub fn token_waits(&self) -> u64 {
        read(&self.token_waits)
    }

    /// Times that a refused token was not renewed, because that was done just now.
    pub fn renewed_too_soon(&self) -> u64 {
        read(&self.renewed_too_soon)
    }

    /// Times that a token store failed.
    pub fn store_failures(&self) -> u64 {
        read(&self.store_failures)
    }

    /// Tokens that were granted less than the one before.
    pub fn narrowed(&self) -> u64 {
        read(&self.narrowed)
    }

    /// Calls that waited for one of the client's own limits.
    pub fn limit_waits(&self) -> u64 {
        read(&self.limit_waits)
    }

    /// How long they waited, all added up.
    pub fn limit_waited(&self) -> Duration {
        Duration::from_millis(read(&self.limit_wait_millis))
    }

    /// Times that the store of the client's limits was lost.
    pub fn limits_alone(&self) -> u64 {
        read(&self.limits_alone)
    }

    /// Times that the store of the client's limits came back.
    pub fn limits_shared(&self) -> u64 {
        read(&self.limits_shared)
    }

    /// Roles of fetched tokens that granted less than the named set of the same name in the spec.
    pub fn role_mismatches(&self) -> u64 {
        read(&self.role_mismatches)
    }

    /// Refusals in which the server wanted another scope than the spec says.
    pub fn drifts(&self) -> u64 {
        read(&self.drifts)
    }
}

impl Observer for Counters {
    fn observe(&self, event: &Event<'_>) {
        match event {
            Event::Attempt { error, .. } => {
                add(&self.requests, 1);
                add(&self.failures, u64::from(error.is_some()));
            }
            Event::Retry { .. } => add(&self.retries, 1),
            Event::BudgetSpent { .. } => add(&self.budget_spent, 1),
            Event::TokenFetched { lost, .. } => {
                add(&self.tokens, 1);
                add(&self.narrowed, u64::from(!lost.is_empty()));
            }
            Event::TokenLoaded { lost, .. } => {
                add(&self.narrowed, u64::from(!lost.is_empty()));
            }
            Event::TokenWait { .. } => add(&self.token_waits, 1),
            Event::RenewedTooSoon { .. } => add(&self.renewed_too_soon, 1),
            Event::TokenFailed { .. } => add(&self.token_failures, 1),
            Event::StoreFailed { .. } => add(&self.store_failures, 1),
            Event::LimitWait { waited, .. } => {
                add(&self.limit_waits, 1);
                let millis = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
                add(&self.limit_wait_millis, millis);
            }
            Event::LimitsAlone { .. } => add(&self.limits_alone, 1),
            Event::LimitsShared { .. } => add(&self.limits_shared, 1),
            Event::RoleMismatch { .. } => add(&self.role_mismatches, 1),
            Event::Drift { .. } => add(&self.drifts, 1),
        }
    }
}

impl<O: Observer> Observer for std::sync::Arc<O> {
    fn observe(&self, event: &Event<'_>) {
        O::observe(self, event);
    }
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

fn add(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}

/// Says the event to `tracing`, below the level of a warning where all is well.
pub(crate) fn trace(event: &Event<'_>) {
    match event {
        Event::Attempt { .. } => {}
        Event::Retry {
            call,
            attempts,
            pause,
            error,
        } => tracing::info!(call, attempts, ?pause, %error, "sent again after a pause"),
        Event::BudgetSpent { call } => {
            tracing::warn!(call, "not sent again: the retry budget is spent");
        }
        Event::TokenFetched { lost: [], .. } => tracing::debug!("token fetched"),
        Event::TokenFetched { lost, .. } => {
            tracing::warn!(
                lost = words(lost),
                "token fetched, with a smaller grant than the one before"
            );
        }
        Event::TokenLoaded { lost: [], .. } => tracing::debug!("token found in the store"),
        Event::TokenLoaded { lost, .. } => {
            tracing::warn!(
                lost = words(lost),
                "token found in the store, with a smaller grant than the one before"
            );
        }
        Event::TokenWait { waited } => {
            tracing::debug!(
                ?waited,
                "waited for a token that another client was fetching, or was to fetch"
            );
        }
        Event::RenewedTooSoon { pause } => {
            tracing::warn!(
                ?pause,
                "a refused token was not renewed: that was done just now"
            );
        }
        Event::TokenFailed { error } => tracing::warn!(%error, "no token"),
        Event::StoreFailed { error } => tracing::warn!(%error, "the token store failed"),
        Event::LimitWait { call, waited } => {
            tracing::debug!(call, ?waited, "waited for the client's own limit");
        }
        Event::LimitsAlone { error } => tracing::warn!(
            %error,
            "the shared limits cannot be reached; the client keeps to its share of them"
        ),
        Event::LimitsShared { after } => {
            tracing::info!(?after, "the limits are shared again");
        }
        Event::RoleMismatch { role, missing } => tracing::warn!(
            role,
            ?missing,
            "the role grants less than the set of the same name in scopes.toml"
        ),
        Event::Drift { call, scopes } => tracing::warn!(
            call,
            wanted = words(scopes.wanted()),
            declared = alternatives(scopes.declared()),
            "the server wants another scope than scopes.toml says"
        ),
    }
}
