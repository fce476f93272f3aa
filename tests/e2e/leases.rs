//! A token store of several machines, which says who fetches: each of its answers, and each of its
//! failures. What it says is scripted here; that of Redis is tested in `tests/fleet`.

use std::collections::VecDeque;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use passport_api::breb::{self, Client};
use passport_api::{
    Claim, ClientBuilder, Clock, Counters, ManualClock, StoreFuture, StoredToken, TokenClaim,
    TokenKey, TokenStore,
};
use passport_sandbox::{Fault, Sandbox};

use crate::support::sandbox_builder;

breb::scope_set! {
    struct List = "paas.core.breb_payments.list.get";
}

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);
const LEASE: Option<Duration> = Some(Duration::from_secs(3));
const PATIENCE: Duration = Duration::from_millis(250);

/// A store that says what it was told to, then [`Claim::Wait`] of a second for ever.
#[derive(Clone, Debug, Default)]
struct Scripted(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Claim>,
    /// What does not answer.
    hangs: &'static str,
    /// Known, refused, leading.
    claims: Vec<(u64, bool, u64)>,
    saved: Vec<StoredToken>,
    extended: Vec<u64>,
    released: Vec<(u64, Duration)>,
}

impl Scripted {
    fn saying(answers: impl IntoIterator<Item = Claim>) -> Self {
        let store = Self::default();
        store.say(answers);
        store
    }

    fn say(&self, answers: impl IntoIterator<Item = Claim>) {
        self.state().answers.extend(answers);
    }

    fn hangs_at(&self, what: &'static str) {
        self.state().hangs = what;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn claims(&self) -> Vec<(u64, bool, u64)> {
        self.state().claims.clone()
    }

    fn extensions(&self) -> usize {
        self.state().extended.len()
    }

    fn answer(&self, what: &str) -> StoreFuture<'static, ()> {
        if self.state().hangs == what {
            Box::pin(pending())
        } else {
            Box::pin(ready(Ok(())))
        }
    }
}

impl TokenStore for Scripted {
    fn load<'s>(&'s self, _: &'s TokenKey) -> StoreFuture<'s, Option<StoredToken>> {
        Box::pin(ready(Err("a client claims".into())))
    }

    fn save<'s>(&'s self, _: &'s TokenKey, token: &'s StoredToken) -> StoreFuture<'s, ()> {
        self.state().saved.push(token.clone());
        self.answer("save")
    }

    fn claim<'s>(&'s self, claim: &'s TokenClaim<'s>) -> StoreFuture<'s, Claim> {
        let mut state = self.state();
        let said = (claim.known, claim.refused, claim.leading);
        state.claims.push(said);
        if state.hangs == "claim" {
            return Box::pin(pending());
        }
        let answer = state.answers.pop_front();
        Box::pin(ready(Ok(answer.unwrap_or(Claim::Wait(SECOND)))))
    }

    fn extend<'s>(&'s self, _: &'s TokenKey, generation: u64) -> StoreFuture<'s, ()> {
        self.state().extended.push(generation);
        self.answer("extend")
    }

    fn release<'s>(
        &'s self,
        _: &'s TokenKey,
        generation: u64,
        pause: Duration,
    ) -> StoreFuture<'s, ()> {
        self.state().released.push((generation, pause));
        self.answer("release")
    }

    fn patience(&self) -> Duration {
        PATIENCE
    }
}

/// A sandbox, its clock, a store, and a client with it.
struct World {
    sandbox: Sandbox,
    clock: ManualClock,
    store: Scripted,
    counters: Arc<Counters>,
    client: Client,
}

impl World {
    async fn start(clock: ManualClock, answers: impl IntoIterator<Item = Claim>) -> Self {
        Self::start_with(clock, answers, |builder| builder).await
    }

