//! What goes wrong, at random.

use std::time::Duration;

use fastrand::Rng;
use passport_sandbox::{Fault, FaultHandle, SandboxState};

/// A kind of fault and how often it has struck.
pub(crate) struct Struck {
    pub(crate) name: String,
    pub(crate) handle: FaultHandle,
}

/// Lets every kind of fault strike with a probability of about `rate` for each request.
pub(crate) fn inject(state: &SandboxState, rate: f64, rng: &mut Rng) -> Vec<Struck> {
    let mut struck = Vec::new();
    let mut add = |when: &str, fault: Fault, rate: f64| {
        let name = format!("fault `{}`{when}", fault.name());
        let handle = state.inject(fault.chance(rate, rng.u64(..))).unwrap();
        struck.push(Struck { name, handle });
    };
    for fault in at_the_token_endpoint() {
        add("", fault, (4.0 * rate).min(0.05));
    }
    // Each of these is felt by all calls for a while.
    add("", Fault::revoke_tokens(), rate / 10.0);
    for fault in refusals() {
        add("", fault, rate / 2.0);
    }
    for fault in failures() {
        add(", before", fault, rate);
    }
    for fault in failures() {
        add(", after", fault.after_processing(), rate);
    }
    struck
}

/// What can go wrong with a call before the system has processed it, and afterwards.
fn failures() -> Vec<Fault> {
    vec![
        // Longer than an attempt may take.
        Fault::delay(45 * SECOND),
        Fault::delay(2 * SECOND),
        Fault::hang(),
        Fault::reset(),
        Fault::reset().delayed_by(8 * SECOND),
        Fault::status(500),
        Fault::status(502),
        Fault::status(503).retry_after(5 * SECOND),
        Fault::status(503).retry_after_date(90 * SECOND),
        Fault::status(504).empty_body(),
        Fault::status(408),
        Fault::garbage(),
        Fault::wrong_content_type(),
        Fault::truncated(),
        Fault::oversized(300_000),
        Fault::gzip(400_000),
        Fault::redirect("https://elsewhere.test/"),
    ]
}

/// What a server answers instead of processing a call.
fn refusals() -> Vec<Fault> {
    vec![
        Fault::rate_limited(),
        Fault::rate_limited().retry_after(3 * SECOND),
        Fault::rate_limited().retry_after_date(10 * SECOND),
        Fault::rate_limited()
            .retry_after(3600 * SECOND)
            .code("quota_exceeded"),
        Fault::unauthorized(),
        Fault::forbidden(["paas.core.webhooks.get"]),
        Fault::status(425),
        Fault::status(400),
        Fault::status(404),
        Fault::status(409),
    ]
}

fn at_the_token_endpoint() -> Vec<Fault> {
    vec![
        Fault::grant_without(["paas.core.breb_payments.post", "write:quotes"]),
        Fault::grant_without(["paas.core.entity_customers.patch"]),
        Fault::grant_only(["iam.users.get"]),
        Fault::omit_scope(),
        Fault::token_lifetime(SECOND),
        Fault::token_lifetime(30 * SECOND),
        Fault::token_dies_after(2 * SECOND),
        Fault::oauth_error("invalid_client"),
        Fault::oauth_error("invalid_request"),
        Fault::status(503).on("token"),
        Fault::hang().on("token"),
        Fault::reset().on("token").after_processing(),
        Fault::delay(10 * SECOND).on("token"),
        Fault::rate_limited().retry_after(20 * SECOND).on("token"),
    ]
}

const SECOND: Duration = Duration::from_secs(1);
