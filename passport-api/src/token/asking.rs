//! How a source asks its store for a token: again and again, until there is one or it has leave to
//! fetch one.

use std::time::{Duration, SystemTime};

use crate::client::Core;
use crate::observe::Event;
use crate::retry::Backoff;
use crate::token::access::{AccessToken, Granted};
use crate::token::claim::{Claimed, Leave, Reason, Want};
use crate::token::store::{Claim, StoredToken};
use crate::token::store_failure::Unreadable;

/// How far a source has come in asking its store.
pub(super) struct Asking<'w> {
    want: &'w Want<'w>,
    /// The generation of the token that will not do.
    pub(super) known: u64,
    /// Whether that is the one that the API has refused.
    pub(super) refused: bool,
    /// A token that is good, but soon to be renewed.
    spare: Option<AccessToken>,
    /// How many tokens would not do.
    useless: u32,
    waits: u32,
    pub(super) waits_since: Option<SystemTime>,
    pub(super) too_soon: Duration,
}

/// What is done after an answer.
pub(super) enum Next {
    Ask,
    Wait(Duration),
    Pause(Duration),
    Done(Box<Claimed>),
}

impl<'w> Asking<'w> {
    pub(super) fn new(want: &'w Want<'w>) -> Self {
        Self {
            want,
            known: want.before.map_or(0, |(token, _)| token.store_generation()),
            refused: want.reason == Reason::Refused,
            spare: None,
            useless: 0,
            waits: 0,
            waits_since: None,
            too_soon: Duration::ZERO,
        }
    }

    pub(super) fn heed(&mut self, answer: Claim, core: &Core) -> Next {
        match answer {
            Claim::Token(stored) => self.look(stored, core),
            Claim::Fetch { generation, lease } => {
                Next::Done(Box::new(self.fetch(generation, lease)))
            }
            Claim::Wait(wait) => Next::Wait(wait),
            Claim::Pause(pause) => Next::Pause(pause.min(LONGEST_LEFT_ALONE)),
            Claim::TooSoon(pause) if self.refused => {
                self.too_soon = pause;
                Next::Done(Box::new(Claimed::TooSoon))
            }
            // Nothing was refused.
            Claim::TooSoon(_) => Next::Done(Box::new(self.fetch(0, None))),
            Claim::Unreadable { generation } => {
                core.observe(&Event::StoreFailed { error: &Unreadable });
                self.refused = false;
                self.another_than(generation)
            }
        }
    }

    /// Whether a token of the store will do.
    fn look(&mut self, stored: StoredToken, core: &Core) -> Next {
        let generation = stored.generation;
        let granted = Granted {
            secret: stored.access_token,
            scopes: stored.granted,
            fields: stored.fields,
            fetched_at: stored.fetched_at,
            expires_at: stored.expires_at,
        };
        let token = AccessToken::new(granted, self.want.names, core.random());
        let token = token.map(|token| token.stored().with_store_generation(generation));
        let before = self.want.before.map(|(before, _)| before);
        let is_known = |token: &AccessToken| before.is_some_and(|it| it.is_same(token.secret()));
        match token {
            Ok(token) if is_known(&token) => {}
            Ok(token) if token.is_fresh(core.now()) => {
                return Next::Done(Box::new(Claimed::Token(token)));
            }
            other => {
                self.refused = false;
                self.spare = other.ok().filter(|token| !token.is_expired(core.now()));
            }
        }
        self.another_than(generation)
    }

    /// The token of this number will not do.
    fn another_than(&mut self, generation: u64) -> Next {
        self.useless += 1;
        // A store without numbers has no other, and one that does not stop is not followed.
        if generation == 0 || generation == self.known || self.useless >= MOST_USELESS {
            return Next::Done(Box::new(self.fetch(0, None)));
        }
        self.known = generation;
        Next::Ask
    }

    pub(super) fn fetch(&mut self, generation: u64, lease: Option<Duration>) -> Claimed {
        Claimed::Fetch(Leave {
            generation,
            lease,
            spare: self.spare.take(),
        })
    }

    /// What serves while another client fetches a token.
    pub(super) fn instead_of_waiting(&mut self) -> Option<Claimed> {
        if self.want.reason == Reason::Early {
            return Some(Claimed::NotNow);
        }
        self.spare.take().map(Claimed::Token)
    }

    /// How long to wait before the store is asked again, if another client has leave for so long.
    pub(super) fn before_next(&mut self, wait: Duration, core: &Core) -> Duration {
        let pause = ASKED_AGAIN.at_least_half(self.waits, core.random());
        self.waits += 1;
        pause.min(wait).max(SHORTEST_PAUSE)
    }
}

/// A pause of all, and a little more, so that they do not all ask in the same moment.
pub(super) fn pause_of_one(pause: Duration, core: &Core) -> Duration {
    let more = (pause / 10).min(MOST_MORE).mul_f64(core.random());
    (pause + more).max(SHORTEST_PAUSE)
}

/// However long a store says that a token endpoint is left alone, it is asked again after this.
const LONGEST_LEFT_ALONE: Duration = Duration::from_secs(10 * 60);

/// By how much a pause of all is made longer at most, each client by itself.
const MOST_MORE: Duration = Duration::from_millis(100);

/// How many tokens of a store may be of no use, one after the other, before one is fetched without it.
const MOST_USELESS: u32 = 4;

/// When a token that another client fetches is asked for again. Hardly any is there before 50 ms.
const ASKED_AGAIN: Backoff = Backoff {
    first: Duration::from_millis(100),
    longest: Duration::from_millis(250),
};

/// A store that says to wait for no time, or gives leave for none, is not asked without a pause.
pub(super) const SHORTEST_PAUSE: Duration = Duration::from_millis(1);
