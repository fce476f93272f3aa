//! The machines of a fleet, the vendor that they call, and what they do.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use fastrand::Rng;
use passport_api::breb::{self, Client};
use passport_api::fleet::Fleet;
use passport_api::{Clock, Counters, Error, Limits, Sleep};
use passport_sandbox::{Sandbox, SandboxState};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::figures::Figures;
use crate::in_process::{Network, SimulatedClock};
use crate::wire::Wire;

breb::scope_set! {
    pub(crate) struct List = "paas.core.entity_customers.list.get";
}

/// How many machines there are, and what the vendor allows them.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) machines: u32,
    pub(crate) per_second: u32,
    /// How long a token lives.
    pub(crate) lifetime: Duration,
    pub(crate) seed: u64,
}

/// A fleet, its vendor and its Redis server.
pub(crate) struct Scene {
    pub(crate) plan: Plan,
    pub(crate) vendor: SandboxState,
    pub(crate) wire: Wire,
    pub(crate) machines: Vec<Arc<Machine>>,
    arrivals: Arc<Mutex<Vec<SystemTime>>>,
    refusals: Arc<AtomicU64>,
}

/// A process with a client.
pub(crate) struct Machine {
    pub(crate) client: Client,
    pub(crate) counters: Arc<Counters>,
    seed: u64,
    served: AtomicU64,
    failed: AtomicU64,
    /// How long each call took that was served, in milliseconds.
    took: Mutex<Vec<u64>>,
}

/// What the machines want.
#[derive(Clone, Copy)]
pub(crate) enum Demand {
    /// This part of the limit, all machines together, at random moments; a call that takes longer is
    /// of no use.
    Random { of_limit: f64, timeout: Duration },
    /// As much as there is: so many calls at a time on each machine, one after the other.
    Steady { at_a_time: u32 },
}

impl Scene {
    /// Must be called within [`simulated`](crate::in_process::simulated).
    pub(crate) fn new(plan: Plan) -> Self {
        let clock = SimulatedClock::new();
        let arrivals = Arc::new(Mutex::new(Vec::new()));
        let refusals = Arc::new(AtomicU64::new(0));
        let vendor = {
            let (arrivals, refusals) = (Arc::clone(&arrivals), Arc::clone(&refusals));
            let observe = move |request: &passport_sandbox::RecordedRequest| {
                if request.endpoint.as_deref() == Some("customers.list") {
                    arrivals.lock().unwrap().push(request.time);
                    refusals.fetch_add(u64::from(request.status == 429), Ordering::Relaxed);
                }
            };
            let limits = passport_sandbox::Limits::new().per_second(plan.per_second);
            let client = passport_sandbox::Client::new("id", "s3cret").every_scope();
            let builder = Sandbox::builder().clock(clock).client(client);
            let builder = builder.limits(limits.burst(plan.vendor_burst()));
            let builder = builder.token_lifetime(plan.lifetime).keep_requests(1);
            builder.observe(observe).into_state().unwrap()
        };
        let wire = Wire::new(clock, plan.seed);
        let network = Network::new(vendor.clone(), Duration::from_millis(20), plan.seed);
        let mut rng = Rng::with_seed(plan.seed);
        let machines = (0..plan.machines).map(|_| {
            let clock = Skewed {
                clock,
                behind: Duration::from_millis(rng.u64(0..60_000)),
            };
            Arc::new(Machine::new(plan, &wire, &network, clock, rng.u64(..)))
        });
        let machines = machines.collect();
        Self {
            plan,
            vendor,
            wire,
            machines,
            arrivals,
            refusals,
        }
    }

    /// Lets the machines work for so long, and waits for the calls that are under way then.
    pub(crate) async fn work(&self, demand: Demand, time: Duration) -> Figures {
        self.begin();
        let requests = self.wire.requests();
        let until = Instant::now() + time;
        let mut tasks = JoinSet::new();
        for machine in &self.machines {
            match demand {
                Demand::Random { of_limit, timeout } => {
                    let mean = f64::from(self.plan.machines)
                        / (f64::from(self.plan.per_second) * of_limit);
                    let work = Arc::clone(machine).call_at_random(mean, timeout, until);
                    tasks.spawn(work);
                }
                Demand::Steady { at_a_time } => {
                    for _ in 0..at_a_time {
                        tasks.spawn(Arc::clone(machine).call_steadily(until));
                    }
                }
            }
        }
        while let Some(task) = tasks.join_next().await {
            task.unwrap();
        }
        self.figures(self.wire.requests() - requests)
    }

