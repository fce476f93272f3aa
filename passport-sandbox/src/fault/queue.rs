//! The faults that wait for their requests.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use fastrand::Rng;
use tokio::sync::watch;

use crate::fault::Fault;

/// The faults that wait for their requests, in the order in which they were injected.
#[derive(Default)]
pub(crate) struct Faults {
    queue: Mutex<Vec<Waiting>>,
}

struct Waiting {
    fault: Arc<Fault>,
    skip: u64,
    /// `None` where it strikes for ever.
    left: Option<u64>,
    chance: Option<(f64, Rng)>,
    strikes: Arc<watch::Sender<u64>>,
}

/// A fault on its way to one request.
pub(crate) struct Strike {
    pub(crate) fault: Arc<Fault>,
    strikes: Arc<watch::Sender<u64>>,
}

/// Tells how often an injected fault has struck; clones tell the same.
#[derive(Clone)]
pub struct FaultHandle {
    strikes: Arc<watch::Sender<u64>>,
}

impl Faults {
    pub(crate) fn inject(&self, fault: Fault) -> FaultHandle {
        let strikes = Arc::new(watch::Sender::new(0));
        let chance = fault.chance;
        let waiting = Waiting {
            skip: fault.skip,
            left: fault.most_strikes(),
            chance: chance.map(|(probability, seed)| (probability, Rng::with_seed(seed))),
            fault: Arc::new(fault),
            strikes: Arc::clone(&strikes),
        };
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push(waiting);
        FaultHandle { strikes }
    }

    pub(crate) fn clear(&self) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.clear();
    }

    /// The first fault that takes this request; the later ones do not see it then.
    pub(crate) fn strike(&self, api: &str, endpoint: &str) -> Option<Strike> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.retain(|waiting| waiting.left != Some(0));
        let waiting = queue.iter_mut().find_map(|waiting| {
            let takes = waiting.could_take(api, endpoint) && waiting.takes();
            takes.then_some(waiting)
        })?;
        waiting.left = waiting.left.map(|left| left - 1);
        Some(Strike {
            fault: Arc::clone(&waiting.fault),
            strikes: Arc::clone(&waiting.strikes),
        })
    }
}

impl Waiting {
    fn could_take(&self, api: &str, endpoint: &str) -> bool {
        let Fault {
            api: wanted_api,
            endpoint: wanted,
            ..
        } = &*self.fault;
        wanted_api.as_deref().is_none_or(|wanted| wanted == api)
            && wanted.as_deref().is_none_or(|wanted| wanted == endpoint)
    }

    /// Counts and draws for a request that it could take.
    fn takes(&mut self) -> bool {
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        let chance = self.chance.as_mut();
        chance.is_none_or(|(probability, rng)| rng.f64() < *probability)
    }
}

impl Strike {
    /// Counts: from now on the fault is seen to have struck.
    pub(crate) fn count(&self) {
        self.strikes.send_modify(|strikes| *strikes += 1);
    }
}

impl FaultHandle {
    /// How often the fault has struck so far.
    ///
    /// A strike counts when its effect is there: when the record holds what became of the request,
    /// or, where the answer is delayed, when it has begun to wait for the clock.
    pub fn strikes(&self) -> u64 {
        *self.strikes.borrow()
    }

    /// Waits until the fault has struck this often; for ever where it does not.
    ///
    /// So a test knows, without sleeping, that a delayed request waits for the clock.
    pub async fn struck(&self, times: u64) {
        let mut strikes = self.strikes.subscribe();
        // The handle itself keeps the sender, so that there is always one.
        let _ = strikes.wait_for(|strikes| *strikes >= times).await;
    }
}

impl fmt::Debug for FaultHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultHandle")
            .field("strikes", &self.strikes())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(faults: &Faults, requests: &[&str], expect: &[Option<&str>]) {
        let struck: Vec<Option<&str>> = requests
            .iter()
            .map(|endpoint| faults.strike("api", endpoint))
            .map(|strike| strike.map(|strike| strike.fault.name()))
            .collect();
        assert_eq!(struck, expect);
    }

    #[test]
    fn each_request_goes_to_the_first_fault_that_takes_it() {
        let faults = Faults::default();
        faults.inject(Fault::reset().on("a").skip(1).times(2));
        faults.inject(Fault::hang().on("a"));
        faults.inject(Fault::status(500).api("other").always());
        check(
            &faults,
            &["b", "a", "a", "a", "a"],
            &[None, Some("hang"), Some("reset"), Some("reset"), None],
        );
    }

    #[test]
    fn a_seed_strikes_the_same_requests_each_time() {
        let run = || {
            let faults = Faults::default();
            faults.inject(Fault::reset().chance(0.25, 7));
            let struck = (0..400).map(|_| faults.strike("api", "a").is_some());
            struck.collect::<Vec<bool>>()
        };
        assert_eq!(run(), run());
        let strikes = run().into_iter().filter(|struck| *struck).count();
        assert!((60..140).contains(&strikes), "{strikes}");
    }
}
