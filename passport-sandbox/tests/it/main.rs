//! The sandbox over real TLS on the loopback interface.

mod support;

mod breb;
mod foreign;
mod garbage;
mod lifecycle;
mod parking;
mod scopes;
mod tokens;
mod visionamos;
