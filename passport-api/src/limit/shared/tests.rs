use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::num::NonZeroU32;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use tokio::task::{JoinSet, yield_now};

use crate::clock::{Clock, ManualClock};
use crate::limit::tests::{SECOND, clock, late};
use crate::limit::{
    LimitKey, LimitState, LimitStore, Limiter, Limits, Refused, Reservation, Reserved, Waited,
};
use crate::observe::Event;
use crate::token::StoreFuture;

const PATIENCE: Duration = Duration::from_millis(250);
const PHASE: f64 = 0.5;
const MS: Duration = Duration::from_millis(1);

/// A store in memory, on the clock of its clients, that can be gone.
#[derive(Debug)]
pub(in crate::limit) struct Store {
    clock: ManualClock,
    mood: Mutex<Mood>,
    seen: Mutex<HashMap<String, LimitState>>,
    asked: AtomicU64,
    told: Mutex<Vec<i64>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mood {
    Answers,
    Fails,
    Hangs,
    /// Answers, but for who asks after its time.
    GivesUp,
}

impl Store {
    pub(in crate::limit) fn new(clock: &ManualClock) -> Arc<Self> {
        Arc::new(Self {
            clock: clock.clone(),
            mood: Mutex::new(Mood::Answers),
            seen: Mutex::default(),
            asked: AtomicU64::new(0),
            told: Mutex::default(),
        })
    }

    fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub(in crate::limit) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    fn used(&self) -> u64 {
        self.seen
            .lock()
            .unwrap()
            .values()
            .map(|seen| seen.used)
            .sum()
    }

    fn set_used(&self, used: u64) {
        let mut seen = self.seen.lock().unwrap();
        seen.entry(key().digest()).or_default().used = used;
    }

    /// The generic cell rate algorithm as textbooks have it, one request after the other.
    fn grant(&self, reservation: &Reservation) -> Reserved {
        let micros = |duration: Duration| i64::try_from(duration.as_micros()).unwrap();
        let now = self.clock.now().duration_since(SystemTime::UNIX_EPOCH);
        let now = micros(now.unwrap());
        let mut seen = self.seen.lock().unwrap();
        let seen = seen.entry(reservation.key.digest()).or_default();
        let used = i64::try_from(seen.used).unwrap() + reservation.unaccounted;
        seen.used = u64::try_from(used).unwrap();
        seen.day = u64::try_from(now / 86_400_000_000).unwrap();
        let interval = micros(reservation.interval);
        let tolerance = interval * (i64::from(reservation.burst) - 1);
        let mut first = None;
        let mut slots = 0;
        let quota = || {
            reservation
                .per_day
                .is_some_and(|most| seen.used >= most.get())
        };
        if quota() {
            return Reserved::new(0, 3600 * 1_000_000, true, *seen);
        }
        while slots < reservation.wanted {
            let arrival = i64::try_from(seen.arrival).unwrap().max(now);
            let goes_in = arrival - tolerance - now;
            let first_in = *first.get_or_insert(goes_in);
            if goes_in > micros(reservation.within) {
                return Reserved::new(slots, first_in, false, *seen);
            }
            seen.arrival = u64::try_from(arrival + interval).unwrap();
            seen.used += 1;
            slots += 1;
        }
        Reserved::new(slots, first.unwrap_or_default(), false, *seen)
    }
}

impl LimitStore for Store {
    fn reserve<'s>(&'s self, reservation: &'s Reservation) -> StoreFuture<'s, Reserved> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mood = *self.mood.lock().unwrap();
        Box::pin(async move {
            let answer = match mood {
                Mood::Answers => {
                    self.told.lock().unwrap().push(reservation.unaccounted);
                    Ok(self.grant(reservation))
                }
                Mood::GivesUp => {
                    self.is(Mood::Answers);
                    Ok(Reserved::new(0, 0, false, LimitState::default()))
                }
                Mood::Fails => Err("the store is broken".into()),
                Mood::Hangs => std::future::pending().await,
            };
            yield_now().await;
            answer
        })
    }

    fn patience(&self) -> Duration {
        PATIENCE
    }

    fn machines(&self) -> NonZeroU32 {
        NonZeroU32::new(4).unwrap()
    }
}

fn key() -> LimitKey {
    LimitKey {
        base_url: "https://api.example".to_owned(),
        client_id: "shop".to_owned(),
        prefix: None,
    }
}

fn reservation(wanted: u32) -> Reservation {
    Reservation {
        key: key(),
        interval: SECOND / 10,
        burst: 1,
        per_day: None,
        day_starts_at: Duration::ZERO,
        wanted,
        within: 1000 * SECOND,
        seen: LimitState::default(),
        unaccounted: 0,
        useful_until: 0,
    }
}

