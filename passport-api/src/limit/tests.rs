use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::task::JoinSet;

use crate::clock::{Clock, ManualClock, Sleep};
use crate::limit::{Limiter, Limits, Refused, Waited};

pub(super) const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);
/// A Saturday, 12:00 UTC.
const NOON: Duration = Duration::from_secs(1_800_014_400);

pub(super) fn clock() -> ManualClock {
    ManualClock::starting_at(UNIX_EPOCH + NOON)
}

fn limiter(limits: Limits, clock: &ManualClock) -> Arc<Limiter> {
    let clock = Arc::new(clock.clone());
    Arc::new(Limiter::new(&limits.check().unwrap(), clock))
}

pub(super) fn late(clock: &ManualClock) -> SystemTime {
    clock.now() + 1000 * HOUR
}

/// When each of so many requests gets its turn, in milliseconds.
async fn schedule(limits: Limits, requests: usize) -> Vec<u128> {
    let clock = clock().skip_sleeps();
    let limiter = limiter(limits, &clock);
    let start = clock.now();
    let mut times = Vec::new();
    for _ in 0..requests {
        limiter.acquire(late(&clock)).await.unwrap();
        times.push(clock.now().duration_since(start).unwrap().as_millis());
    }
    times
}

/// Lets everything run that can.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn requests_keep_their_distance() {
    let limits = Limits::new().per_second(4);
    assert_eq!(schedule(limits, 5).await, [0, 250, 500, 750, 1000]);
    let limits = limits.burst(3);
    assert_eq!(schedule(limits, 6).await, [0, 0, 0, 250, 500, 750]);
    // No second sees a fourth.
    let limits = Limits::new().per_second(3);
    assert_eq!(schedule(limits, 4).await, [0, 333, 666, 1000]);
    let limits = Limits::new().per_second(u32::MAX).burst(u32::MAX);
    assert_eq!(schedule(limits, 3).await, [0, 0, 0]);
    assert_eq!(schedule(Limits::new(), 3).await, [0, 0, 0]);
}

#[tokio::test]
async fn a_pause_refills_the_burst_and_no_more() {
    let clock = clock().skip_sleeps();
    let limiter = limiter(Limits::new().per_second(10).burst(3), &clock);
    for _ in 0..2 {
        let waits = [0, 0, 0, 100];
        for wait in waits {
            let waited = limiter.acquire(late(&clock)).await.unwrap();
            assert_eq!(waited, Waited(Duration::from_millis(wait)));
        }
        clock.advance(HOUR);
    }
}

#[tokio::test]
async fn first_come_first_served() {
    let clock = clock();
    let limiter = limiter(Limits::new().per_second(10), &clock);
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for number in 0..20 {
        let (limiter, order, deadline) = (limiter.clone(), order.clone(), late(&clock));
        tasks.spawn(async move {
            limiter.acquire(deadline).await.unwrap();
            order.lock().unwrap().push(number);
        });
        settle().await;
    }
    for done in 1..20 {
        assert_eq!(order.lock().unwrap().len(), done);
        clock.advance(SECOND / 10);
        settle().await;
    }
    let expected: Vec<i32> = (0..20).collect();
    assert_eq!(*order.lock().unwrap(), expected);
    assert_eq!(clock.waiting(), 0);
}

#[tokio::test]
async fn whoever_gives_up_takes_nothing_and_holds_up_nobody() {
    let clock = clock();
    let limiter = limiter(Limits::new().per_second(1).per_day(4), &clock);
    limiter.acquire(late(&clock)).await.unwrap();
    let mut waiting: Vec<_> = (0..5)
        .map(|_| {
            let (limiter, deadline) = (limiter.clone(), late(&clock));
            Some(tokio::spawn(async move { limiter.acquire(deadline).await }))
        })
        .collect();
    settle().await;
    // The head of the line half way through its sleep, and one in the middle.
    clock.advance(SECOND / 2);
    for gone in [0, 2] {
        waiting[gone].take().unwrap().abort();
    }
    settle().await;
    // A second after the first request, not after the head has gone.
    clock.advance(SECOND / 2);
    settle().await;
    for place in [1, 3, 4] {
        let task = waiting[place].take().unwrap();
        assert!(task.is_finished(), "{place}");
        task.await.unwrap().unwrap();
        clock.advance(SECOND);
        settle().await;
    }
    // Four were sent, so the day is over.
    let refused = limiter.acquire(clock.now() + HOUR).await.unwrap_err();
    assert!(refused.quota);
}

