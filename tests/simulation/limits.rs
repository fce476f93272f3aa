//! A fleet at its limit.

use std::time::Duration;

use crate::figures::Figures;
use crate::in_process::simulated;
use crate::machines::{Demand, Plan, Scene};
use crate::page::{Row, decimal};

/// What the machines want, and for how long.
pub(crate) struct AtLimit {
    name: &'static str,
    machines: u32,
    demand: Demand,
}

pub(crate) const COLUMNS: &[&str] = &[
    "demand",
    "machines",
    "calls served",
    "rate a second",
    "most in a second",
    "429",
    "requests to Redis per call",
    "fairness",
    "calls of a machine",
    "median, ms",
    "99 %, ms",
];

pub(crate) const SCENES: &[AtLimit] = &[
    AtLimit::new("half of the limit", 10, Demand::random(0.5, 10)),
    AtLimit::new("half of the limit", 1_000, Demand::random(0.5, 10)),
    AtLimit::new("all that there is", 10, Demand::Steady { at_a_time: 20 }),
    AtLimit::new("all that there is", 100, Demand::Steady { at_a_time: 4 }),
    AtLimit::new("all that there is", 1_000, Demand::Steady { at_a_time: 2 }),
    AtLimit::new(
        "five times the limit, for 2 s each",
        100,
        Demand::random(5.0, 2),
    ),
    AtLimit::new(
        "five times the limit, for 2 s each",
        1_000,
        Demand::random(5.0, 2),
    ),
];

impl AtLimit {
    const fn new(name: &'static str, machines: u32, demand: Demand) -> Self {
        Self {
            name,
            machines,
            demand,
        }
    }

    pub(crate) fn play(&self) -> Row {
        let plan = Plan::new(self.machines);
        let figures = simulated(async {
            let scene = Scene::new(plan);
            scene.work(self.demand, Duration::from_secs(SECONDS)).await
        });
        self.check(plan, &figures);
        let (fewest, most) = figures.fewest_and_most();
        Row(vec![
            self.name.to_owned(),
            self.machines.to_string(),
            figures.served().to_string(),
            decimal(rate(&figures), 1),
            figures.most_in_a_second().to_string(),
            figures.refused.to_string(),
            decimal(figures.redis_requests_per_call(), 2),
            decimal(figures.fairness(), 2),
            format!("{fewest} to {most}"),
            figures.took(500).to_string(),
            figures.took(990).to_string(),
        ])
    }

    fn check(&self, plan: Plan, figures: &Figures) {
        let name = format!("{} machines, {}", self.machines, self.name);
        assert_eq!(figures.refused, 0, "{name}: refused by the vendor");
        let most = u64::from(plan.per_second + plan.vendor_burst());
        assert!(
            figures.most_in_a_second() <= most,
            "{name}: too many in a second"
        );
        let limit = f64::from(plan.per_second);
        let least = match self.demand {
            // At random, so that one second has more and another less.
            Demand::Random { of_limit, .. } if of_limit < 1.0 => {
                assert_eq!(figures.failed, 0, "{name}");
                0.9 * of_limit
            }
            Demand::Random { .. } | Demand::Steady { .. } => 0.98,
        };
        let rate = rate(figures);
        assert!(
            rate >= least * limit && rate <= 1.02 * limit,
            "{name}: {rate} a second"
        );
        if matches!(self.demand, Demand::Steady { .. }) {
            assert!(figures.fairness() > 0.7, "{name}: {}", figures.fairness());
        }
    }
}

/// Between the first second, in which all begin, and the last.
fn rate(figures: &Figures) -> f64 {
    figures.rate(Duration::from_secs(1), Duration::from_secs(SECONDS))
}

const SECONDS: u64 = 10;
