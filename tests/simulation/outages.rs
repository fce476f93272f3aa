//! A fleet whose Redis server goes and comes back.

use std::time::Duration;

use tokio::time::Instant;

use crate::in_process::simulated;
use crate::machines::{Demand, Plan, Scene};
use crate::page::{Row, decimal};
use crate::wire::Line;

/// What becomes of the server for a while.
pub(crate) struct Outage {
    name: &'static str,
    line: Line,
    loses: bool,
}

pub(crate) const COLUMNS: &[&str] = &[
    "Redis",
    "rate before",
    "while it is gone",
    "after",
    "429",
    "most in a second",
    "slowest call, s",
    "all know after, s",
    "all share again after, s",
    "tokens",
];

pub(crate) const SCENES: &[Outage] = &[
    Outage::new("refuses connections", Line::Refused, false),
    Outage::new("refuses them, and has lost everything", Line::Refused, true),
    Outage::new("says nothing", Line::Silent, false),
    Outage::new(
        "takes 4 s to answer",
        Line::Slow(Duration::from_secs(2)),
        false,
    ),
];

impl Outage {
    const fn new(name: &'static str, line: Line, loses: bool) -> Self {
        Self { name, line, loses }
    }

    pub(crate) fn play(&self) -> Row {
        simulated(async {
            let scene = Scene::new(Plan {
                per_second: MACHINES,
                ..Plan::new(MACHINES)
            });
            let began = Instant::now();
            let change = async {
                tokio::time::sleep(BEFORE).await;
                scene.wire.set(self.line);
                if self.loses {
                    scene.wire.with(|keyspace| {
                        for name in keyspace.names() {
                            let deleted = keyspace.run(&[b"DEL".to_vec(), name]);
                            deleted.unwrap();
                        }
                    });
                }
                tokio::time::sleep(GONE).await;
                scene.wire.set(Line::Up);
            };
            let work = scene.work(Demand::Steady { at_a_time: 4 }, BEFORE + GONE + AFTER);
            let (figures, ()) = tokio::join!(work, change);
            assert_eq!(figures.failed, 0, "{}", self.name);
            let alone = scene.sum(passport_api::Counters::limits_alone);
            assert!(
                alone >= u64::from(MACHINES),
                "{}: not all have seen it",
                self.name
            );
            assert_eq!(
                alone,
                scene.sum(passport_api::Counters::limits_shared),
                "{}",
                self.name
            );
            let [gone, back] = scene.last_alone_and_shared();
            let knew = gone.unwrap() - (began + BEFORE);
            let recovery = back.unwrap() - (began + BEFORE + GONE);
            assert!(recovery < LONGEST_RECOVERY, "{}: {recovery:?}", self.name);
            assert_eq!(scene.token_requests(), 1, "{}", self.name);
            let rate = |from, to| decimal(figures.rate(from, to), 1);
            Row(vec![
                self.name.to_owned(),
                rate(Duration::ZERO, BEFORE),
                rate(BEFORE, BEFORE + GONE),
                rate(BEFORE + GONE, BEFORE + GONE + AFTER),
                figures.refused.to_string(),
                figures.most_in_a_second().to_string(),
                decimal(Duration::from_millis(figures.took(1_000)).as_secs_f64(), 2),
                decimal(knew.as_secs_f64(), 2),
                decimal(recovery.as_secs_f64(), 2),
                scene.token_requests().to_string(),
            ])
        })
    }
}

const MACHINES: u32 = 50;
const BEFORE: Duration = Duration::from_secs(4);
const GONE: Duration = Duration::from_secs(10);
const AFTER: Duration = Duration::from_secs(12);
/// Redis is asked every 4 s at the least, and only while a call comes by, of which each machine has one
/// a second; that it must be connected to first takes another.
const LONGEST_RECOVERY: Duration = Duration::from_secs(15);