#[tokio::test]
async fn a_future_that_has_its_turn_but_is_dropped_takes_nothing() {
    let clock = clock();
    let limiter = limiter(Limits::new().per_second(1).per_day(2), &clock);
    drop(limiter.turn(late(&clock)).await.unwrap());
    assert_eq!(
        limiter.acquire(clock.now()).await.unwrap(),
        Waited::default()
    );
    clock.advance(SECOND);
    drop(limiter.turn(late(&clock)).await.unwrap());
    limiter.acquire(clock.now()).await.unwrap();
    assert!(limiter.acquire(clock.now()).await.unwrap_err().quota);
}

#[tokio::test]
async fn nobody_waits_in_vain() {
    let clock = clock().skip_sleeps();
    let limiter = limiter(Limits::new().per_second(1), &clock);
    let start = clock.now();
    limiter.acquire(start).await.unwrap();
    let refused = limiter.acquire(start + SECOND / 2).await.unwrap_err();
    let until = start + SECOND;
    assert_eq!(
        refused,
        Refused {
            until,
            quota: false
        }
    );
    assert_eq!((clock.now(), clock.slept()), (start, Duration::ZERO));
    // At the deadline itself is in time.
    let waited = limiter.acquire(until).await.unwrap();
    assert_eq!(waited, Waited(SECOND));
}

#[tokio::test]
async fn the_line_ahead_counts() {
    let clock = clock();
    let limiter = limiter(Limits::new().per_second(1).per_day(5), &clock);
    let start = clock.now();
    limiter.acquire(start).await.unwrap();
    let mut tasks = JoinSet::new();
    for _ in 0..3 {
        let (limiter, deadline) = (limiter.clone(), late(&clock));
        tasks.spawn(async move { limiter.acquire(deadline).await.unwrap() });
        settle().await;
    }
    // Turns at 1, 2 and 3 s are taken.
    let refused = limiter.acquire(start + 7 * SECOND / 2).await.unwrap_err();
    assert_eq!(refused.until, start + 4 * SECOND);
    let mut last = pin!(limiter.acquire(start + 4 * SECOND));
    assert!(poll_once(last.as_mut()).await.is_none());
    // And that was the last of the day.
    let refused = limiter.acquire(start + HOUR).await.unwrap_err();
    let until = start + 12 * HOUR;
    assert_eq!(refused, Refused { until, quota: true });
    for _ in 0..4 {
        clock.advance(SECOND);
        settle().await;
    }
    last.await.unwrap();
    tasks.join_all().await;
}

#[tokio::test]
async fn a_wait_in_line_ends_at_the_deadline() {
    let clock = clock();
    let limiter = limiter(Limits::new().per_second(1), &clock);
    // Somebody is at the head and does not go on; it is too early to pass it over.
    let head = limiter.turn(late(&clock)).await.unwrap();
    let task = {
        let (limiter, deadline) = (limiter.clone(), clock.now() + SECOND / 20);
        tokio::spawn(async move { limiter.acquire(deadline).await })
    };
    settle().await;
    clock.advance(SECOND / 25);
    settle().await;
    assert!(!task.is_finished());
    clock.advance(SECOND / 100);
    assert!(!task.await.unwrap().unwrap_err().quota);
    drop(head);
    limiter.acquire(clock.now()).await.unwrap();
}

