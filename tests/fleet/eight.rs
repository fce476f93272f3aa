//! Eight processes at the limit of one client.

use std::time::Duration;

use passport_sandbox::{Limits, Sandbox};
use passport_tests::say::say;

use crate::figures::{Arrivals, Stalled, Stalls};
use crate::orders::{Orders, Report};
use crate::processes::{Process, orders};
use crate::redis::Redis;

/// What a run has come to.
struct Run {
    reports: Vec<Report>,
    arrivals: Arrivals,
    tokens: u64,
    stalled: Stalled,
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_processes_share_a_token_and_keep_to_a_limit() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let mut run = run(&redis).await;
    print(&run);
    // A machine that does something else for so long makes requests late which were sent in time.
    // What that does to the figures says nothing about the fleet.
    for _ in 0..2 {
        if run.arrivals.of_status(429) == 0 || run.stalled.longest < TOO_LONG {
            break;
        }
        say("once more, because this machine was busy otherwise");
        run = self::run(&redis).await;
        print(&run);
    }
    for report in &run.reports {
        assert_eq!(
            (report.served, report.failed.len()),
            (u64::from(CALLS), 0),
            "{report:?}"
        );
        assert_eq!(
            (report.limits_alone, report.store_failures),
            (0, 0),
            "{report:?}"
        );
    }
    assert_eq!(run.tokens, 1, "tokens minted");
    assert_eq!(run.arrivals.of_status(429), 0, "refusals");
    let (rate, limit) = (run.arrivals.rate(), f64::from(PER_SECOND));
    assert!(rate <= 1.02 * limit, "{rate:.2} a second");
    let lost = run.stalled.in_all.as_secs_f64() / SECONDS;
    if lost < 0.01 {
        assert!(rate >= 0.98 * limit, "{rate:.2} a second");
    } else {
        say(format_args!(
            "the rate has no lower bound: this machine was busy {lost:.2} of the time"
        ));
    }
}

async fn run(redis: &Redis) -> Run {
    redis.command::<()>(&["FLUSHALL"]).await;
    let arrivals = Arrivals::default();
    let sandbox = Sandbox::builder()
        .limits(Limits::new().per_second(PER_SECOND).burst(VENDOR_BURST))
        .observe(arrivals.observer())
        .keep_requests(1)
        .start()
        .await
        .unwrap();
    let orders = Orders {
        machines: MACHINES,
        per_second: PER_SECOND,
        burst: BURST,
        calls: CALLS,
        at_a_time: 16,
        ..orders(&sandbox, redis.url())
    };
    let mut processes = Vec::new();
    for _ in 0..MACHINES {
        processes.push(Process::start(&orders).await);
    }
    let stalls = Stalls::watch();
    for process in &mut processes {
        process.begin().await;
    }
    let mut reports = Vec::new();
    for process in processes {
        reports.push(process.report().await);
    }
    Run {
        reports,
        arrivals,
        tokens: sandbox.count("token"),
        stalled: stalls.end(),
    }
}

fn print(run: &Run) {
    let sum = |count: fn(&Report) -> u64| run.reports.iter().map(count).sum::<u64>();
    let (calls, redis) = (
        sum(|report| report.served),
        sum(|report| report.redis_requests),
    );
    let redis_requests = run.reports.iter().map(|report| report.redis_requests);
    let waited = Duration::from_millis(sum(|report| report.waited_millis));
    let per_call = |number: f64| number / f64::from(u32::try_from(calls.max(1)).unwrap());
    say(format_args!(
        "calls served: {calls}, by {} processes",
        run.reports.len()
    ));
    say(format_args!("tokens minted: {}", run.tokens));
    say(format_args!(
        "responses 429: {}",
        run.arrivals.of_status(429)
    ));
    say(format_args!(
        "rate: {:.2} a second; the limit is {PER_SECOND}",
        run.arrivals.rate()
    ));
    say(format_args!(
        "most in a second: {}; the vendor takes {}",
        run.arrivals.most_in_a_second(),
        PER_SECOND + VENDOR_BURST
    ));
    say(format_args!(
        "requests to Redis per call: {:.3} ({:?} of each process)",
        per_call(f64::from(u32::try_from(redis).unwrap())),
        redis_requests.collect::<Vec<_>>()
    ));
    say(format_args!(
        "waited for the limit per call: {:.3} s",
        per_call(waited.as_secs_f64())
    ));
    say(format_args!(
        "this machine was busy otherwise: {:?} at most, {:?} in all",
        run.stalled.longest, run.stalled.in_all
    ));
}

const MACHINES: u32 = 8;
const CALLS: u32 = 2_000;
const PER_SECOND: u32 = 200;
/// The client's.
const BURST: u32 = 20;
/// The vendor's: as much, and what comes in 100 ms more, because a request that was delayed on its way
/// arrives together with those after it. A vendor without such room refuses requests that keep to
/// its limit.
const VENDOR_BURST: u32 = 40;
/// How long it takes.
const SECONDS: f64 = MACHINES as f64 * CALLS as f64 / PER_SECOND as f64;
/// Half of the vendor's room for delays.
const TOO_LONG: Duration = Duration::from_millis(50);
