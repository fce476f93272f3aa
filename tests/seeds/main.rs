//! The two pages that the project began with: "Authentication & Access Tokens" of Passport Fintech and
//! "API Security" of Passport Inc. Their examples are tests, and `docs/seeds.md` says of each of their
//! sentences how it is honoured and by which test.

mod environment;
mod fintech;
mod page;
mod parking;
mod scopes;
mod sentence;
mod tokens;

use serde_json::Value;

/// The documented token response of a page.
fn response(api: &str) -> Value {
    let path = format!("documented/examples/{api}/token.json");
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap()
}
