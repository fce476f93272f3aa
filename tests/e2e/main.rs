//! The client against the sandbox, over real TLS: every call of the built-in systems, the token's
//! life, and what the transport refuses. All of it is run over HTTP/2 and over HTTP/1.1.

mod answers;
mod breb;
mod challenges;
mod connection;
mod foreign;
mod given_token;
mod headers;
mod leases;
mod lists;
mod names;
mod observed;
mod outcome;
mod parking;
mod protocols;
mod refusals;
mod renewal;
mod requests;
mod responses;
mod rotation;
mod support;
mod token_errors;
mod token_response;
mod tokens;
mod told;
mod transport;
mod twice;
mod visionamos;
mod wire;
