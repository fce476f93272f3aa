//! What a machine of the fleet is told, and what it reports; both in JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The variable of the environment that holds a machine's orders.
pub const ORDERS: &str = "PASSPORT_FLEET_ORDERS";

/// What a machine has to do.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Orders {
    pub base_url: String,
    pub certificate: String,
    pub client_id: String,
    pub secret: String,
    pub redis: String,
    pub sealing_key: String,
    /// How many machines there are.
    pub machines: u32,
    pub per_second: u32,
    pub burst: u32,
    pub calls: u32,
    /// How many of them are under way at a time.
    pub at_a_time: u32,
}

/// What came of it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Report {
    pub served: u64,
    /// By their errors.
    pub failed: BTreeMap<String, u64>,
    pub redis_requests: u64,
    pub redis_failures: u64,
    pub tokens: u64,
    pub store_failures: u64,
    pub limits_alone: u64,
    /// How long the calls have waited for the limit, all added up.
    pub waited_millis: u64,
}
