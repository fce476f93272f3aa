//! The cell under `loom`: every order in which two or three threads can run is tried.

#[path = "cell.rs"]
#[expect(
    clippy::duplicate_mod,
    reason = "the same text over other locks is the point"
)]
#[allow(dead_code)]
mod cell;
mod sync {
    //! The slot as a lock: `loom` does not know the real one, which is as atomic.

    use std::sync::Arc;

    pub(super) use loom::sync::Mutex;
    pub(super) use loom::sync::atomic::AtomicU64;

    pub(super) struct Slot<T>(Mutex<Option<Arc<T>>>);

    impl<T> Slot<T> {
        pub(super) fn new(value: Option<Arc<T>>) -> Self {
            Self(Mutex::new(value))
        }

        pub(super) fn load(&self) -> Option<Arc<T>> {
            self.0.lock().unwrap().clone()
        }

        pub(super) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
            self.0.lock().unwrap().as_deref().map(look)
        }

        pub(super) fn store(&self, value: Arc<T>) {
            *self.0.lock().unwrap() = Some(value);
        }
    }
}

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use loom::future::block_on;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use cell::{Cell, Kept, Turn};

type Tokens = Cell<usize, &'static str>;

/// Two threads in every order.
fn model_of_two(work: impl Fn() + Send + Sync + 'static) {
    loom::model(work);
}

/// Three threads in every order in which each is interrupted twice at most: all orders are too many
/// to be run, and what goes wrong, goes wrong with few.
fn model_of_three(work: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(work);
}

/// What the threads of a model share.
struct Shared {
    tokens: Tokens,
    fetched: AtomicUsize,
}

impl Shared {
    fn new(tokens: Tokens) -> Arc<Self> {
        let fetched = AtomicUsize::new(0);
        Arc::new(Self { tokens, fetched })
    }

    /// Gets a token newer than `after`, as a caller does: it fetches one if it is on it.
    fn get(&self, after: u64) -> u64 {
        match block_on(self.tokens.turn(after, NOW, NOW)) {
            Turn::Lead(lead) => {
                let fetched = self.fetched.fetch_add(1, Ordering::SeqCst) + 1;
                lead.land(fetched).generation
            }
            Turn::Landed(kept) => kept.generation,
            Turn::Failed(error) => panic!("nobody fails here: {error}"),
        }
    }

    fn fetched(&self) -> usize {
        self.fetched.load(Ordering::SeqCst)
    }
}

/// Polls once and drops what still waits: a caller that is cancelled.
fn poll_once<F: Future>(future: F) -> Option<F::Output> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

fn spawn<R: 'static>(
    shared: &Arc<Shared>,
    work: impl FnOnce(&Shared) -> R + 'static,
) -> thread::JoinHandle<R> {
    let shared = Arc::clone(shared);
    thread::spawn(move || work(&shared))
}

#[test]
fn callers_at_once_fetch_one_token() {
    model_of_three(|| {
        let shared = Shared::new(Tokens::empty());
        let others = [spawn(&shared, |s| s.get(0)), spawn(&shared, |s| s.get(0))];
        assert_eq!(shared.get(0), 1);
        for other in others {
            assert_eq!(other.join().unwrap(), 1);
        }
        assert_eq!(shared.fetched(), 1);
    });
}

#[test]
fn callers_refused_at_once_renew_once() {
    model_of_two(|| {
        let shared = Shared::new(Tokens::holding(0));
        let other = spawn(&shared, |s| s.get(1));
        assert_eq!(shared.get(1), 2);
        assert_eq!(other.join().unwrap(), 2);
        assert_eq!(shared.fetched(), 1, "both were refused the same token");
    });
}

#[test]
fn a_reader_sees_the_old_token_or_the_new_one() {
    model_of_three(|| {
        let shared = Shared::new(Tokens::holding(0));
        let reader = spawn(&shared, |s| {
            let number = s.tokens.generation();
            let read = |kept: &Kept<usize>| (kept.generation, **kept);
            let (generation, value) = s.tokens.read(read).unwrap();
            assert!(number <= generation, "a number comes with its token");
            (generation, value)
        });
        let early = spawn(&shared, |s| match s.tokens.try_lead(1, NOW) {
            Some(lead) => lead.land(7).generation,
            None => s.tokens.latest().unwrap().generation,
        });
        let renewed = shared.get(1);
        assert_eq!(renewed, 2, "one of the two renews it, and only once");
        assert!(matches!(reader.join().unwrap(), (1, 0) | (2, 1 | 7)));
        assert!((1..=2).contains(&early.join().unwrap()));
        assert_eq!(shared.tokens.generation(), 2);
    });
}

