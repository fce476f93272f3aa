//! A token as the threads of a program hold it: each has a share of its own.
//!
//! A call keeps the token until its answer is there, and the header until it is sent, and both are
//! kept by counting. One count for all threads is written by all of them, and the processor then
//! carries it from core to core with each call. So each thread counts in a copy of its own, which is
//! made when the thread first needs it.
//!
//! The token owns the copies, and they end with it. A thread remembers which it has used of late, so
//! that it need not even look into the token's cell.

use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::thread::available_parallelism;

use http::HeaderValue;

use crate::token::access::AccessToken;

/// A token with its number, as a call keeps it.
pub(crate) type KeptToken = Arc<Share>;

/// What one thread has of a token; aligned so that no two are in one line of a processor's cache.
#[repr(align(128))]
pub(crate) struct Share {
    generation: u64,
    authorization: HeaderValue,
    token: Arc<AccessToken>,
}

impl Share {
    /// The number of the token, which tells it from those before and after.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// The value of the `Authorization` header (RFC 6750, 2.1), marked as sensitive.
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }
}

impl Deref for Share {
    type Target = AccessToken;

    fn deref(&self) -> &AccessToken {
        &self.token
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.token.fmt(f)
    }
}

/// A token and its shares.
pub(super) struct Shares {
    token: Arc<AccessToken>,
    /// By the number of the thread; as many as a power of two.
    by_thread: Box<[OnceLock<KeptToken>]>,
}

impl Shares {
    pub(super) fn new(token: AccessToken) -> Self {
        Self {
            token: Arc::new(token),
            by_thread: (0..most()).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The share of this thread, of a token with this number.
    pub(super) fn mine(&self, generation: u64) -> KeptToken {
        let place = thread_number() & (self.by_thread.len() - 1);
        let share = self.by_thread[place].get_or_init(|| {
            Arc::new(Share {
                generation,
                authorization: self.token.copy_of_authorization(),
                token: Arc::clone(&self.token),
            })
        });
        Arc::clone(share)
    }
}

impl Deref for Shares {
    type Target = AccessToken;

    fn deref(&self) -> &AccessToken {
        &self.token
    }
}

/// A share that a thread has used of late, without keeping it.
struct Recent {
    source: u64,
    generation: u64,
    share: Weak<Share>,
}

thread_local! {
    /// Each in the place that the number of its source gives it.
    static RECENT: RefCell<[Recent; MOST_RECENT]> = const { RefCell::new([NOTHING; MOST_RECENT]) };
}

/// What this thread has used of late of a source's token with this number.
pub(super) fn recent(source: u64, generation: u64) -> Option<KeptToken> {
    let share = |recent: &RefCell<[Recent; MOST_RECENT]>| {
        let recent = &recent.borrow()[place(source)];
        let is_it = recent.source == source && recent.generation == generation;
        is_it.then(|| recent.share.upgrade())?
    };
    // A thread that ends remembers nothing any more.
    RECENT.try_with(share).ok()?
}

/// Remembers a share for [`recent`].
pub(super) fn remember(source: u64, share: &KeptToken) {
    let new = Recent {
        source,
        generation: share.generation,
        share: Arc::downgrade(share),
    };
    // A thread that ends has no use for it.
    let _ = RECENT.try_with(|recent| recent.borrow_mut()[place(source)] = new);
}

fn place(source: u64) -> usize {
    source as usize % MOST_RECENT
}

/// How many shares a token has: some for each core, because threads are numbered in the order in
/// which they come, and two that run at once should not have the same.
fn most() -> usize {
    static MOST: OnceLock<usize> = OnceLock::new();
    *MOST.get_or_init(|| {
        let cores = available_parallelism().map_or(1, usize::from);
        (SHARES_PER_CORE * cores)
            .next_power_of_two()
            .min(MOST_SHARES)
    })
}

/// The number of this thread, in the order in which they first ask.
fn thread_number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static NUMBER: usize = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    NUMBER.with(|number| *number)
}

/// No source has the number 0.
const NOTHING: Recent = Recent {
    source: 0,
    generation: 0,
    share: Weak::new(),
};

/// Programs have few sources; whoever has more finds a share in its token.
const MOST_RECENT: usize = 8;

const SHARES_PER_CORE: usize = 4;

/// A copy of a token is some kilobytes, and each is one more that must be wiped.
const MOST_SHARES: usize = 128;

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;
    use std::time::{Duration, SystemTime};

    use secrecy::SecretString;

    use super::{Shares, most, recent, remember, thread_number};
    use crate::__private::Nobody;
    use crate::client::Api;
    use crate::token::access::{AccessToken, Granted};
    use crate::token::grant::Names;

    fn shares() -> Shares {
        let names = Names::new(Nobody::CATALOG, [].into(), [].into());
        let granted = Granted {
            secret: SecretString::from("a-token"),
            scopes: Vec::new(),
            fields: serde_json::Map::new(),
            fetched_at: SystemTime::UNIX_EPOCH,
            expires_at: SystemTime::UNIX_EPOCH + Duration::from_secs(60),
        };
        Shares::new(AccessToken::new(granted, &names, 0.0).unwrap())
    }

    #[test]
    fn a_thread_gets_the_same_share_each_time() {
        let shares = shares();
        assert!(Arc::ptr_eq(&shares.mine(1), &shares.mine(1)));
        assert!(most().is_power_of_two());
    }

    #[test]
    fn what_is_remembered_is_not_kept() {
        let (source, shares) = (u64::MAX, shares());
        assert!(recent(source, 1).is_none());
        let mine = shares.mine(1);
        remember(source, &mine);
        assert!(Arc::ptr_eq(&mine, &recent(source, 1).unwrap()));
        assert!(recent(source, 2).is_none(), "another token");
        assert!(recent(source - 1, 1).is_none(), "another source");
        assert!(
            thread::spawn(move || recent(source, 1).is_none())
                .join()
                .unwrap()
        );
        drop((mine, shares));
        assert!(recent(source, 1).is_none(), "the token is gone");
    }

    #[test]
    fn threads_that_count_apart_hold_the_same_token() {
        let shares = shares();
        let others = thread::scope(|scope| {
            let threads = (0..32).map(|_| scope.spawn(|| (thread_number(), shares.mine(7))));
            let threads: Vec<_> = threads.collect();
            let ends = threads.into_iter().map(|thread| thread.join().unwrap());
            ends.collect::<Vec<_>>()
        });
        let (number, mine) = (thread_number(), shares.mine(7));
        for (other_number, other) in others {
            assert_ne!(number, other_number);
            let is_one = (number ^ other_number) & (most() - 1) == 0;
            assert_eq!(Arc::ptr_eq(&mine, &other), is_one);
            assert!(Arc::ptr_eq(&mine.token, &other.token));
            assert_eq!(other.generation(), 7);
            assert_eq!(other.authorization(), "Bearer a-token");
            assert!(other.authorization().is_sensitive());
        }
    }
}