fn limiter(limits: Limits, store: &Arc<Store>) -> Arc<Limiter> {
    let clock = Arc::new(store.clock.clone());
    let limits = limits.check().unwrap();
    Arc::new(Limiter::shared(
        &limits,
        clock,
        Arc::new(Arc::clone(store)),
        key(),
        PHASE,
    ))
}

/// Takes room, and says what is told meanwhile.
async fn acquire(
    limiter: &Limiter,
    deadline: SystemTime,
) -> (Result<Waited, Refused>, Vec<String>) {
    let told = Mutex::new(Vec::new());
    let tell = |event: &Event<'_>| told.lock().unwrap().push(format!("{event:?}"));
    let taken = limiter.acquire_telling(deadline, &tell).await;
    (taken, told.into_inner().unwrap())
}

/// Polls it once.
async fn is_pending(mut future: Pin<&mut impl Future>) -> bool {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
}

#[tokio::test]
async fn clients_keep_to_the_limit_together() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiters = [0, 1].map(|_| limiter(Limits::new().per_second(10), &store));
    let start = clock.now();
    let mut times = Vec::new();
    for turn in 0..8 {
        limiters[turn % 2].acquire(late(&clock)).await.unwrap();
        times.push(clock.now().duration_since(start).unwrap().as_millis());
    }
    assert_eq!(times, [0, 100, 200, 300, 400, 500, 600, 700]);
}

#[tokio::test]
async fn a_burst_is_that_of_all_together() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    // 3 of the 5 are the store's, the others are for being late.
    let limits = Limits::new().per_second(10).burst(5);
    let limiters = [0, 1].map(|_| limiter(limits, &store));
    let mut waits = Vec::new();
    for turn in 0..5 {
        let Waited(waited) = limiters[turn % 2].acquire(late(&clock)).await.unwrap();
        waits.push(waited.as_millis());
    }
    assert_eq!(waits, [0, 0, 0, 100, 100]);
}

#[tokio::test]
async fn a_busy_client_asks_for_many_at_once() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_second(200).burst(20), &store);
    let mut calls = JoinSet::new();
    for _ in 0..1000 {
        let (limiter, late) = (Arc::clone(&limiter), late(&clock));
        calls.spawn(async move { limiter.acquire(late).await.unwrap() });
    }
    let start = clock.now();
    while calls.join_next().await.is_some() {}
    let took = clock.now().duration_since(start).unwrap();
    assert!(took >= Duration::from_millis(4900), "{took:?}");
    assert!(took <= Duration::from_millis(5000), "{took:?}");
    assert!(store.asked() <= 1000 / 20 + 5, "{}", store.asked());
}

#[tokio::test]
async fn an_answer_that_nobody_has_looked_at_for_long_is_no_room_now() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_second(10), &store);
    {
        let gone = pin!(acquire(&limiter, late(&clock)));
        assert!(is_pending(gone).await);
    }
    clock.advance(3600 * SECOND);
    let taken = limiter.acquire(late(&clock)).await;
    assert_eq!(taken, Ok(Waited(Duration::ZERO)));
    assert_eq!(store.asked(), 2, "what was reserved an hour ago is lost");
}

#[tokio::test]
async fn without_the_store_each_keeps_to_its_share() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    store.is(Mood::Fails);
    let limiter = limiter(Limits::new().per_second(20).burst(8), &store);
    let start = clock.now();
    let (taken, told) = acquire(&limiter, late(&clock)).await;
    taken.unwrap();
    assert!(
        told[0].starts_with("LimitsAlone") && told.len() == 1,
        "{told:?}"
    );
    let mut times = Vec::new();
    for _ in 0..5 {
        let (taken, told) = acquire(&limiter, late(&clock)).await;
        taken.unwrap();
        assert_eq!(told, [""; 0], "it is said once");
        times.push(clock.now().duration_since(start).unwrap().as_millis());
    }
    // A quarter of 20 a second, and of a burst of 8; it begins in the middle of its 200 ms.
    assert_eq!(times, [100, 300, 500, 700, 900]);
}

#[tokio::test]
async fn it_comes_back_by_itself_and_tells_what_was_sent() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_second(1000).per_day(1000), &store);
    acquire(&limiter, late(&clock)).await.0.unwrap();
    store.is(Mood::Fails);
    for _ in 0..3 {
        clock.advance(SECOND / 100);
        acquire(&limiter, late(&clock)).await.0.unwrap();
    }
    assert_eq!(store.asked(), 2, "not while it is known to be gone");
    store.is(Mood::Answers);
    let mut told = Vec::new();
    for _ in 0..4 {
        clock.advance(PATIENCE);
        let (taken, news) = acquire(&limiter, late(&clock)).await;
        assert_eq!(taken, Ok(Waited(Duration::ZERO)));
        told.extend(news);
    }
    assert!(
        told.len() == 1 && told[0].starts_with("LimitsShared"),
        "{told:?}"
    );
    for _ in 0..2 {
        clock.advance(10 * SECOND);
        acquire(&limiter, late(&clock)).await.0.unwrap();
    }
    assert_eq!(store.used(), 1 + 3 + 4 + 2, "{:?}", store.told);
}

