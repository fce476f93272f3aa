//! Answers that come late or never; the time is the test's.

use std::time::Duration;

use passport_sandbox::{Fault, ManualClock, Sandbox};

use crate::faults::ZONES;
use crate::support::Caller;

const SECOND: Duration = Duration::from_secs(1);

async fn city(clock: &ManualClock) -> (Sandbox, Caller) {
    let builder = Sandbox::builder().clock(clock.clone());
    let sandbox = builder.start().await.unwrap();
    let caller = Caller::with_every_scope(&sandbox, "parking").await;
    (sandbox, caller)
}

#[tokio::test]
async fn a_delay_ends_when_the_clock_says_so_and_holds_up_nobody_else() {
    let clock = ManualClock::new();
    let (sandbox, caller) = city(&clock).await;
    let delay = Fault::delay(3 * SECOND).on("zones.list");
    let fault = sandbox.inject(delay).unwrap();
    let late = tokio::spawn(caller.request("GET", ZONES).send());
    fault.struck(1).await;
    assert_eq!(clock.waiting(), 1);
    assert_eq!(caller.get(ZONES).await.status, 200);
    clock.advance(2 * SECOND);
    assert_eq!(caller.get(ZONES).await.status, 200);
    assert!(!late.is_finished());
    let waiting = &sandbox.requests_of("zones.list")[0];
    assert_eq!((waiting.fault, waiting.status), (Some("delay"), 0));
    clock.advance(SECOND);
    assert_eq!(late.await.unwrap().unwrap().status(), 200);
    let answered = &sandbox.requests_of("zones.list")[0];
    assert_eq!((answered.processed, answered.status), (true, 200));
}

#[tokio::test]
async fn before_processing_a_delay_can_let_a_token_expire() {
    let clock = ManualClock::new();
    let (sandbox, caller) = city(&clock).await;
    for (fault, status) in [
        (Fault::delay(7200 * SECOND).after_processing(), 200),
        (Fault::delay(7200 * SECOND), 401),
    ] {
        let fresh = Caller::with_every_scope(&sandbox, "parking").await;
        let fault = sandbox.inject(fault.on("zones.list")).unwrap();
        let late = tokio::spawn(fresh.request("GET", ZONES).send());
        fault.struck(1).await;
        clock.advance(7200 * SECOND);
        assert_eq!(late.await.unwrap().unwrap().status(), status);
    }
    drop(caller);
}

#[tokio::test]
async fn a_request_whose_caller_gave_up_is_still_carried_out() {
    let clock = ManualClock::new();
    let (sandbox, caller) = city(&clock).await;
    let fault = Fault::delay(SECOND).on("zones.list");
    let fault = sandbox.inject(fault).unwrap();
    let late = tokio::spawn(caller.request("GET", ZONES).send());
    fault.struck(1).await;
    late.abort();
    assert!(late.await.unwrap_err().is_cancelled());
    assert_eq!(sandbox.count_processed("zones.list"), 0);
    clock.advance(SECOND);
    while sandbox.count_processed("zones.list") == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_fault_can_come_late() {
    let clock = ManualClock::new();
    let (sandbox, caller) = city(&clock).await;
    let fault = Fault::status(503).on("zones.list").delayed_by(SECOND);
    let fault = sandbox.inject(fault).unwrap();
    let late = tokio::spawn(caller.request("GET", ZONES).send());
    fault.struck(1).await;
    clock.advance(SECOND);
    assert_eq!(late.await.unwrap().unwrap().status(), 503);
}

#[tokio::test]
async fn an_answer_can_never_come() {
    let clock = ManualClock::new();
    let (sandbox, caller) = city(&clock).await;
    for (fault, processed) in [
        (Fault::hang(), false),
        (Fault::hang().after_processing(), true),
    ] {
        let fault = sandbox.inject(fault.on("zones.list")).unwrap();
        let never = tokio::spawn(caller.request("GET", ZONES).send());
        fault.struck(1).await;
        clock.advance(600 * SECOND);
        assert!(!never.is_finished());
        let requests = sandbox.requests_of("zones.list");
        let struck = requests.last().unwrap();
        assert_eq!((struck.processed, struck.status), (processed, 0));
        never.abort();
    }
    let never = sandbox.inject(Fault::hang().on("zones.list")).unwrap();
    let hung = tokio::spawn(caller.request("GET", ZONES).send());
    never.struck(1).await;
    sandbox.shutdown().await;
    assert!(hung.await.unwrap().is_err());
}
