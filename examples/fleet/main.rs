//! Several processes of one application: one token and one rate limit for all of them, on Redis.
//! Four clients stand for the processes; each has a `Fleet` of its own, as each machine would.
//!
//! ```text
//! REDIS_URL=redis://127.0.0.1:6380 cargo run --example fleet
//! ```
//!
//! It needs no credentials: it starts a sandbox that enforces the limit. Without `REDIS_URL` it says
//! what it needs.

use std::env;
use std::error::Error;
use std::time::Duration;

use passport_api::fleet::{Fleet, SealingKey};
use passport_api::{Clock, Limits, SystemClock, parking};
use passport_sandbox::Sandbox;

parking::scope_set! {
    struct Kiosk = "read:zones";
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Ok(redis) = env::var("REDIS_URL") else {
        println!("Set REDIS_URL: `redis-server --port 6380 --save \"\" --appendonly no` starts one.");
        return Ok(());
    };
    run(&redis).await
}

async fn run(redis: &str) -> Result<(), Box<dyn Error>> {
    let limits = passport_sandbox::Limits::new().per_second(PER_SECOND);
    let sandbox = Sandbox::builder().limits(limits).start().await?;
    let start = SystemClock.now();

    let mut machines = Vec::new();
    for number in 1..=MACHINES {
        let client = machine(&sandbox, redis)?;
        machines.push(tokio::spawn(async move {
            let token = client.token::<Kiosk>().await?;
            for _ in 0..CALLS {
                client.zones().list(&token).zone_number("1001").await?;
            }
            println!("machine {number}: {CALLS} calls");
            Ok::<(), passport_api::Error>(())
        }));
    }
    for machine in machines {
        machine.await??;
    }

    let took = SystemClock.now().duration_since(start)?;
    let calls = sandbox.requests_of("zones.list");
    let refused = calls.iter().filter(|call| call.status == 429).count();
    println!("tokens minted: {}", sandbox.count("token"));
    println!("refused for the limit: {refused}");
    println!("{} calls in {took:.1?}, at {PER_SECOND} a second", calls.len());
    if (sandbox.count("token"), refused) != (1, 0) {
        return Err("the machines did not share".into());
    }
    Ok(())
}

/// What each process does at its start.
fn machine(sandbox: &Sandbox, redis: &str) -> Result<parking::Client, Box<dyn Error>> {
    // In production: from the secret store, `openssl rand -base64 32`.
    let key = SealingKey::from_base64("YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=")?;
    let fleet = Fleet::redis(redis)
        .sealed_with(key)
        .machines(MACHINES)
        .patience(Duration::from_millis(250))
        .build()?;
    let client = sandbox
        .client_builder()
        .limits(Limits::new().per_second(PER_SECOND).burst(5))
        .token_store(fleet.clone())
        .limit_store(fleet)
        .build()?;
    Ok(client)
}

const MACHINES: u32 = 4;
const CALLS: usize = 25;
const PER_SECOND: u32 = 50;
