//! What a source asks of the client's token store: whether there is a token already, and who fetches
//! the next of all that share the store.
//!
//! Nothing that the store does, or fails to do, is an error of a call: without it the source fetches a
//! token of its own.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use crate::client::Core;
use crate::error::Error;
use crate::observe::Event;
use crate::token::access::{AccessToken, Granted};
use crate::token::asking::{Asking, Next, SHORTEST_PAUSE, pause_of_one};
use crate::token::grant::Names;
use crate::token::request::fetch;
use crate::token::store::{AnyError, Claim, StoredToken, TokenClaim, TokenKey, TokenStore};
use crate::token::store_failure::heed;
use crate::token::trouble::is_between;

/// What a source remembers of its store.
#[derive(Debug, Default)]
pub(super) struct Claims {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Until when the store is left alone, because it does not answer in time.
    spared_until: Option<SystemTime>,
    /// How many callers in a row were gone before it answered.
    gone: u32,
    /// When a token that another client fetches is not asked for, while the latest is good.
    awaited: Option<Span>,
    /// When no token is asked for, because nobody fetches one.
    paused: Option<Span>,
    too_soon: Option<TooSoon>,
    /// The generation that this source was given leave to fetch last.
    leading: u64,
}

/// A refused token that is not replaced for a while, by its number in the source.
#[derive(Debug)]
struct TooSoon {
    generation: u64,
    pause: Span,
}

/// A time in which something is not done.
#[derive(Clone, Copy, Debug)]
struct Span {
    until: SystemTime,
    length: Duration,
}

/// Why another token is wanted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reason {
    /// The latest is soon to expire; it is good until there is another.
    Early,
    /// There is none, or it has expired or is of no use to this call.
    Needed,
    /// The API has refused the latest (401).
    Refused,
}

/// A token that is wanted.
pub(super) struct Want<'w> {
    pub(super) key: &'w TokenKey,
    pub(super) names: &'w Names,
    /// The latest, with its number in the source.
    pub(super) before: Option<(&'w AccessToken, u64)>,
    pub(super) reason: Reason,
    pub(super) deadline: SystemTime,
}

/// What the store says to that.
pub(super) enum Claimed {
    /// Here is one.
    Token(AccessToken),
    /// It is on this source to fetch one.
    Fetch(Leave),
    /// Another client fetches one, and the latest is good until then.
    NotNow,
    /// The latest was refused, and another would be as well.
    TooSoon,
    /// The time was up before there was one.
    TooLate,
    /// Nobody fetches one before the time is up, because the token endpoint fails.
    Paused,
}

/// The leave to fetch a token.
#[derive(Default)]
pub(super) struct Leave {
    /// The number that the store gives it; 0 for none.
    pub(super) generation: u64,
    pub(super) lease: Option<Duration>,
    /// A token that serves for a while if none can be fetched.
    pub(super) spare: Option<AccessToken>,
}

impl Claims {
    /// Gets a token from the store, or the leave to fetch one; waits for another client that fetches
    /// one, if that has to be.
    pub(super) async fn get(&self, want: &Want<'_>, core: &Core) -> Claimed {
        let Some(store) = core.store() else {
            return Claimed::Fetch(Leave::default());
        };
        let mut asking = Asking::new(want);
        let claimed = loop {
            let claim = TokenClaim {
                key: want.key,
                known: asking.known,
                refused: asking.refused,
                leading: self.state().leading,
                now: core.now(),
            };
            let Some(answer) = self.ask(store, &claim, core).await else {
                break asking.fetch(0, None);
            };
            let now = core.now();
            let wait = match asking.heed(answer, core) {
                Next::Ask => continue,
                Next::Done(claimed) => break *claimed,
                Next::Wait(wait) => {
                    self.state().awaited = Span::from(now, wait.min(LONGEST_NOT_ASKED));
                    asking.before_next(wait, core)
                }
                Next::Pause(pause) => {
                    self.state().paused = Span::from(now, pause);
                    pause_of_one(pause, core)
                }
            };
            if let Some(claimed) = asking.instead_of_waiting() {
                break claimed;
            }
            if now >= want.deadline {
                break Claimed::TooLate;
            }
            // It would be waited for in vain.
            if self.pause_left(want.deadline).is_some() {
                break Claimed::Paused;
            }
            asking.waits_since.get_or_insert(now);
            core.sleep(wait).await;
        };
        self.note(&claimed, want, &asking, core);
        claimed
    }

    /// Fetches a token in place of the one before, and keeps the leave to do so for as long as that
    /// takes.
    pub(super) async fn fetch(
        &self,
        key: &TokenKey,
        leave: &Leave,
        before: Option<&AccessToken>,
        core: &Core,
    ) -> Result<Granted, Error> {
        let mut fetching = pin!(fetch(core, &key.scopes, before));
        let (Some(lease), Some(store)) = (leave.lease, core.store()) else {
            return fetching.await;
        };
        let third = (lease / 3).max(SHORTEST_PAUSE);
        loop {
            if let Some(fetched) = core.within(third, fetching.as_mut()).await {
                return fetched;
            }
            let patience = store.patience().min(third);
            let mut extending = pin!(core.within(patience, store.extend(key, leave.generation)));
            // The token is not kept waiting by the store.
            let fetched = poll_fn(|context| {
                if let Poll::Ready(fetched) = fetching.as_mut().poll(context) {
                    return Poll::Ready(Some(fetched));
                }
                extending.as_mut().poll(context).map(|extended| {
                    heed(extended, core);
                    None
                })
            });
            if let Some(fetched) = fetched.await {
                return fetched;
            }
        }
    }

