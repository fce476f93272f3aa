//! Resolutions: whom a key names, good for one payment within half an hour.

use jiff::{SignedDuration, Timestamp};

use crate::fields::invalid;
use crate::refusal::{Reason, Refusal};
use crate::systems::fintech::Store;
use crate::systems::fintech::holder::Holder;
use crate::systems::fintech::key::KeyText;
use crate::text::fresh_id;

/// Whom a key named at some moment.
#[derive(Clone)]
pub(crate) struct Resolution {
    pub(crate) id: String,
    pub(crate) customer_id: String,
    pub(crate) key: KeyText,
    pub(crate) holder: Holder,
    pub(crate) resolved: Timestamp,
    pub(crate) expires: Timestamp,
}

impl Store {
    /// Looks up who is behind a key, for a customer who wants to pay.
    pub(crate) fn resolve(
        &mut self,
        customer_id: &str,
        key: &KeyText,
        now: Timestamp,
    ) -> Result<Resolution, Refusal> {
        let resolution = Resolution {
            id: fresh_id(),
            customer_id: customer_id.to_owned(),
            key: key.clone(),
            holder: self.holder(key)?,
            resolved: now,
            expires: now.checked_add(LIFE).unwrap_or(Timestamp::MAX),
        };
        let forgotten = |old: &Resolution| now.duration_since(old.expires) > REMEMBERED;
        while self.resolutions.front().is_some_and(forgotten) {
            self.resolutions.pop_front();
        }
        self.resolutions.push_back(resolution.clone());
        Ok(resolution)
    }

    /// The resolution with this id, while it lives.
    pub(crate) fn live_resolution(&self, id: &str, now: Timestamp) -> Result<&Resolution, Refusal> {
        // Most are paid soon after they were made.
        let mut resolutions = self.resolutions.iter().rev();
        let resolution = resolutions
            .find(|resolution| resolution.id == id)
            .ok_or_else(|| invalid("resolution_id", "names no resolution"))?;
        if resolution.expires <= now {
            let detail = "A resolution lives 30 minutes; resolve again.";
            return Err(Reason::ResolutionExpired.because(detail));
        }
        Ok(resolution)
    }
}

const LIFE: SignedDuration = SignedDuration::from_mins(30);

/// How long an expired resolution is told from one that never was.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);
