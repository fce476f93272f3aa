//! The one token of a fleet.

use std::time::Duration;

use passport_sandbox::Fault;
use tokio::task::JoinSet;
use tokio::time::Instant;

use passport_api::Error;

use crate::in_process::simulated;
use crate::machines::{Demand, Plan, Scene};
use crate::page::{Row, decimal};

pub(crate) const COLUMNS: &[&str] = &[
    "what happens",
    "token requests",
    "answers 401",
    "requests to Redis",
    "all served after, s",
];

/// What happens to the token of 1,000 machines, where it does not say otherwise.
pub(crate) const SCENES: &[fn() -> Row] =
    &[cold_start, expiry, revocation, killed_leader, endpoint_down];

fn cold_start() -> Row {
    simulated(async {
        let scene = Scene::new(plan(AN_HOUR));
        let took = all_served(scene.call_everywhere()).await;
        assert_eq!(scene.token_requests(), 1);
        row("a cold start of all machines at once", &scene, took)
    })
}

fn expiry() -> Row {
    simulated(async {
        let scene = Scene::new(plan(Duration::from_secs(300)));
        let (of_limit, timeout) = (0.01, Duration::from_secs(10));
        let time = Duration::from_secs(620);
        let figures = scene.work(Demand::Random { of_limit, timeout }, time).await;
        assert_eq!(figures.failed, 0);
        assert!(
            (3..=4).contains(&scene.token_requests()),
            "{}",
            scene.token_requests()
        );
        row("ten minutes with tokens that live five", &scene, time)
    })
}

fn revocation() -> Row {
    simulated(async {
        let scene = Scene::new(plan(AN_HOUR));
        all_served(scene.call_everywhere()).await;
        let revoked = Fault::revoke_tokens().on("customers.list");
        scene.vendor.inject(revoked).unwrap();
        let took = all_served(scene.call_everywhere()).await;
        assert_eq!(scene.token_requests(), 2);
        row("a cold start, and the token is revoked", &scene, took)
    })
}

fn killed_leader() -> Row {
    simulated(async {
        let scene = Scene::new(plan(AN_HOUR));
        let hanging = scene.vendor.inject(Fault::hang().on("token")).unwrap();
        let mut leader = JoinSet::new();
        let first = std::sync::Arc::clone(&scene.machines[0]);
        leader.spawn(async move { first.call(AN_HOUR).await });
        hanging.struck(1).await;
        leader.shutdown().await;
        let took = all_served(scene.call_everywhere()).await;
        assert_eq!(
            scene.token_requests(),
            2,
            "the one that hangs, and one more"
        );
        row(
            "a cold start, and the machine that fetches is killed",
            &scene,
            took,
        )
    })
}

fn endpoint_down() -> Row {
    simulated(async {
        let scene = Scene::new(plan(AN_HOUR));
        scene
            .vendor
            .inject(Fault::status(503).on("token").always())
            .unwrap();
        let (of_limit, timeout) = (0.05, Duration::from_secs(10));
        let demand = Demand::Random { of_limit, timeout };
        let figures = scene.work(demand, Duration::from_secs(60)).await;
        assert_eq!(figures.served(), 0);
        let (down, asked) = (scene.token_requests(), scene.wire.requests());
        // After 0.5, 1 and 2 s, then every 4 s for two minutes, because the last call waits for one.
        assert!(
            (20..=35).contains(&down),
            "{down} token requests while the endpoint was down"
        );
        // Each machine that waits asks once or twice a pause; hardly half of the calls wait at once.
        assert!(asked < 400 * down, "{asked} requests to Redis");
        scene.vendor.clear_faults();
        let began = Instant::now();
        while scene.machines[0]
            .call(Duration::from_secs(5))
            .await
            .is_err()
        {
            assert!(began.elapsed() < AN_HOUR, "nobody asks any more");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        all_served(scene.call_everywhere()).await;
        assert_eq!(scene.token_requests(), down + 1);
        row(
            "600 calls within a minute, and the endpoint is down for two",
            &scene,
            began.elapsed(),
        )
    })
}

fn row(name: &str, scene: &Scene, took: Duration) -> Row {
    Row(vec![
        name.to_owned(),
        scene.token_requests().to_string(),
        scene.unauthorized().to_string(),
        scene.wire.requests().to_string(),
        decimal(took.as_secs_f64(), 2),
    ])
}

async fn all_served(calls: JoinSet<Result<(), Error>>) -> Duration {
    let began = Instant::now();
    for result in calls.join_all().await {
        result.unwrap();
    }
    began.elapsed()
}

fn plan(lifetime: Duration) -> Plan {
    Plan {
        lifetime,
        ..Plan::new(1_000)
    }
}

const AN_HOUR: Duration = Duration::from_secs(3_600);