    /// Leaves a token that was fetched in the store.
    pub(super) async fn save(&self, key: &TokenKey, token: &AccessToken, core: &Core) {
        let Some(store) = self.store(core) else {
            return;
        };
        let stored = StoredToken {
            access_token: token.secret().clone(),
            granted: token.granted().to_vec(),
            fields: token.fields().clone(),
            fetched_at: token.fetched_at(),
            expires_at: token.expires_at(),
            generation: token.store_generation(),
        };
        let saved = core.within(store.patience(), store.save(key, &stored));
        self.heed(saved.await, core);
    }

    /// Gives the leave back, because no token could be fetched; nobody fetches one before the pause is
    /// over.
    pub(super) async fn release(
        &self,
        key: &TokenKey,
        leave: &Leave,
        pause: Duration,
        core: &Core,
    ) {
        let (Some(store), Some(_)) = (self.store(core), leave.lease) else {
            return;
        };
        let released = store.release(key, leave.generation, pause);
        self.heed(core.within(store.patience(), released).await, core);
    }

    /// Whether another client fetches a token, or nobody may, so that it need not be asked for yet.
    pub(super) fn awaits_another(&self, now: SystemTime) -> bool {
        let awaited = self.state().awaited.and_then(|span| span.left(now));
        awaited.or_else(|| self.pause_left(now)).is_some()
    }

    /// Whether the token with this number in the source was refused and is not replaced yet.
    pub(super) fn is_too_soon(&self, generation: u64, now: SystemTime) -> bool {
        self.state().too_soon.as_ref().is_some_and(|too_soon| {
            too_soon.generation == generation && too_soon.pause.left(now).is_some()
        })
    }

    /// The store, unless it is left alone.
    fn store<'c>(&self, core: &'c Core) -> Option<&'c dyn TokenStore> {
        core.store().filter(|_| !self.is_spared(core.now()))
    }

    fn is_spared(&self, now: SystemTime) -> bool {
        let until = self.state().spared_until;
        until.is_some_and(|until| is_between(now, until, STORE_SPARED))
    }

    /// For how long nobody fetches a token.
    fn pause_left(&self, now: SystemTime) -> Option<Duration> {
        self.state().paused.and_then(|span| span.left(now))
    }

    async fn ask(
        &self,
        store: &dyn TokenStore,
        claim: &TokenClaim<'_>,
        core: &Core,
    ) -> Option<Claim> {
        if let Some(left) = self.pause_left(claim.now) {
            return Some(Claim::Pause(left));
        }
        if self.is_spared(claim.now) {
            return None;
        }
        let patience = store.patience();
        let mut unanswered = Unanswered {
            claims: self,
            core,
            since: claim.now,
            patience,
            is_answered: false,
        };
        let answer = core.within(patience, store.claim(claim)).await;
        unanswered.is_answered = answer.is_some();
        drop(unanswered);
        heed(answer, core)
    }

    /// As [`heed`]; a store that has not answered in time is left alone.
    fn heed<T>(&self, answer: Option<Result<T, AnyError>>, core: &Core) {
        if answer.is_none() {
            self.state().spared_until = core.now().checked_add(STORE_SPARED);
        }
        heed(answer, core);
    }

    /// Remembers what came of asking, and tells it.
    fn note(&self, claimed: &Claimed, want: &Want<'_>, asking: &Asking<'_>, core: &Core) {
        let now = core.now();
        match claimed {
            Claimed::Fetch(leave) if leave.lease.is_some() => {
                self.state().leading = leave.generation;
            }
            Claimed::TooSoon => {
                let pause = asking.too_soon.min(LONGEST_TOO_SOON);
                self.state().too_soon = Span::from(now, pause).map(|pause| TooSoon {
                    generation: want.before.map_or(0, |(_, generation)| generation),
                    pause,
                });
                core.observe(&Event::RenewedTooSoon { pause });
            }
            _ => {}
        }
        if let Some(since) = asking.waits_since {
            let waited = now.duration_since(since).unwrap_or_default();
            core.observe(&Event::TokenWait { waited });
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole between any two of its operations.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Span {
    fn from(now: SystemTime, length: Duration) -> Option<Self> {
        let until = now.checked_add(length)?;
        Some(Self { until, length })
    }

    /// How much of it is left; `None` if it is over.
    fn left(self, now: SystemTime) -> Option<Duration> {
        let left = self.until.duration_since(now).unwrap_or_default();
        is_between(now, self.until, self.length).then_some(left)
    }
}

/// Remembers that a store has not answered: not in time, or not before the caller was gone. One
/// caller may just have been cancelled; but if the store hangs, callers with little time would each
/// spend all of it there.
struct Unanswered<'c> {
    claims: &'c Claims,
    core: &'c Core,
    since: SystemTime,
    patience: Duration,
    is_answered: bool,
}

impl Drop for Unanswered<'_> {
    fn drop(&mut self) {
        let now = self.core.now();
        let waited = now.duration_since(self.since).unwrap_or_default();
        let mut state = self.claims.state();
        state.gone = if self.is_answered { 0 } else { state.gone + 1 };
        state.spared_until = None;
        if state.gone >= MOST_GONE || !self.is_answered && waited >= self.patience / 4 {
            state.spared_until = now.checked_add(STORE_SPARED);
            state.gone = 0;
        }
    }
}

/// How long a store is left alone that has not answered in time: else calls with little time would
/// spend all of it there.
const STORE_SPARED: Duration = Duration::from_secs(5);

/// How many callers in a row may be gone before the store has answered.
const MOST_GONE: u32 = 2;

/// For how long a token that another client fetches is not asked for while the latest is good.
const LONGEST_NOT_ASKED: Duration = Duration::from_secs(1);

/// However long a store says that a refused token is not replaced, it is asked again after this.
const LONGEST_TOO_SOON: Duration = Duration::from_secs(60);
