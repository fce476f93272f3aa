//! The limiters of a client: one for all of it, and one for each path prefix that has its own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use crate::catalog::Catalog;
use crate::clock::Clock;
use crate::error::Error;
use crate::limit::limiter::Turn;
use crate::limit::{Limiter, Limits, Refused, Waited};

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
    ) -> Result<Self, Error> {
        let make = |limits: Limits| match limits.check()? {
            checked if checked.is_none() => Ok(None),
            checked => Ok(Some(Limiter::new(&checked, Arc::clone(clock)))),
        };
        let mut limiters = HashMap::new();
        for (prefix, limits) in by_prefix {
            if !catalog.prefixes.iter().any(|known| known.name == prefix) {
                let known: Vec<&str> = catalog.prefixes.iter().map(|known| known.name).collect();
                let known = known.join("`, `");
                return Err(Error::config(format!(
                    "there is no prefix `{prefix}` to limit; known are `{known}`"
                )));
            }
            if let Some(limiter) = make(limits)? {
                limiters.insert(prefix, limiter);
            }
        }
        Ok(Self {
            clock: Arc::clone(clock),
            all: make(all)?,
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
                        turn.come(deadline).await?;
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
