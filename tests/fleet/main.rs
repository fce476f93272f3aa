//! A fleet on a real Redis server: machines as processes, the server killed, the network cut.
//!
//! Without a `redis-server` these tests say that they are skipped; with `PASSPORT_REQUIRE_REDIS` set,
//! as on the build machine, they fail.

mod eight;
mod figures;
mod members;
mod orders;
mod outages;
mod poison;
mod processes;
mod proxy;
mod redis;
mod tokens;
mod topology;