#[tokio::test]
async fn whoever_is_not_polled_holds_up_nobody_and_gets_nothing_more() {
    let clock = clock();
    let limiter = limiter(Limits::new().per_second(1), &clock);
    let start = clock.now();
    limiter.acquire(start).await.unwrap();
    // Polled once, as an early page or a branch of a `select!`.
    let mut heads = Vec::new();
    for _ in 0..2 {
        let mut head = Box::pin(limiter.acquire(late(&clock)));
        assert!(poll_once(head.as_mut()).await.is_none());
        heads.push(head);
    }
    let times = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for _ in 0..3 {
        let (limiter, clock) = (limiter.clone(), clock.clone());
        let (times, deadline) = (times.clone(), start + 20 * SECOND);
        tasks.spawn(async move {
            limiter.acquire(deadline).await.unwrap();
            times.lock().unwrap().push(clock.now());
        });
        settle().await;
    }
    for _ in 0..200 {
        clock.advance(SECOND / 20);
        settle().await;
    }
    tasks.join_all().await;
    let mut times = times.lock().unwrap().clone();
    // Afterwards they come in their order, and keep the distance as well.
    for mut head in heads {
        while poll_once(head.as_mut()).await.is_none() {
            clock.advance(SECOND / 20);
        }
        times.push(clock.now());
    }
    assert_eq!(times.len(), 5);
    assert!(times[0] <= start + 4 * SECOND, "{times:?}");
    for pair in times.windows(2) {
        let distance = pair[1].duration_since(pair[0]).unwrap();
        assert!(distance >= SECOND, "{times:?}");
    }
    limiter.acquire(clock.now()).await.unwrap_err();
}

#[tokio::test]
async fn the_quotas_day_begins_where_it_is_told() {
    for (starts_at, hours) in [(0, 12), (5, 17), (12, 24), (13, 1), (23, 11)] {
        let clock = clock().skip_sleeps();
        let limits = Limits::new().per_day(2).day_starts_at(starts_at * HOUR);
        let limiter = limiter(limits, &clock);
        for _ in 0..2 {
            limiter.acquire(clock.now()).await.unwrap();
        }
        let until = clock.now() + hours * HOUR;
        let refused = limiter.acquire(until - SECOND).await.unwrap_err();
        assert_eq!(refused, Refused { until, quota: true }, "{starts_at}");
        // It waits for the next day, and then the whole quota is there again.
        let waited = limiter.acquire(until).await.unwrap();
        assert_eq!(waited, Waited(hours * HOUR));
        limiter.acquire(clock.now()).await.unwrap();
        let refused = limiter.acquire(clock.now()).await.unwrap_err();
        assert_eq!(refused.until, until + 24 * HOUR);
    }
}

#[tokio::test]
async fn a_clock_that_is_set_neither_blocks_nor_gives_a_day_twice() {
    let limits = Limits::new().per_second(2).per_day(3);
    for back in [SECOND / 3, HOUR, 36 * HOUR, 10_000 * HOUR] {
        let clock = clock().skip_sleeps();
        let limiter = limiter(limits, &clock);
        limiter.acquire(clock.now()).await.unwrap();
        clock.set(clock.now() - back);
        for _ in 0..2 {
            let waited = limiter.acquire(clock.now() + SECOND).await.unwrap();
            assert_eq!(waited, Waited(SECOND / 2), "{back:?}");
        }
        let refused = limiter.acquire(clock.now() + SECOND).await.unwrap_err();
        assert!(refused.quota);
        assert!(refused.until <= clock.now() + 24 * HOUR);
        let waited = limiter.acquire(refused.until).await.unwrap();
        assert!(waited.0 > Duration::ZERO);
    }
    // Forward by mistake and back again.
    let clock = clock().skip_sleeps();
    let limiter = limiter(limits, &clock);
    let start = clock.now();
    clock.set(start + 100_000 * HOUR);
    limiter.acquire(clock.now()).await.unwrap();
    clock.set(start);
    limiter.acquire(clock.now() + SECOND).await.unwrap();
    clock.advance(24 * HOUR);
    for _ in 0..3 {
        limiter.acquire(clock.now() + SECOND).await.unwrap();
    }
}

#[tokio::test]
async fn a_clock_that_goes_ahead_and_back_does_not_give_a_day_twice() {
    for days in [&[1][..], &[1, 2], &[1, 2, 1], &[400]] {
        let clock = clock();
        let start = clock.now();
        let limiter = limiter(Limits::new().per_day(3), &clock);
        for _ in 0..3 {
            limiter.acquire(start).await.unwrap();
        }
        for day in days {
            clock.set(start + *day * 24 * HOUR);
            limiter.acquire(clock.now()).await.unwrap();
        }
        clock.set(start);
        let refused = limiter.acquire(start).await.unwrap_err();
        assert!(refused.quota, "{days:?}");
        clock.set(refused.until);
        for _ in 0..3 {
            limiter.acquire(refused.until).await.unwrap();
        }
    }
}