    async fn start_with(
        clock: ManualClock,
        answers: impl IntoIterator<Item = Claim>,
        change: impl FnOnce(ClientBuilder<Client>) -> ClientBuilder<Client>,
    ) -> Self {
        let sandbox = sandbox_builder().clock(clock.clone()).start().await;
        let sandbox = sandbox.unwrap();
        let store = Scripted::saying(answers);
        let counters = Arc::new(Counters::default());
        let builder = sandbox.client_builder::<Client>();
        let builder = builder.token_store(store.clone());
        let builder = change(builder).observer(Arc::clone(&counters));
        let client = builder.build().unwrap();
        Self {
            sandbox,
            clock,
            store,
            counters,
            client,
        }
    }

    /// A world that skips pauses.
    async fn skipping(answers: impl IntoIterator<Item = Claim>) -> Self {
        Self::start(ManualClock::new().skip_sleeps(), answers).await
    }

    /// A token that another machine has fetched.
    async fn token_of_another(&self) -> StoredToken {
        let store = Scripted::saying([Claim::fetch(0, None)]);
        let builder = self.sandbox.client_builder::<Client>();
        let other = builder.token_store(store.clone()).build().unwrap();
        other.token::<List>().await.unwrap();
        store.state().saved.remove(0)
    }

    /// The same, as one that expires soon.
    async fn ageing_token_of_another(&self) -> StoredToken {
        let now = self.clock.now();
        let token = self.token_of_another().await;
        token.with_times(now - HOUR, now + 10 * SECOND)
    }
}

fn fetch(generation: u64) -> Claim {
    Claim::fetch(generation, LEASE)
}

