//! How many crates a minimal user compiles.

use super::package::Package;
use super::program;
use crate::Outcome;
use crate::finding::{Finding, Table};

/// Counts the crates of passport and of its peers.
pub(super) fn report(finding: &mut Finding) -> Outcome {
    let mut table = Table::new([
        "a program that depends on",
        "crates",
        "that passport has not",
    ]);
    let mut passport = None;
    for (name, dependencies) in users()? {
        let package = Package::create("crates", &dependencies)?;
        package.write("crates.rs", "fn main() {}\n")?;
        let crates = package.crates()?;
        let passport = passport.get_or_insert_with(|| crates.clone());
        let others = crates.iter().filter(|name| !passport.contains(name));
        table.row([
            name.to_owned(),
            crates.len().to_string(),
            others.count().to_string(),
        ]);
    }
    finding.heading("Crates of a minimal user");
    finding.text(ABOUT);
    finding.table(table);
    Ok(())
}

/// Programs: what they are called, and what they depend on.
fn users() -> Outcome<[(&'static str, Vec<String>); 6]> {
    let [reqwest, rustls, ..] = program::by_hand();
    let http = vec![reqwest, rustls];
    let with_http = |peer: &[&str]| {
        let peer = peer.iter().map(|line| (*line).to_owned());
        peer.chain(http.clone()).collect()
    };
    let yup = "yup-oauth2 = { version = \"12\", default-features = false, \
               features = [\"hyper-rustls\", \"ring\", \"service-account\"] }";
    let azure = [
        "azure_core = { version = \"1\", default-features = false, features = [\"reqwest\", \"tokio\"] }",
        "azure_identity = { version = \"1\", default-features = false }",
    ];
    Ok([
        ("`passport-api` with one system", vec![program::passport()?]),
        (
            "`reqwest` and `rustls`, as passport uses them",
            http.clone(),
        ),
        (
            "the same with `serde`, `serde_json`, `tokio`",
            program::by_hand().to_vec(),
        ),
        (
            "`progenitor-client` with the same TLS",
            with_http(&["progenitor-client = \"0.15\""]),
        ),
        ("`azure_identity` with the same TLS", with_http(&azure)),
        ("`yup-oauth2`", vec![yup.to_owned()]),
    ])
}

const ABOUT: &str = "\
`cargo tree --edges normal,build`: each crate in each version once, those included that build scripts and macros need.
The peers stop at what they do: `azure_identity` and `yup-oauth2` fetch tokens and make no calls.";
