//! Several processes of one application: one token and one rate limit for all of them, on Redis.
//! Four clients stand for the processes; each has a `Fleet` of its own, as each machine would.
//!
//! ```text
//! cargo run --example fleet
//! ```
//!
//! It needs no credentials: it starts a sandbox that enforces the limit, and a `redis-server` of its
//! own unless `REDIS_URL` names one.

#[cfg(test)]
#[path = "../../passport-api/examples/quickstart/printed.rs"]
mod printed;
mod redis;

use std::error::Error;
use std::time::Duration;

use passport_api::fleet::{Fleet, SealingKey};
use passport_api::{Clock, Limits, SystemClock, parking};
use passport_sandbox::Sandbox;

use crate::redis::Redis;

parking::scope_set! {
    struct Kiosk = "read:zones";
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    match Redis::find()? {
        Some(redis) => run(redis.url()).await,
        None => {
            println!("There is no redis-server here; install one, or set REDIS_URL.");
            Ok(())
        }
    }
}

async fn run(redis: &str) -> Result<(), Box<dyn Error>> {
    // Refuses what is above the limit, whichever machine it comes from.
    let limits = passport_sandbox::Limits::new().per_second(PER_SECOND);
    let sandbox = Sandbox::builder().limits(limits).start().await?;
    let start = SystemClock.now();

    let mut machines = Vec::new();
    for number in 1..=MACHINES {
        let fleet = fleet(redis)?;
        let client = machine(&sandbox, &fleet)?;
        machines.push(tokio::spawn(async move {
            let token = client.token::<Kiosk>().await?;
            for _ in 0..CALLS {
                client.zones().list(&token).zone_number("1001").await?;
            }
            let asked = fleet.requests();
            println!("machine {number}: {CALLS} calls, {asked} requests to Redis");
            Ok::<(), passport_api::Error>(())
        }));
    }
    for machine in machines {
        machine.await??;
    }

    let took = SystemClock.now().duration_since(start)?;
    let calls = sandbox.requests_of("zones.list");
    let refused = calls.iter().filter(|call| call.status == 429).count();
    let tokens = sandbox.count("token");
    let calls = calls.len();
    println!("tokens minted: {tokens}");
    println!("refused for the limit: {refused}");
    let seconds = took.as_secs_f64();
    println!("{calls} calls in {seconds:.1} s, where {PER_SECOND} a second are allowed");
    if (tokens, refused) != (1, 0) {
        return Err("the machines did not share".into());
    }
    Ok(())
}

/// What the machines share; each of them makes it at its start.
fn fleet(redis: &str) -> Result<Fleet, passport_api::Error> {
    // In production it comes from the secret store: `openssl rand -base64 32`.
    let key = SealingKey::from_base64("YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=")?;
    Fleet::redis(redis)
        .sealed_with(key)
        .machines(MACHINES)
        .patience(Duration::from_millis(250))
        .build()
}

fn machine(sandbox: &Sandbox, fleet: &Fleet) -> Result<parking::Client, Box<dyn Error>> {
    let client = sandbox
        .client_builder()
        .limits(Limits::new().per_second(PER_SECOND).burst(5))
        .token_store(fleet.clone())
        .limit_store(fleet.clone())
        .build()?;
    Ok(client)
}

const MACHINES: u32 = 4;
const CALLS: usize = 25;
const PER_SECOND: u32 = 50;

#[cfg(test)]
mod tests {
    use crate::printed::{assert_no_debug_output, printed_by};
    use std::env;
    use std::io::{Write as _, stderr};

    use super::Redis;

    #[tokio::test]
    async fn the_machines_share_a_token_and_a_limit() {
        let Some(redis) = Redis::find().unwrap() else {
            let why = "no redis-server in PATH, so the example `fleet` is not run";
            assert!(env::var_os("PASSPORT_REQUIRE_REDIS").is_none(), "{why}");
            // Past the capture of the test harness: a test that did not run says so.
            let _ = writeln!(stderr(), "skipped: {why}");
            return;
        };
        super::run(redis.url()).await.unwrap();
    }
    #[test]
    fn the_output_is_for_people() {
        let printed = printed_by("tests::the_machines_share_a_token_and_a_limit");
        assert_no_debug_output(&printed);
    }
}
