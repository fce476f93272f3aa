//! The claim of the whole workspace, for every endpoint: without its scope a call does not compile,
//! with it, it does.
//!
//! The calls are generated from the specs, so an endpoint that is added is tested. All are compiled
//! together, as a crate of their own below the target directory: once with sets that hold every
//! scope but a needed one, once with sets that hold that one too.

use std::collections::BTreeSet;

use passport_spec::Spec;
use xtask::lacking;
use xtask::scratch::{Message, Package};

#[test]
fn every_endpoint_compiles_with_its_scopes_only() {
    let specs = [
        ("../scopes.toml", "passport_api"),
        ("foreign/scopes.toml", "passport_tests"),
    ];
    let specs = specs.map(|(file, krate)| (Spec::load(file).unwrap(), krate));
    let mut calls = Vec::new();
    for (spec, krate) in &specs {
        for api in spec.apis() {
            calls.extend(lacking::calls(&format!("{krate}::{}", api.name), api));
        }
    }
    let endpoints: BTreeSet<_> = calls
        .iter()
        .map(|call| (&call.api.name, call.endpoint.id()))
        .collect();
    let endpoints = endpoints.len();
    assert!(endpoints > 30, "only {endpoints} endpoints need scopes");

    let without = check("without", &lacking::source(&calls, false));
    let mistakes = lacking::mistakes(&calls, &without);
    assert!(mistakes.is_empty(), "{mistakes:#?}");

    let with = check("with", &lacking::source(&calls, true));
    assert!(with.is_empty(), "calls that hold all scopes: {with:#?}");
    println!(
        "{endpoints} endpoints need scopes; {} calls that lack one are an error each, and none when \
         they hold it",
        calls.len()
    );
}

/// Compiles the file; answers with the line and the first line of every error and warning.
fn check(name: &str, source: &str) -> Vec<Message> {
    let package = Package::of_test(env!("CARGO_TARGET_TMPDIR"), name).unwrap();
    package.write("src/lib.rs", source).unwrap();
    package
        .check()
        .unwrap_or_else(|failure| panic!("{failure}"))
}