async fn until(mut reached: impl FnMut() -> bool) {
    while !reached() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn who_has_leave_fetches_and_saves_under_that_number() {
    let world = World::skipping([fetch(7), fetch(8)]).await;
    let token = world.client.token::<List>().await.unwrap();
    world.client.payments().list(&token).await.unwrap();
    world
        .sandbox
        .inject(Fault::revoke_tokens().on("payments.list"))
        .unwrap();
    world.client.payments().list(&token).await.unwrap();
    world.clock.advance(25 * HOUR);
    world.store.say([fetch(9)]);
    world.client.payments().list(&token).await.unwrap();
    let claims = world.store.claims();
    assert_eq!(claims, [(0, false, 0), (7, true, 7), (8, false, 8)]);
    let saved: Vec<_> = (world.store.state().saved.iter())
        .map(StoredToken::generation)
        .collect();
    assert_eq!(saved, [7, 8, 9]);
    assert_eq!(world.sandbox.count("token"), 3);
}

#[tokio::test]
async fn another_machines_token_is_taken_and_its_number_kept() {
    let world = World::skipping([]).await;
    let theirs = world.token_of_another().await.with_generation(5);
    let newer = world.token_of_another().await.with_generation(6);
    world.store.say([Claim::Token(theirs)]);
    let token = world.client.token::<List>().await.unwrap();
    world.client.payments().list(&token).await.unwrap();
    world
        .sandbox
        .inject(Fault::unauthorized().on("payments.list"))
        .unwrap();
    world.store.say([Claim::Token(newer)]);
    world.client.payments().list(&token).await.unwrap();
    assert_eq!(world.store.claims(), [(0, false, 0), (5, true, 0)]);
    assert_eq!(world.sandbox.count("token"), 2, "those of the other");
}

#[tokio::test]
async fn who_waits_for_another_machine_asks_again_until_its_token_is_there() {
    let world = World::skipping([]).await;
    let theirs = world.token_of_another().await.with_generation(5);
    let waits = [3000, 2900, 100, 10].map(|wait| Claim::Wait(Duration::from_millis(wait)));
    world.store.say(waits);
    world.store.say([Claim::Token(theirs)]);
    let before = world.clock.slept();
    world.client.token::<List>().await.unwrap();
    let slept = world.clock.slept() - before;
    assert_eq!(world.store.claims().len(), 5);
    // At most 100 ms and 200, then as long as the other has leave.
    let longest = Duration::from_millis(100 + 200 + 100 + 10);
    assert!(slept >= longest / 2 && slept <= longest, "{slept:?}");
    assert_eq!(world.counters.token_waits(), 1);
    assert_eq!(world.sandbox.count("token"), 1, "that of the other");
}

#[tokio::test]
async fn who_waits_for_a_machine_in_vain_waits_no_longer_than_the_call_may_take() {
    for clock in [ManualClock::new(), ManualClock::new().skip_sleeps()] {
        let world = World::start_with(clock, [], |builder| builder.timeout(2 * SECOND)).await;
        let client = world.client.clone();
        let call = tokio::spawn(async move { client.token::<List>().await.map(drop) });
        while !call.is_finished() {
            tokio::task::yield_now().await;
            world.clock.advance(Duration::from_millis(10));
        }
        let error = call.await.unwrap().unwrap_err();
        assert!(error.is_token() && error.is_timeout(), "{error}");
        assert_eq!(world.sandbox.count("token"), 0);
        assert!(world.store.claims().len() < 60, "it is not stormed");
    }
}

#[tokio::test]
async fn while_nobody_may_fetch_a_token_the_store_is_asked_once() {
    let world = World::skipping([]).await;
    let theirs = world.token_of_another().await.with_generation(5);
    world.store.say([Claim::Pause(4 * SECOND)]);
    world.store.say([Claim::Token(theirs)]);
    let before = world.clock.slept();
    world.client.token::<List>().await.unwrap();
    let slept = world.clock.slept() - before;
    let most = 4 * SECOND + Duration::from_millis(100);
    assert!(slept >= 4 * SECOND && slept <= most, "{slept:?}");
    assert_eq!(world.store.claims().len(), 2);
    assert_eq!(world.counters.token_waits(), 1);
    assert_eq!(world.sandbox.count("token"), 1, "that of the other");
}

#[tokio::test]
async fn a_call_with_less_time_than_the_pause_fails_at_once_and_asks_nobody() {
    let pause = [Claim::Pause(4 * SECOND), fetch(7)];
    let world = World::start_with(ManualClock::new(), pause, |builder| {
        builder.timeout(2 * SECOND)
    });
    let world = world.await;
    for _ in 0..20 {
        let error = world.client.token::<List>().await.unwrap_err();
        assert!(error.is_token() && error.is_timeout(), "{error}");
        assert!(error.to_string().contains("leave it alone"), "{error}");
    }
    assert_eq!(world.store.claims().len(), 1);
    assert_eq!(world.clock.slept(), Duration::ZERO);
    assert_eq!(world.counters.token_waits(), 0);
    world.clock.advance(4 * SECOND);
    world.client.token::<List>().await.unwrap();
    assert_eq!(world.store.state().saved[0].generation(), 7);
}

#[tokio::test]
async fn however_long_a_store_says_to_pause_it_is_asked_after_ten_minutes() {
    let answers = [Claim::Pause(HOUR), fetch(7)];
    let clock = ManualClock::new().skip_sleeps();
    let world = World::start_with(clock, answers, |builder| builder.timeout(HOUR)).await;
    world.client.token::<List>().await.unwrap();
    let slept = world.clock.slept();
    assert!(slept >= 600 * SECOND && slept <= 601 * SECOND, "{slept:?}");
    assert_eq!(world.store.claims().len(), 2);
}

#[tokio::test]
async fn while_nobody_may_fetch_a_token_a_good_one_serves_and_the_store_is_left_alone() {
    let world = World::skipping([fetch(7), Claim::Pause(4 * SECOND)]).await;
    let token = world.client.token::<List>().await.unwrap();
    world.clock.advance(24 * HOUR - 30 * SECOND);
    for _ in 0..4 {
        world.client.payments().list(&token).await.unwrap();
        world.clock.advance(Duration::from_millis(999));
    }
    assert_eq!(world.store.claims().len(), 2, "nor after a second");
    assert_eq!(world.clock.slept(), Duration::ZERO, "nobody has waited");
    world.clock.advance(SECOND);
    world.store.say([fetch(8)]);
    world.client.payments().list(&token).await.unwrap();
    assert_eq!(world.store.claims().len(), 3);
    assert_eq!(world.sandbox.count("token"), 2);

    // So does another machine's that is soon to expire.
    let world = World::skipping([]).await;
    let ageing = world.ageing_token_of_another().await.with_generation(5);
    world
        .store
        .say([Claim::Token(ageing), Claim::Pause(4 * SECOND)]);
    let token = world.client.token::<List>().await.unwrap();
    world.client.payments().list(&token).await.unwrap();
    assert_eq!(world.store.claims().len(), 2);
    assert_eq!(world.clock.slept(), Duration::ZERO);
}

#[tokio::test]
async fn a_token_of_another_machine_ends_the_row_of_failures() {
    let world = World::skipping([]).await;
    let theirs = world.token_of_another().await.with_generation(5);
    let down = Fault::status(503).on("token").always();
    world.sandbox.inject(down.clone()).unwrap();
    world.store.say((1..=4).map(fetch));
    world.client.token::<List>().await.unwrap_err();
    let longest = |world: &World| {
        let state = world.store.state();
        state
            .released
            .iter()
            .map(|(_, pause)| *pause)
            .max()
            .unwrap()
    };
    assert!(longest(&world) > SECOND, "it has failed more than twice");
    world.clock.advance(60 * SECOND);
    world.store.state().answers.clear();
    world.store.say([Claim::Token(theirs), fetch(6)]);
    world.client.token::<List>().await.unwrap();
    world.clock.advance(25 * HOUR);
    world.store.state().released.clear();
    world.store.say([Claim::Pause(HOUR)]);
    world.client.token::<List>().await.unwrap_err();
    assert!(longest(&world) <= SECOND / 2, "a row of its own");
}

#[tokio::test]
async fn while_another_machine_renews_it_a_good_token_serves() {
    let world = World::skipping([fetch(7)]).await;
    let token = world.client.token::<List>().await.unwrap();
    world.clock.advance(24 * HOUR - 30 * SECOND);
    for _ in 0..5 {
        world.client.payments().list(&token).await.unwrap();
    }
    assert_eq!(world.store.claims().len(), 2, "it is not asked each time");
    world.clock.advance(SECOND);
    world.client.payments().list(&token).await.unwrap();
    assert_eq!(world.store.claims().len(), 3);
    assert_eq!(world.counters.token_waits(), 0);
    assert_eq!(world.clock.slept(), Duration::ZERO, "nobody has waited");
    assert_eq!(world.sandbox.count("token"), 1);
}

#[tokio::test]
async fn a_token_that_is_soon_to_expire_serves_until_there_is_another() {
    let world = World::skipping([]).await;
    let ageing = world.ageing_token_of_another().await.with_generation(5);
    // Another machine renews it already.
    world.store.say([Claim::Token(ageing.clone())]);
    let token = world.client.token::<List>().await.unwrap();
    world.client.payments().list(&token).await.unwrap();
    assert_eq!(world.store.claims(), [(0, false, 0), (5, false, 0)]);
    assert_eq!(world.sandbox.count("token"), 1, "that of the other");

    // It is on this one to renew it, and the token endpoint is down.
    let world = World::skipping([Claim::Token(ageing.clone()), fetch(6)]).await;
    let down = Fault::status(503).on("token").always();
    let down = world.sandbox.inject(down).unwrap();
    world.client.token::<List>().await.unwrap();
    assert_eq!(down.strikes(), 1);
    let (generation, pause) = world.store.state().released[0];
    assert!(
        generation == 6 && pause >= Duration::from_millis(250),
        "{pause:?}"
    );
}

#[tokio::test]
async fn a_refusal_that_another_token_did_not_help_is_the_calls_own() {
    let world = World::skipping([fetch(7), Claim::TooSoon(4 * SECOND)]).await;
    let token = world.client.token::<List>().await.unwrap();
    let refused = Fault::unauthorized().on("payments.list").always();
    world.sandbox.inject(refused).unwrap();
    for _ in 0..3 {
        let error = world.client.payments().list(&token).await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
    }
    assert_eq!(world.store.claims().len(), 2, "it is not asked each time");
    assert_eq!(world.counters.renewed_too_soon(), 1);
    world.clock.advance(4 * SECOND);
    world.sandbox.clear_faults();
    let refused = Fault::unauthorized().on("payments.list");
    world.sandbox.inject(refused).unwrap();
    world.store.say([fetch(8)]);
    world.client.payments().list(&token).await.unwrap();
    assert_eq!(world.sandbox.count("token"), 2);
}

#[tokio::test]
async fn all_who_wait_for_a_refused_token_learn_that_it_is_too_soon() {
    let world = World::skipping([fetch(7), Claim::TooSoon(4 * SECOND)]).await;
    let token = world.client.token::<List>().await.unwrap();
    let refused = Fault::unauthorized().on("payments.list").always();
    world.sandbox.inject(refused).unwrap();
    let calls = (0..20).map(|_| {
        let (client, token) = (world.client.clone(), token.clone());
        tokio::spawn(async move { client.payments().list(&token).await.map(drop) })
    });
    for call in calls.collect::<Vec<_>>() {
        assert!(call.await.unwrap().unwrap_err().is_unauthorized());
    }
    assert_eq!(world.store.claims().len(), 2, "one asks for all");
    assert_eq!(world.sandbox.count("token"), 1);
}

#[tokio::test]
async fn a_token_that_cannot_be_trusted_is_replaced_and_told() {
    let world = World::skipping([Claim::unreadable(5), fetch(6)]).await;
    world.client.token::<List>().await.unwrap();
    assert_eq!(world.store.claims(), [(0, false, 0), (5, false, 0)]);
    assert_eq!(world.counters.store_failures(), 1);
    assert_eq!(world.store.state().saved[0].generation(), 6);
}

#[tokio::test]
async fn a_store_whose_tokens_are_never_of_use_is_not_followed() {
    let unreadable = (1..).map(Claim::unreadable);
    let world = World::skipping(unreadable.take(100)).await;
    world.client.token::<List>().await.unwrap();
    assert!(world.store.claims().len() < 10);
    assert_eq!(world.sandbox.count("token"), 1);
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_left_alone_for_some_seconds() {
    let world = World::start(ManualClock::new(), []).await;
    world.store.hangs_at("claim");
    let first = tokio::spawn({
        let client = world.client.clone();
        async move { client.token::<List>().await.unwrap() }
    });
    until(|| !world.store.claims().is_empty()).await;
    world.clock.advance(PATIENCE);
    let token = first.await.unwrap();
    assert_eq!(world.counters.store_failures(), 1, "nor is it saved");
    let again = Fault::unauthorized().on("payments.list");
    world.sandbox.inject(again.clone()).unwrap();
    world.client.payments().list(&token).await.unwrap();
    assert_eq!(world.store.claims().len(), 1);
    assert_eq!(world.sandbox.count("token"), 2, "its own, both times");
    // It is back.
    world.clock.advance(5 * SECOND);
    world.store.hangs_at("");
    world.store.say([fetch(7)]);
    world.sandbox.inject(again).unwrap();
    world.client.payments().list(&token).await.unwrap();
    assert_eq!(world.store.claims(), [(0, false, 0), (0, true, 0)]);
    assert_eq!(world.store.state().saved[0].generation(), 7);
}

#[tokio::test]
async fn a_caller_that_is_cancelled_says_nothing_about_the_store() {
    let world = World::start(ManualClock::new(), []).await;
    world.store.hangs_at("claim");
    let cancelled = tokio::spawn({
        let client = world.client.clone();
        async move { client.token::<List>().await.map(drop) }
    });
    until(|| !world.store.claims().is_empty()).await;
    cancelled.abort();
    cancelled.await.unwrap_err();
    world.store.hangs_at("");
    world.store.say([fetch(7)]);
    world.client.token::<List>().await.unwrap();
    assert_eq!(world.store.state().saved[0].generation(), 7);
}

#[tokio::test]
async fn a_lease_is_extended_for_as_long_as_the_fetch_takes_and_then_given_back() {
    for hangs in ["", "extend"] {
        let change = |builder: ClientBuilder<Client>| {
            let builder = builder.attempt_timeout(5 * SECOND);
            builder.timeout(6 * SECOND)
        };
        let world = World::start_with(ManualClock::new(), [fetch(7)], change).await;
        world.store.hangs_at(hangs);
        let hung = Fault::hang().on("token").always();
        let hung = world.sandbox.inject(hung).unwrap();
        let client = world.client.clone();
        let call = tokio::spawn(async move { client.token::<List>().await.map(drop) });
        hung.struck(1).await;
        let began = world.clock.now();
        while world.clock.now() < began + 5 * SECOND {
            world.clock.advance(Duration::from_millis(50));
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
        }
        until(|| !world.store.state().released.is_empty()).await;
        let extensions = world.store.extensions();
        assert!((3..=5).contains(&extensions), "{hangs}: {extensions}");
        let (generation, pause) = world.store.state().released[0];
        assert!(generation == 7 && !pause.is_zero(), "{pause:?}");
        world.clock.advance(2 * SECOND);
        let error = call.await.unwrap().unwrap_err();
        assert!(error.is_token(), "{error}");
    }
}

#[tokio::test]
async fn a_store_that_hangs_when_a_token_is_saved_delays_nobody_else() {
    let world = World::start(ManualClock::new(), [fetch(7)]).await;
    world.store.hangs_at("save");
    let client = world.client.clone();
    let first = tokio::spawn(async move { client.token::<List>().await.map(drop) });
    until(|| !world.store.state().saved.is_empty()).await;
    let token = world.client.token::<List>().await.unwrap();
    world.client.payments().list(&token).await.unwrap();
    assert!(!first.is_finished());
    world.clock.advance(PATIENCE);
    first.await.unwrap().unwrap();
    assert_eq!(world.sandbox.count("token"), 1);
    assert_eq!(world.counters.store_failures(), 1);
}

#[tokio::test]
async fn a_store_that_hangs_when_a_lease_is_given_back_delays_the_error_only_shortly() {
    let world = World::start(ManualClock::new(), [fetch(7)]).await;
    world.store.hangs_at("release");
    world
        .sandbox
        .inject(Fault::status(400).on("token"))
        .unwrap();
    let client = world.client.clone();
    let call = tokio::spawn(async move { client.token::<List>().await.map(drop) });
    until(|| !world.store.state().released.is_empty()).await;
    world.clock.advance(PATIENCE);
    assert!(call.await.unwrap().unwrap_err().is_token());
    let released = world.store.state().released[0];
    assert_eq!(
        released,
        (7, Duration::ZERO),
        "a refusal is no pause for others"
    );
}

#[tokio::test]
async fn who_takes_over_from_a_cancelled_call_says_that_it_has_the_lease() {
    let world = World::start(ManualClock::new(), [fetch(7), fetch(8)]).await;
    let hung = world.sandbox.inject(Fault::hang().on("token")).unwrap();
    let client = world.client.clone();
    let first = tokio::spawn(async move { client.token::<List>().await.map(drop) });
    hung.struck(1).await;
    let client = world.client.clone();
    let second = tokio::spawn(async move { client.token::<List>().await.map(drop) });
    tokio::task::yield_now().await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(world.store.claims(), [(0, false, 0), (0, false, 7)]);
    assert_eq!(world.store.state().saved[0].generation(), 8);
}