#[tokio::test]
async fn nobody_waits_for_a_store_that_hangs_longer_than_its_patience_and_only_once() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    store.is(Mood::Hangs);
    let limiter = limiter(Limits::new().per_second(1000), &store);
    {
        let mut first = pin!(acquire(&limiter, late(&clock)));
        for passed in [MS, PATIENCE - 2 * MS] {
            assert!(is_pending(first.as_mut()).await);
            clock.advance(passed);
        }
        assert!(is_pending(first.as_mut()).await);
        clock.advance(MS);
        let (taken, told) = first.await;
        // And for its place among those that go on alone, half of 4 ms.
        assert_eq!(taken, Ok(Waited(PATIENCE + 2 * MS)));
        assert!(told[0].contains("TooSlow"), "{told:?}");
    }
    for _ in 0..100 {
        clock.advance(100 * MS);
        let (taken, told) = acquire(&limiter, late(&clock)).await;
        assert_eq!(taken, Ok(Waited(Duration::ZERO)), "{told:?}");
    }
    let asked = store.asked();
    assert!((3..=8).contains(&asked), "{asked} in 10 seconds");
}

#[tokio::test]
async fn an_answer_that_comes_late_says_that_the_store_is_back_and_no_more() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    store.is(Mood::Fails);
    let limiter = limiter(Limits::new().per_second(10), &store);
    acquire(&limiter, late(&clock)).await.0.unwrap();
    store.is(Mood::Answers);
    clock.advance(10 * SECOND);
    // Asked on the way, and answered when nobody looks.
    acquire(&limiter, late(&clock)).await.0.unwrap();
    clock.advance(10 * SECOND);
    let (taken, told) = acquire(&limiter, late(&clock)).await;
    taken.unwrap();
    assert!(told[0].starts_with("LimitsShared"), "{told:?}");
    clock.advance(10 * SECOND);
    acquire(&limiter, late(&clock)).await.0.unwrap();
    let told = store.told.lock().unwrap().clone();
    // Two requests went alone, and room for one came too late.
    assert_eq!(told.iter().sum::<i64>(), 2 - 1, "{told:?}");
}

#[tokio::test]
async fn a_question_outlives_who_asked_it() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_second(10), &store);
    {
        let mut first = pin!(limiter.acquire(late(&clock)));
        assert!(is_pending(first.as_mut()).await);
    }
    limiter.acquire(late(&clock)).await.unwrap();
    assert_eq!((store.asked(), store.used()), (1, 1));
}

#[tokio::test]
async fn what_a_dropped_request_was_given_is_not_used_much_later() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_second(10), &store);
    {
        let mut first = pin!(limiter.acquire(late(&clock)));
        assert!(is_pending(first.as_mut()).await);
    }
    clock.advance(10 * SECOND);
    // Others may have used all that there is by now.
    limiter.acquire(late(&clock)).await.unwrap();
    assert_eq!(store.asked(), 2);
    assert_eq!(*store.told.lock().unwrap(), [0, -1]);
}

#[tokio::test]
async fn a_machines_clock_that_is_set_back_refuses_nobody() {
    const HOUR: Duration = Duration::from_secs(3600);
    for limits in [Limits::new().per_second(1), Limits::new().per_day(1)] {
        let store = Store::new(&clock());
        let machine = clock().skip_sleeps();
        let limiter = Limiter::shared(
            &limits.check().unwrap(),
            Arc::new(machine.clone()),
            Arc::new(Arc::clone(&store)),
            key(),
            PHASE,
        );
        limiter.acquire(late(&machine)).await.unwrap();
        let soon = machine.now() + SECOND / 2;
        limiter.acquire(soon).await.unwrap_err();
        machine.set(machine.now() - HOUR);
        let soon = machine.now() + SECOND / 2;
        limiter.acquire(soon).await.unwrap_err();
        store.clock.advance(2 * HOUR);
        store.set_used(0);
        machine.advance(HOUR + SECOND);
        let soon = machine.now() + SECOND / 2;
        limiter.acquire(soon).await.unwrap();
        assert_eq!(store.asked(), 3);
    }
}

#[tokio::test]
async fn a_store_that_has_given_up_is_told_again_what_was_sent_without_it() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_day(100), &store);
    store.is(Mood::Fails);
    for _ in 0..3 {
        limiter.acquire(late(&clock)).await.unwrap();
    }
    // Another server goes on, whose clock is ahead.
    store.is(Mood::GivesUp);
    clock.advance(10 * SECOND);
    for _ in 0..3 {
        limiter.acquire(late(&clock)).await.unwrap();
    }
    let sent_alone = store.told.lock().unwrap().iter().sum::<i64>();
    assert!(sent_alone >= 3, "{sent_alone}");
}

