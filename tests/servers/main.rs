//! The client against servers that break, stretch or misuse HTTP, over raw connections.

mod bodies;
mod certificates;
mod http2;
mod idle_timeouts;
mod leaks;
mod raw;
mod runtimes;
mod shop;
mod silence;
mod truncation;
