//! The soak from its first call to its last.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrand::Rng;
use passport_sandbox::SandboxState;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::book::{Book, Tally};
use crate::faults;
use crate::figures::{Figures, Heap, Row};
use crate::in_process::{Network, SimulatedClock};
use crate::merchant::Clients;
use crate::phase::Phase;
use crate::program::{Counts, Shared, Worker};

/// How many calls are made, and with which dice.
pub(crate) struct Soak {
    pub(crate) calls: u64,
    pub(crate) seed: u64,
}

/// A soak under way.
struct Running {
    seed: u64,
    clients: Arc<Clients>,
    network: Network,
    rng: Rng,
    tally: Tally,
    struck: BTreeMap<String, u64>,
    /// Calls; those of unknown outcome; payments found by looking for them.
    counts: [u64; 3],
    failed: BTreeMap<&'static str, u64>,
    violations: Vec<String>,
}

impl Soak {
    /// `heap` tells how many bytes of the heap are in use.
    pub(crate) async fn run(self, heap: impl Fn() -> usize) -> Figures {
        let began = Instant::now();
        let clock = SimulatedClock::new();
        let mut rng = Rng::with_seed(self.seed);
        let rotations = (self.calls / 10_000).max(ROTATIONS);
        let mut phase = Phase::draw(0, &mut rng);
        let mut state = phase.sandbox(clock);
        let network = Network::new(state.clone(), Duration::from_millis(150), rng.u64(..));
        let mut running = Running {
            seed: self.seed,
            clients: Arc::new(Clients::new(&network, clock, self.seed)),
            network,
            rng,
            tally: Tally::default(),
            struck: BTreeMap::new(),
            counts: [0; 3],
            failed: BTreeMap::new(),
            violations: Vec::new(),
        };
        let mut levels = Heap::default();
        for number in 0..rotations {
            // What is over in one rotation comes out of the next.
            let calls = (self.calls * (number + 1) / rotations).saturating_sub(running.counts[0]);
            running.rotation(number, calls, phase, state).await;
            phase = Phase::draw(number + 1, &mut running.rng);
            state = phase.sandbox(clock);
            running.network.lead_to(state.clone());
            levels.last = heap();
            if number < SETTLING {
                levels.settled = levels.settled.max(levels.last);
            } else {
                levels.most = levels.most.max(levels.last);
            }
        }
        Figures {
            rows: running.rows(rotations, began.elapsed()),
            heap: levels,
            violations: running.violations,
        }
    }
}

impl Running {
    /// One sandbox, from its first call to the look into its ledger.
    async fn rotation(&mut self, number: u64, calls: u64, phase: Phase, state: SandboxState) {
        let tokens = self.clients.tokens().await;
        let shared = Arc::new(Shared {
            zone: self.clients.zone(&tokens).await,
            clients: Arc::clone(&self.clients),
            phase,
            book: Mutex::new(Book::default()),
            counts: Counts::default(),
            most_calls: calls,
            next_order: AtomicU64::new(1),
        });
        let mut merchants = Vec::new();
        for worker in 0..WORKERS {
            merchants.push(self.clients.merchant(&tokens, worker).await);
        }
        let struck = faults::inject(&state, phase.faults, &mut self.rng);
        self.network.unreachable_once_in(200);
        let mut workers = JoinSet::new();
        for merchant in merchants {
            let rng = Rng::with_seed(self.rng.u64(..));
            let shared = Arc::clone(&shared);
            workers.spawn(Worker::new(shared, tokens.clone(), merchant, rng).run());
        }
        while let Some(worker) = workers.join_next().await {
            worker.unwrap();
        }
        state.clear_faults();
        self.network.always_reachable();
        // What was sent and given up arrives by then.
        self.clients.sleep(LONGEST_WAY).await;
        for kind in struck {
            *self.struck.entry(kind.name).or_default() += kind.handle.strikes();
        }
        let Ok(shared) = Arc::try_unwrap(shared).map_err(drop) else {
            panic!("all workers are done");
        };
        self.count(shared.counts);
        let mut ledger = state.ledger("breb");
        ledger.extend(state.ledger("parking"));
        let book = shared.book.into_inner().unwrap();
        let violations = book.reconcile(&ledger, &mut self.tally);
        let seed = self.seed;
        self.violations.extend(
            violations
                .into_iter()
                .map(|what| format!("seed {seed}, rotation {number}, {phase:?}: {what}")),
        );
    }

    fn count(&mut self, counts: Counts) {
        let Counts {
            calls,
            unknown,
            looked_up,
            failed,
        } = counts;
        for (sum, count) in self.counts.iter_mut().zip([calls, unknown, looked_up]) {
            *sum += count.load(Ordering::Relaxed);
        }
        for (kind, count) in failed.into_inner().unwrap() {
            *self.failed.entry(kind).or_default() += count;
        }
    }

    fn rows(&self, rotations: u64, time: Duration) -> Vec<Row> {
        let counters = &self.clients.counters;
        let [calls, unknown, looked_up] = self.counts;
        let tally = &self.tally;
        let of_kind = |what: &str| {
            let found = self
                .violations
                .iter()
                .filter(|violation| violation.contains(what));
            found.count() as u64
        };
        let mut rows = vec![
            ("calls", calls),
            ("sandboxes, one after the other", rotations),
            ("simulated hours", time.as_secs() / 3_600),
            ("requests sent", counters.requests()),
            ("requests that failed", counters.failures()),
            ("sent again", counters.retries()),
            (
                "not sent again, as the retry budget was spent",
                counters.budget_spent(),
            ),
            ("calls that failed", self.failed.values().sum()),
            ("calls of unknown outcome", unknown),
            ("tokens fetched", counters.tokens()),
            (
                "tokens that could not be fetched",
                counters.token_failures(),
            ),
            (
                "tokens with a smaller grant than before",
                counters.narrowed(),
            ),
            ("waits for the client's own limits", counters.limit_waits()),
            (
                "refusals for another scope than the spec says",
                counters.drifts(),
            ),
            ("payments and sessions made", tally.made),
            ("of these found by looking for them", looked_up),
            ("certainly not made", tally.not_made),
            ("unknown to the end", tally.unknown),
            ("of these made all the same", tally.unknown_but_made),
            ("**lost**", of_kind("LOST")),
            ("**doubled**", of_kind("DOUBLED")),
            (
                "**other violations**",
                self.violations.len() as u64 - of_kind("LOST") - of_kind("DOUBLED"),
            ),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect::<Vec<_>>();
        let failed = self.failed.iter();
        rows.extend(failed.map(|(kind, count)| (format!("failed: {kind}"), *count)));
        rows.push(("fault: no connection".to_owned(), self.network.failed()));
        rows.extend(self.struck.clone());
        rows.into_iter()
            .map(|(name, value)| Row { name, value })
            .collect()
    }
}

const WORKERS: u64 = 64;

/// How many sandboxes there are at least.
const ROTATIONS: u64 = 8;

/// How many of them the client may take to have all that it keeps.
const SETTLING: u64 = 3;

/// Longer than any delay.
const LONGEST_WAY: Duration = Duration::from_secs(600);
