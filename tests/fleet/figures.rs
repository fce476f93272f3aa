//! What a vendor sees of a fleet, and whether the machine that runs it all kept up.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use passport_sandbox::RecordedRequest;
use tokio::time::Instant;

/// The requests of the fleet, as the vendor sees them; clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Arrivals {
    all: Arc<Mutex<Vec<(SystemTime, u16)>>>,
}

impl Arrivals {
    /// For [`observe`](passport_sandbox::SandboxBuilder::observe).
    pub(crate) fn observer(&self) -> impl Fn(&RecordedRequest) + Send + Sync + 'static {
        let all = Arc::clone(&self.all);
        move |request| {
            if request.endpoint.as_deref() == Some("customers.list") {
                all.lock().unwrap().push((request.time, request.status));
            }
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.all.lock().unwrap().len()
    }

    pub(crate) fn of_status(&self, status: u16) -> usize {
        let all = self.all.lock().unwrap();
        all.iter().filter(|(_, found)| *found == status).count()
    }

    /// Requests a second, from the first to the last.
    pub(crate) fn rate(&self) -> f64 {
        let times = self.times();
        let (Some(first), Some(last)) = (times.first(), times.last()) else {
            return 0.0;
        };
        let seconds = last.duration_since(*first).unwrap().as_secs_f64();
        f64::from(u32::try_from(times.len() - 1).unwrap()) / seconds
    }

    /// The most in any second.
    pub(crate) fn most_in_a_second(&self) -> usize {
        let times = self.times();
        let (mut most, mut oldest) = (0, 0);
        for (place, time) in times.iter().enumerate() {
            while *time >= times[oldest] + Duration::from_secs(1) {
                oldest += 1;
            }
            most = most.max(place + 1 - oldest);
        }
        most
    }

    fn times(&self) -> Vec<SystemTime> {
        let all = self.all.lock().unwrap();
        let mut times: Vec<SystemTime> = all.iter().map(|(time, _)| *time).collect();
        times.sort_unstable();
        times
    }
}

/// Looks all the time whether this machine does anything else than run the test: a thread that wants
/// to run every few milliseconds, and sees when it could not.
pub(crate) struct Stalls {
    done: Arc<AtomicBool>,
    thread: JoinHandle<Stalled>,
}

/// When the machine did something else.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stalled {
    pub(crate) longest: Duration,
    pub(crate) in_all: Duration,
}

impl Stalls {
    pub(crate) fn watch() -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let is_done = Arc::clone(&done);
        let thread = std::thread::spawn(move || {
            let mut stalled = Stalled::default();
            let mut last = Instant::now();
            while !is_done.load(Ordering::Relaxed) {
                std::thread::sleep(TICK);
                let late = last.elapsed().saturating_sub(TICK);
                last = Instant::now();
                stalled.longest = stalled.longest.max(late);
                if late >= TICK {
                    stalled.in_all += late;
                }
            }
            stalled
        });
        Self { done, thread }
    }

    pub(crate) fn end(self) -> Stalled {
        self.done.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

const TICK: Duration = Duration::from_millis(10);
