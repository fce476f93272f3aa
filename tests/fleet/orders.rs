//! What a machine of the fleet is told, and what it reports; both in JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The variable of the environment that holds a machine's orders.
pub(crate) const ORDERS: &str = "PASSPORT_FLEET_ORDERS";

/// What a machine has to do.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Orders {
    pub(crate) base_url: String,
    pub(crate) certificate: String,
    pub(crate) client_id: String,
    pub(crate) secret: String,
    pub(crate) redis: String,
    pub(crate) sealing_key: String,
    /// How many machines there are.
    pub(crate) machines: u32,
    pub(crate) per_second: u32,
    pub(crate) burst: u32,
    pub(crate) calls: u32,
    /// How many of them are under way at a time.
    pub(crate) at_a_time: u32,
}

/// What came of it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Report {
    pub(crate) served: u64,
    /// By their errors.
    pub(crate) failed: BTreeMap<String, u64>,
    pub(crate) redis_requests: u64,
    pub(crate) redis_failures: u64,
    pub(crate) tokens: u64,
    pub(crate) store_failures: u64,
    pub(crate) limits_alone: u64,
    /// How long the calls have waited for the limit, all added up.
    pub(crate) waited_millis: u64,
}
