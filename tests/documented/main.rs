//! The systems as their pages document them: every call as it stands on the wire, and every field of
//! every example, read by a typed accessor.
//!
//! * `calls/SYSTEM.json` has the requests by endpoint, written from the pages and not from the
//!   client. A name behind the endpoint's (`keys.create.email`) is another request of the same call.
//! * `examples/SYSTEM/ENDPOINT….json` are the answers that the pages show or describe. Each is what
//!   the server of the test answers, and each leaf of it has to come back from an accessor in
//!   `accessors/`, also after it was changed.
//!
//! An endpoint without a request, one without an example, an example that no call reads, and a leaf
//! without an accessor fail the tests.

mod accessors;
mod breb;
mod case;
mod data;
mod inferred;
mod leaves;
mod mock;
mod pages;
mod parking;
mod requests;
mod token;
mod visionamos;
