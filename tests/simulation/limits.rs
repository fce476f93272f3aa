//! A fleet at its limit.

use std::time::Duration;

use crate::in_process::simulated;
use crate::machines::{Demand, Plan, Scene};

#[test]
fn probe() {
    for (name, demand, secs) in [
        (
            "half",
            Demand::Random {
                of_limit: 0.5,
                timeout: Duration::from_secs(10),
            },
            20,
        ),
        ("steady", Demand::Steady { at_a_time: 2 }, 20),
        (
            "over",
            Demand::Random {
                of_limit: 5.0,
                timeout: Duration::from_secs(2),
            },
            10,
        ),
    ] {
        let figures = simulated(async {
            let scene = Scene::new(Plan {
                machines: 1000,
                per_second: 500,
                lifetime: Duration::from_secs(3600),
                seed: 1,
            });
            scene.work(demand, Duration::from_secs(secs)).await
        });
        println!(
            "{name}: served {} failed {} 429 {} redis/call {:.2} rate {:.1} most {} fair {:.3} {:?} p50 {} p99 {}",
            figures.served(),
            figures.failed,
            figures.refused,
            figures.redis_requests_per_call(),
            figures.rate(),
            figures.most_in_a_second(),
            figures.fairness(),
            figures.fewest_and_most(),
            figures.took(500),
            figures.took(990)
        );
    }
}