#[test]
fn a_leader_that_is_cancelled_leaves_nobody_behind() {
    model_of_two(|| {
        let shared = Shared::new(Tokens::empty());
        let other = spawn(&shared, |s| s.get(0));
        // It leads, or waits, and is dropped before anything has come of it.
        drop(poll_once(shared.tokens.turn(0, NOW, NOW)));
        assert_eq!(other.join().unwrap(), 1);
        assert_eq!(shared.fetched(), 1);
    });
}

#[test]
fn the_lead_passes_by_one_who_has_left() {
    model_of_three(|| {
        let shared = Shared::new(Tokens::empty());
        let Turn::Lead(lead) = block_on(shared.tokens.turn(0, NOW, NOW)) else {
            panic!("nobody else is there");
        };
        let leaves = spawn(&shared, |s| drop(poll_once(s.tokens.turn(0, NOW, NOW))));
        let stays = spawn(&shared, |s| s.get(0));
        drop(lead);
        leaves.join().unwrap();
        assert_eq!(stays.join().unwrap(), 1);
        assert!(
            shared.tokens.try_lead(1, NOW).is_some(),
            "the lead is free again"
        );
    });
}

#[test]
fn the_lead_goes_to_the_one_that_can_wait_longest() {
    model_of_two(|| {
        let shared = Shared::new(Tokens::empty());
        let Turn::Lead(lead) = block_on(shared.tokens.turn(0, NOW, NOW)) else {
            panic!("nobody else is there");
        };
        let later = NOW + Duration::from_secs(1);
        let mut lines =
            [NOW, later, later].map(|until| Box::pin(shared.tokens.turn(0, until, NOW)));
        for waiting in &mut lines {
            assert!(poll_once(waiting).is_none());
        }
        drop(lead);
        let [hurried, first, second] = &mut lines;
        assert!(poll_once(hurried).is_none());
        assert!(poll_once(second).is_none());
        assert!(matches!(poll_once(first), Some(Turn::Lead(_))));
    });
}

#[test]
fn a_failure_goes_to_those_who_wait_and_is_not_kept() {
    model_of_two(|| {
        let shared = Shared::new(Tokens::empty());
        let other = spawn(&shared, |s| match block_on(s.tokens.turn(0, NOW, NOW)) {
            Turn::Failed(_) => true,
            Turn::Lead(lead) => {
                lead.fail(&"down");
                false
            }
            Turn::Landed(_) => panic!("nobody has fetched one"),
        });
        match block_on(shared.tokens.turn(0, NOW, NOW)) {
            Turn::Lead(lead) => lead.fail(&"down"),
            Turn::Failed(_) => {}
            Turn::Landed(_) => panic!("nobody has fetched one"),
        }
        other.join().unwrap();
        assert_eq!(shared.get(0), 1, "the next caller tries again");
    });
}

#[test]
fn a_leader_that_nobody_polls_is_relieved_and_may_still_land() {
    model_of_two(|| {
        let shared = Shared::new(Tokens::empty());
        let Turn::Lead(stuck) = block_on(shared.tokens.turn(0, NOW, NOW)) else {
            panic!("nobody else is there");
        };
        let other = spawn(&shared, |s| {
            let mut waits = pin!(s.tokens.turn(0, NOW, NOW));
            let mut context = Context::from_waker(Waker::noop());
            match waits.as_mut().poll(&mut context) {
                // It has waited for long enough.
                Poll::Pending => match waits.take_over() {
                    Some(lead) => lead.land(7).generation,
                    None => block_on(s.tokens.turn(0, NOW, NOW)).generation(),
                },
                Poll::Ready(turn) => turn.generation(),
            }
        });
        let late = stuck.land(8).generation;
        let relieved = other.join().unwrap();
        let latest = shared.tokens.latest().unwrap().generation;
        assert_eq!(relieved, latest, "the one that was relieved comes too late");
        assert!(late <= latest && latest <= 2, "one number for each");
        assert!(
            shared.tokens.try_lead(latest, NOW).is_some(),
            "the lead is free"
        );
    });
}

impl Turn<'_, usize, &'static str> {
    fn generation(self) -> u64 {
        match self {
            Turn::Landed(kept) => kept.generation,
            Turn::Lead(lead) => lead.land(9).generation,
            Turn::Failed(error) => panic!("nobody fails here: {error}"),
        }
    }
}

/// A time for those whose deadline does not matter.
const NOW: SystemTime = SystemTime::UNIX_EPOCH;
