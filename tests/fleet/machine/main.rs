//! One machine of a fleet: a process that makes its calls when it is told to, and reports.
//!
//! It says `ready` when it has built its client, and begins when it reads a line.

#![forbid(unsafe_code)]

#[path = "../orders.rs"]
mod orders;

use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use passport_api::breb::{self, Client};
use passport_api::fleet::{Fleet, SealingKey};
use passport_api::{Counters, Limits};
use tokio::task::JoinSet;

use crate::orders::{ORDERS, Orders, Report};

breb::scope_set! {
    struct List = "paas.core.entity_customers.list.get";
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let orders = std::env::var(ORDERS);
    let orders = orders.map_err(|_| format!("{ORDERS} holds no orders; the tests give them"))?;
    let orders: Orders = serde_json::from_str(&orders)?;
    let key = SealingKey::from_base64(&orders.sealing_key)?;
    let fleet = Fleet::redis(&orders.redis).sealed_with(key);
    let fleet = fleet.machines(orders.machines).build()?;
    let counters = Arc::new(Counters::default());
    let limits = Limits::new().per_second(orders.per_second);
    let client = Client::builder()
        .base_url(&orders.base_url)
        .root_certificate(&orders.certificate)
        .credentials(&orders.client_id, &orders.secret)
        .observer(Arc::clone(&counters))
        .limits(limits.burst(orders.burst))
        .token_store(fleet.clone())
        .limit_store(fleet.clone())
        .build()?;
    say("ready")?;
    if std::io::stdin().read_line(&mut String::new())? == 0 {
        return Ok(());
    }
    let mut report = work(&client, &orders).await;
    report.redis_requests = fleet.requests();
    report.redis_failures = fleet.failures();
    report.tokens = counters.tokens();
    report.store_failures = counters.store_failures();
    report.limits_alone = counters.limits_alone();
    report.waited_millis = u64::try_from(counters.limit_waited().as_millis())?;
    say(&serde_json::to_string(&report)?)?;
    Ok(())
}

async fn work(client: &Client, orders: &Orders) -> Report {
    let begun = Arc::new(AtomicU32::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..orders.at_a_time {
        let (client, begun, calls) = (client.clone(), Arc::clone(&begun), orders.calls);
        workers.spawn(async move {
            let mut report = Report::default();
            while begun.fetch_add(1, Ordering::Relaxed) < calls {
                let call = async {
                    let token = client.token::<List>().await?;
                    client.customers().list(&token).await
                };
                match call.await {
                    Ok(_) => report.served += 1,
                    Err(error) => *report.failed.entry(error.to_string()).or_default() += 1,
                }
            }
            report
        });
    }
    let mut whole = Report::default();
    for report in workers.join_all().await {
        whole.served += report.served;
        for (error, count) in report.failed {
            *whole.failed.entry(error).or_default() += count;
        }
    }
    whole
}

fn say(line: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()
}
