//! A fleet on a real Redis server: machines as processes, the server killed, the network cut.
//!
//! Without a `redis-server` these tests say that they are skipped; with `PASSPORT_REQUIRE_REDIS` set,
//! as on the build machine, they fail.

#[allow(dead_code, reason = "the simulation does more with it")]
#[path = "../simulation/commands.rs"]
mod commands;
mod eight;
mod figures;
#[path = "../simulation/redis.rs"]
mod in_memory;
mod members;
mod orders;
mod outages;
mod parity;
mod poison;
mod processes;
mod proxy;
mod redis;
mod tls;
mod tokens;
mod topology;