#[tokio::test]
async fn room_that_would_come_too_late_is_not_taken() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_second(1), &store);
    limiter.acquire(late(&clock)).await.unwrap();
    let refused = limiter.acquire(clock.now() + SECOND / 2).await.unwrap_err();
    assert_eq!(refused.until, clock.now() + SECOND);
    assert!(!refused.quota);
    assert_eq!(store.used(), 1);
    let Waited(waited) = limiter.acquire(late(&clock)).await.unwrap();
    assert_eq!(waited, SECOND);
}

#[tokio::test]
async fn a_quota_that_is_used_up_is_asked_for_once_a_minute() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_day(3), &store);
    for _ in 0..3 {
        limiter.acquire(late(&clock)).await.unwrap();
    }
    let hour = 3600 * SECOND;
    for _ in 0..5 {
        let refused = limiter.acquire(clock.now() + SECOND).await.unwrap_err();
        assert_eq!((refused.quota, refused.until), (true, clock.now() + hour));
    }
    assert_eq!(store.asked(), 4);
    // Somebody gives it more, which is seen within a minute.
    store.set_used(0);
    let Waited(waited) = limiter.acquire(clock.now() + 2 * hour).await.unwrap();
    assert_eq!((waited, store.asked()), (60 * SECOND, 5));
}

#[tokio::test]
async fn of_a_quota_that_was_half_used_a_share_of_the_rest_is_left() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_day(80), &store);
    store.set_used(39);
    limiter.acquire(late(&clock)).await.unwrap();
    store.is(Mood::Fails);
    let soon = clock.now() + SECOND;
    for sent in 0..10 {
        limiter
            .acquire(soon)
            .await
            .unwrap_or_else(|refused| panic!("{sent}: {refused:?}"));
    }
    // A quarter of 80, less a quarter of the 40 that were used.
    assert!(limiter.acquire(soon).await.unwrap_err().quota);
}

#[tokio::test]
async fn while_others_use_what_they_have_reserved_nobody_goes_alone() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let [one, other] = [0, 1].map(|_| limiter(Limits::new().per_second(10), &store));
    for _ in 0..20 {
        // Room for the next 2 seconds is taken, by whomever.
        store.reserve(&reservation(1)).await.unwrap();
    }
    let start = clock.now();
    let soon = start + SECOND;
    assert!(one.acquire(soon).await.is_err(), "it has learned of them");
    store.is(Mood::Fails);
    clock.advance(SECOND);
    let Waited(waited) = one.acquire(late(&clock)).await.unwrap();
    assert_eq!(
        waited,
        2 * SECOND + SECOND / 5,
        "as if there were as many now"
    );
    let Waited(waited) = other.acquire(late(&clock)).await.unwrap();
    assert_eq!(waited, SECOND / 5, "it knows nothing of them");
}

#[tokio::test]
async fn who_cannot_be_served_in_time_does_not_ask_again() {
    let clock = clock().skip_sleeps();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_second(1), &store);
    limiter.acquire(late(&clock)).await.unwrap();
    for _ in 0..10 {
        let refused = limiter.acquire(clock.now() + SECOND / 2).await.unwrap_err();
        assert_eq!(refused.until, clock.now() + SECOND);
    }
    assert_eq!(store.asked(), 2);
    clock.advance(SECOND - 10 * MS);
    limiter.acquire(clock.now() + SECOND / 2).await.unwrap();
}

#[tokio::test]
async fn who_waits_alone_sees_that_the_store_is_back() {
    let clock = clock();
    let store = Store::new(&clock);
    let limiter = limiter(Limits::new().per_second(1), &store);
    store.is(Mood::Fails);
    {
        let mut first = pin!(acquire(&limiter, late(&clock)));
        assert!(is_pending(first.as_mut()).await, "the store is asked");
        assert!(
            is_pending(first.as_mut()).await,
            "alone, with a place in 4 s"
        );
        clock.advance(2 * SECOND);
        first.await.0.unwrap();
    }
    store.is(Mood::Answers);
    let mut second = pin!(acquire(&limiter, late(&clock)));
    assert!(
        is_pending(second.as_mut()).await,
        "its share has nothing for 4 s"
    );
    for _ in 0..3 {
        yield_now().await;
        let _ = is_pending(second.as_mut()).await;
    }
    clock.advance(SECOND);
    let (taken, told) = second.await;
    assert_eq!(taken, Ok(Waited(SECOND)), "{told:?}");
    assert!(told[0].starts_with("LimitsShared"), "{told:?}");
}
