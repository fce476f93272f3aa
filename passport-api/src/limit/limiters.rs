//! The limiters of a client: one for all of it, and one for each path prefix that has its own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use crate::catalog::{Catalog, Prefix};
use crate::clock::Clock;
use crate::error::Error;
use crate::limit::limiter::Turn;
use crate::limit::shared::Tell;
use crate::limit::{LimitKey, LimitStore, Limiter, Limits, Refused, Waited};

/// Where a client shares its limits, and what tells them from others.
#[derive(Debug)]
pub(crate) struct SharedPlace {
    pub(crate) store: Arc<dyn LimitStore>,
    pub(crate) base_url: String,
    pub(crate) client_id: String,
    /// From 0 to 1: where among the clients that go on alone this one begins.
    pub(crate) phase: f64,
}

impl SharedPlace {
    fn key(&self, prefix: Option<&Prefix>) -> LimitKey {
        LimitKey {
            base_url: self.base_url.clone(),
            client_id: self.client_id.clone(),
            prefix: prefix.map(|prefix| (prefix.name.to_owned(), prefix.path.to_owned())),
        }
    }
}

/// The limiters of a client.
#[derive(Debug)]
pub(crate) struct Limiters {
    clock: Arc<dyn Clock>,
    all: Option<Limiter>,
    by_prefix: HashMap<String, Limiter>,
}

impl Limiters {
    pub(crate) fn new(
        all: Limits,
        by_prefix: HashMap<String, Limits>,
        catalog: &Catalog,
        clock: &Arc<dyn Clock>,
        place: Option<&SharedPlace>,
    ) -> Result<Self, Error> {
        let make = |limits: Limits, prefix: Option<&Prefix>| {
            let checked = limits.check()?;
            if checked.is_none() {
                return Ok(None);
            }
            let clock = Arc::clone(clock);
            Ok::<_, Error>(Some(match place {
                None => Limiter::new(&checked, clock),
                Some(place) => {
                    let store = Arc::clone(&place.store);
                    Limiter::shared(&checked, clock, store, place.key(prefix), place.phase)
                }
            }))
        };
        let mut limiters = HashMap::new();
        for (prefix, limits) in by_prefix {
            let named = catalog.prefixes.iter().find(|known| known.name == prefix);
            let Some(named) = named else {
                let known: Vec<&str> = catalog.prefixes.iter().map(|known| known.name).collect();
                let known = known.join("`, `");
                return Err(Error::config(format!(
                    "there is no prefix `{prefix}` to limit; known are `{known}`"
                )));
            };
            if let Some(limiter) = make(limits, Some(named))? {
                limiters.insert(prefix, limiter);
            }
        }
        let all = make(all, None)?;
        if place.is_some() && all.is_none() && limiters.is_empty() {
            return Err(Error::config(
                "there is a `limit_store` but no limits; set `limits` or `limits_of`",
            ));
        }
        Ok(Self {
            clock: Arc::clone(clock),
            all,
            by_prefix: limiters,
        })
    }

    /// Whether any of them counts a request under this prefix.
    pub(crate) fn hold_for(&self, prefix: &str) -> bool {
        self.all.is_some() || self.by_prefix.contains_key(prefix)
    }

    /// Waits for room for a request under this prefix and takes it, of both limiters or of none.
    ///
    /// # Errors
    ///
    /// [`Refused`], as soon as it is known that the turn would come after the deadline.
    pub(crate) async fn acquire(
        &self,
        prefix: &str,
        deadline: SystemTime,
        tell: Tell<'_>,
    ) -> Result<Waited, Refused> {
        let own = self.by_prefix.get(prefix);
        if own.is_none() && self.all.is_none() {
            return Ok(Waited::default());
        }
        let start = self.clock.now();
        // Its own first: whoever waits for that must not keep the others waiting.
        let mut turns = [None, None];
        loop {
            for (limiter, turn) in [own, self.all.as_ref()].into_iter().zip(&mut turns) {
                if let Some(limiter) = limiter {
                    if turn.is_none() {
                        *turn = Some(limiter.line_up(deadline)?);
                    }
                    if let Some(turn) = turn {
                        turn.come(deadline, tell).await?;
                    }
                }
            }
            // Whoever was not polled for a while may have been overtaken. Nobody waits for it more
            // than a moment, so no two can wait for each other.
            if Turn::take_all(turns.each_ref().map(Option::as_ref)) {
                break;
            }
        }
        let waited = self.clock.now().duration_since(start);
        Ok(Waited(waited.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests;