    /// A call on each machine at once.
    pub(crate) fn call_everywhere(&self) -> JoinSet<Result<(), Error>> {
        let call = |machine: &Arc<Machine>| {
            let machine = Arc::clone(machine);
            async move { machine.call(Duration::from_secs(60)).await }
        };
        self.machines.iter().map(call).collect()
    }

    /// How many tokens the vendor was asked for.
    pub(crate) fn token_requests(&self) -> u64 {
        self.vendor.count("token")
    }

    /// The sum of something over all machines.
    pub(crate) fn sum(&self, count: impl Fn(&Counters) -> u64) -> u64 {
        self.machines
            .iter()
            .map(|machine| count(&machine.counters))
            .sum()
    }

    /// Forgets what was before.
    fn begin(&self) {
        self.arrivals.lock().unwrap().clear();
        self.refusals.store(0, Ordering::Relaxed);
        for machine in &self.machines {
            machine.served.store(0, Ordering::Relaxed);
            machine.failed.store(0, Ordering::Relaxed);
            machine.took.lock().unwrap().clear();
        }
    }

    fn figures(&self, redis_requests: u64) -> Figures {
        let count = |of: fn(&Machine) -> &AtomicU64| {
            let counts = self.machines.iter();
            counts.map(move |machine| of(machine).load(Ordering::Relaxed))
        };
        let mut took = Vec::new();
        for machine in &self.machines {
            took.append(&mut machine.took.lock().unwrap());
        }
        let mut arrivals = self.arrivals.lock().unwrap().clone();
        arrivals.sort_unstable();
        Figures::new(
            arrivals,
            took,
            count(|machine| &machine.served).collect(),
            count(|machine| &machine.failed).sum(),
            self.refusals.load(Ordering::Relaxed),
            redis_requests,
        )
    }
}

impl Plan {
    /// What a machine may send at once, after a pause.
    pub(crate) fn burst(&self) -> u32 {
        self.per_second / 10
    }

    /// What the vendor takes at once: as much again, because a network delays some requests and not
    /// others.
    pub(crate) fn vendor_burst(&self) -> u32 {
        2 * self.burst()
    }
}

impl Machine {
    fn new(plan: Plan, wire: &Wire, network: &Network, clock: Skewed, seed: u64) -> Self {
        let fleet = Fleet::over(wire.clone()).tokens_in_plain_text();
        let fleet = fleet.machines(plan.machines).build().unwrap();
        let counters = Arc::new(Counters::default());
        let limits = Limits::new()
            .per_second(plan.per_second)
            .burst(plan.burst());
        let builder = Client::builder()
            .base_url("https://sandbox.test/breb")
            .credentials("id", "s3cret")
            .random_seed(seed)
            .clock(clock)
            .transport(network.clone())
            .observer(Arc::clone(&counters))
            .limits(limits)
            .token_store(fleet.clone())
            .limit_store(fleet);
        Self {
            client: builder.build().unwrap(),
            counters,
            seed,
            served: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            took: Mutex::default(),
        }
    }

    /// Calls once.
    pub(crate) async fn call(&self, timeout: Duration) -> Result<(), Error> {
        let began = Instant::now();
        let call = async {
            let token = self.client.token::<List>().await?;
            self.client.customers().list(&token).timeout(timeout).await
        };
        let result = call.await.map(drop);
        if result.is_ok() {
            self.served.fetch_add(1, Ordering::Relaxed);
            let took = u64::try_from(began.elapsed().as_millis()).unwrap();
            self.took.lock().unwrap().push(took);
        } else {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
        result
    }

    async fn call_at_random(self: Arc<Self>, mean: f64, timeout: Duration, until: Instant) {
        let mut rng = Rng::with_seed(self.seed);
        let mut calls = JoinSet::new();
        loop {
            // The pauses between what happens at random.
            let pause = Duration::from_secs_f64(-mean * (1.0 - rng.f64()).ln());
            if Instant::now() + pause >= until {
                break;
            }
            tokio::time::sleep(pause).await;
            let machine = Arc::clone(&self);
            calls.spawn(async move { machine.call(timeout).await });
        }
        while let Some(call) = calls.join_next().await {
            // A call without an answer in time is counted.
            let _ = call.unwrap();
        }
    }

    async fn call_steadily(self: Arc<Self>, until: Instant) {
        while Instant::now() < until {
            // As above.
            let _ = self.call(Duration::from_secs(60)).await;
        }
    }
}

/// A machine's clock, which is not the vendor's.
#[derive(Clone, Copy, Debug)]
struct Skewed {
    clock: SimulatedClock,
    behind: Duration,
}

impl Clock for Skewed {
    fn now(&self) -> SystemTime {
        self.clock.now() - self.behind
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.clock.sleep(duration)
    }
}