#[tokio::test]
async fn the_ends_of_time_are_no_panic() {
    for seconds in [0, 1, 86_399, 86_400, 200_000_000_000] {
        for time in [
            UNIX_EPOCH.checked_sub(Duration::from_secs(seconds)),
            UNIX_EPOCH.checked_add(Duration::from_secs(seconds)),
        ] {
            let clock = ManualClock::starting_at(time.unwrap());
            let limiter = limiter(Limits::new().per_second(1).per_day(1), &clock);
            limiter.acquire(clock.now()).await.unwrap();
            let refused = limiter.acquire(clock.now()).await.unwrap_err();
            assert!(refused.until > clock.now() && refused.until <= clock.now() + 24 * HOUR);
        }
    }
}

/// A clock that does not go on, although it can be slept on.
#[derive(Debug)]
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + NOON
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::ready(()))
    }

    fn timer(&self, _: Duration) -> Sleep {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn whoever_has_slept_need_not_be_told_by_the_clock() {
    let limits = Limits::new().per_second(1).check().unwrap();
    let limiter = Limiter::new(&limits, Arc::new(Stopped));
    for _ in 0..3 {
        limiter.acquire(Stopped.now() + HOUR).await.unwrap();
    }
}

#[tokio::test]
async fn ten_thousand_wait_and_each_is_woken_a_few_times() {
    const WAITERS: usize = 10_000;
    let clock = clock().skip_sleeps();
    let limiter = limiter(Limits::new().per_second(1000), &clock);
    let polls = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    let start = clock.now();
    // All stand in line behind this one before the first goes.
    let head = limiter.turn(late(&clock)).await.unwrap();
    for _ in 0..WAITERS {
        let (limiter, polls, deadline) = (limiter.clone(), polls.clone(), late(&clock));
        tasks.spawn(async move {
            let mut acquire = pin!(limiter.acquire(deadline));
            poll_fn(|context| {
                polls.fetch_add(1, Ordering::Relaxed);
                acquire.as_mut().poll(context)
            })
            .await
            .unwrap();
        });
    }
    while clock.waiting() < WAITERS {
        tokio::task::yield_now().await;
    }
    head.take();
    tasks.join_all().await;
    let polls = polls.load(Ordering::Relaxed);
    assert!(polls <= 3 * WAITERS, "{polls}");
    let took = clock.now().duration_since(start).unwrap();
    assert_eq!(took, 10 * SECOND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn on_many_threads_no_room_is_lost_or_given_twice() {
    for (per_day, aborts) in [(900, false), (5000, true)] {
        let clock = clock().skip_sleeps();
        let limiter = limiter(Limits::new().per_second(10).per_day(per_day), &clock);
        let start = clock.now();
        let mut tasks = JoinSet::new();
        for number in 0..1000 {
            let (limiter, deadline) = (limiter.clone(), start + HOUR);
            let task = tasks.spawn(async move { limiter.acquire(deadline).await.is_ok() });
            if aborts && number % 10 == 0 {
                task.abort();
            }
        }
        let mut passed: u32 = 0;
        while let Some(done) = tasks.join_next().await {
            passed += u32::from(done.unwrap_or(false));
        }
        if aborts {
            assert!((900..=1000).contains(&passed), "{passed}");
        } else {
            assert_eq!(passed, 900);
        }
        let took = clock.now().duration_since(start).unwrap();
        assert_eq!(took, (passed - 1) * SECOND / 10);
    }
}

#[test]
fn limits_that_make_no_sense_are_named() {
    let check = |limits: Limits, name: &str| {
        let error = limits.check().unwrap_err();
        assert!(error.is_config() && error.to_string().contains(name));
    };
    check(Limits::new().per_second(0), "`per_second`");
    check(Limits::new().per_second(1).burst(0), "`burst`");
    check(Limits::new().burst(1), "no `per_second`");
    check(Limits::new().per_day(0), "`per_day`");
    check(Limits::new().day_starts_at(HOUR), "no `per_day`");
    check(
        Limits::new().per_day(1).day_starts_at(24 * HOUR),
        "`day_starts_at`",
    );
}

/// Whether a future is ready when it is polled once.
pub(super) async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    poll_fn(|context| {
        let polled = future.as_mut().poll(context);
        Poll::Ready(match polled {
            Poll::Ready(done) => Some(done),
            Poll::Pending => None,
        })
    })
    .await
}
