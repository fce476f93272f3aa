use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::clock::ManualClock;

const SECOND: Duration = Duration::from_secs(1);

fn seen(capacity: usize) -> (Seen, ManualClock) {
    let clock = ManualClock::new();
    (Seen::in_memory_with(capacity, clock.clone()), clock)
}

async fn first(seen: &Seen, id: &str) -> Option<Guard> {
    match seen.reserve(EventKey::of_id(id)).await.unwrap() {
        Reserved::First(guard) => Some(guard),
        Reserved::InProgress | Reserved::Done => None,
    }
}

async fn is_done(seen: &Seen, id: &str) -> bool {
    let reserved = seen.reserve(EventKey::of_id(id)).await.unwrap();
    matches!(reserved, Reserved::Done)
}

#[tokio::test]
async fn an_event_that_was_handled_is_done_for_its_window() {
    let (seen, clock) = seen(10);
    first(&seen, "1").await.unwrap().commit().await.unwrap();
    // Twelve more deliveries, each after twice the time.
    for attempt in 0..12 {
        clock.advance(SECOND * 2_u32.pow(attempt));
        assert!(is_done(&seen, "1").await, "{attempt}");
    }
    clock.advance(DEFAULT_WINDOW);
    assert!(first(&seen, "1").await.is_some());
}

#[tokio::test]
async fn an_event_whose_handler_failed_is_handled_again() {
    let (seen, _clock) = seen(10);
    for _ in 0..3 {
        drop(first(&seen, "1").await.unwrap());
    }
    first(&seen, "1").await.unwrap().commit().await.unwrap();
    assert!(is_done(&seen, "1").await);
}

#[tokio::test]
async fn a_handler_that_panics_forgets_the_event() {
    let (seen, _clock) = seen(10);
    let guard = first(&seen, "1").await.unwrap();
    let handler = tokio::spawn(async move {
        let _guard = guard;
        panic!("the handler fails");
    });
    assert!(handler.await.is_err());
    assert!(first(&seen, "1").await.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_one_is_the_first() {
    let (seen, _clock) = seen(10);
    let firsts = Arc::new(AtomicUsize::new(0));
    let start = Arc::new(tokio::sync::Barrier::new(100));
    let mut tasks = Vec::new();
    for _ in 0..100 {
        let (seen, firsts, start) = (seen.clone(), Arc::clone(&firsts), Arc::clone(&start));
        tasks.push(tokio::spawn(async move {
            start.wait().await;
            let reserved = seen.reserve(EventKey::of_id("1")).await.unwrap();
            if let Reserved::First(guard) = reserved {
                firsts.fetch_add(1, Ordering::SeqCst);
                guard.commit().await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(firsts.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn while_one_handles_it_others_are_told_so() {
    let (seen, _clock) = seen(10);
    let guard = first(&seen, "1").await.unwrap();
    let second = seen.reserve(EventKey::of_id("1")).await.unwrap();
    assert!(matches!(second, Reserved::InProgress), "{second:?}");
    drop(second);
    assert!(first(&seen, "1").await.is_none(), "the second held nothing");
    guard.commit().await.unwrap();
    assert!(is_done(&seen, "1").await);
}

#[tokio::test]
async fn who_is_late_takes_nothing_from_the_next() {
    let (seen, clock) = seen(10);
    let late = first(&seen, "1").await.unwrap();
    clock.advance(DEFAULT_LEASE);
    let next = first(&seen, "1").await.expect("the lease is over");
    drop(late);
    assert!(first(&seen, "1").await.is_none(), "the next still has it");

    clock.advance(DEFAULT_LEASE);
    let third = first(&seen, "1").await.unwrap();
    next.commit().await.unwrap();
    drop(third);
    assert!(is_done(&seen, "1").await, "what was handled stays so");
}

#[tokio::test]
async fn it_is_bounded_and_forgets_nothing_early() {
    let (seen, clock) = seen(2);
    first(&seen, "1").await.unwrap().commit().await.unwrap();
    clock.advance(SECOND);
    first(&seen, "2").await.unwrap().commit().await.unwrap();
    let error = seen.reserve(EventKey::of_id("3")).await.unwrap_err();
    assert!(error.is_full());
    assert!(is_done(&seen, "1").await && is_done(&seen, "2").await);
    clock.advance(DEFAULT_WINDOW - SECOND);
    first(&seen, "3").await.unwrap().commit().await.unwrap();
    assert!(is_done(&seen, "2").await);
}

#[tokio::test]
async fn no_duration_is_too_long() {
    let (seen, _clock) = seen(2);
    let seen = seen.window(Duration::MAX).lease(Duration::MAX);
    first(&seen, "1").await.unwrap().commit().await.unwrap();
    assert!(is_done(&seen, "1").await);
}

/// A store that answers as it is told, and counts what it is asked to forget.
#[derive(Debug, Default)]
struct Scripted {
    hangs: bool,
    forgotten: Arc<AtomicUsize>,
}

impl SeenStore for Scripted {
    fn reserve(&self, _claim: Claim) -> Pending<'_, Known> {
        if self.hangs {
            return Box::pin(std::future::pending());
        }
        Box::pin(std::future::ready(Ok(Known::No)))
    }

    fn commit(&self, _claim: Claim) -> Pending<'_, ()> {
        Box::pin(std::future::ready(Err(SeenError::new("no connection"))))
    }

    fn forget(&self, _claim: Claim) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn what_was_handled_is_not_forgotten_where_the_store_fails() {
    let store = Scripted::default();
    let forgotten = Arc::clone(&store.forgotten);
    let seen = Seen::with_store(store);
    let error = first(&seen, "1").await.unwrap().commit().await.unwrap_err();
    assert!(!error.is_full());
    assert_eq!(forgotten.load(Ordering::SeqCst), 0);
    drop(first(&seen, "1").await);
    assert_eq!(forgotten.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn who_stops_waiting_for_the_store_leaves_no_reservation() {
    let store = Scripted {
        hangs: true,
        ..Scripted::default()
    };
    let forgotten = Arc::clone(&store.forgotten);
    let seen = Seen::with_store(store);
    let gave_up = tokio::select! {
        biased;
        _ = first(&seen, "1") => false,
        () = std::future::ready(()) => true,
    };
    assert!(gave_up);
    assert_eq!(forgotten.load(Ordering::SeqCst), 1);
}
