//! The sandbox over real TLS on the loopback interface.

mod support;

mod answers;
mod breb;
mod connections;
mod examples;
mod faults;
mod filters;
mod fixture;
mod foreign;
mod garbage;
mod idempotency;
mod in_process;
mod lifecycle;
mod limits;
mod media_types;
mod messages;
mod parking;
mod record;
mod rules;
mod scopes;
mod shapes;
mod token_faults;
mod tokens;
mod visionamos;
mod waits;
