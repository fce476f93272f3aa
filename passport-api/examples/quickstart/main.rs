//! The main job, without credentials and without a service: an access token's life, a Bre-B pay-out
//! and a parking session against a sandbox that this program starts itself.
//!
//! ```text
//! cargo run --example quickstart
//! ```
//!
//! With `PASSPORT_BASE_URL`, `PASSPORT_CLIENT_ID` and `PASSPORT_CLIENT_SECRET` set, it talks to that
//! server instead: the token and the pay-out, or with `cargo run --example quickstart -- parking` the parking
//! session. It refuses a production server, because it pays.

mod manage_token;
mod narrate;
mod park;
mod pay_out;
#[cfg(test)]
mod printed;

use std::error::Error;
use std::process::ExitCode;

use narrate::Narrator;
use passport_api::{Api, ClientBuilder, Clock, SystemClock, breb, parking};
use passport_sandbox::Sandbox;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe quickstart stops: {error}");
            let said = error
                .downcast_ref::<passport_api::Error>()
                .and_then(|e| e.problem());
            if let Some(detail) = said.and_then(passport_api::Problem::detail) {
                eprintln!("  the server says: {detail}");
            }
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let mut narrator = Narrator::default();
    let is_set = |name| std::env::var_os(name).is_some();
    if SETTINGS.into_iter().any(is_set) {
        on_a_real_server(&mut narrator).await?;
    } else {
        in_a_sandbox(&SystemClock, &mut narrator).await?;
    }
    narrate::compile_error();
    Ok(())
}

async fn in_a_sandbox(
    clock: &(impl Clock + Clone),
    narrator: &mut Narrator,
) -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().clock(clock.clone()).start().await?;
    println!(
        "A sandbox listens on {}; it exists only as long as this program.",
        sandbox.base_url("")
    );
    let client = sandboxed(&sandbox, breb::Client::builder())?;
    manage_token::run(&client, narrator).await?;
    pay_out::run(&client, clock, narrator).await?;
    let client = sandboxed(&sandbox, parking::Client::builder())?;
    park::run(&client, clock, narrator).await?;
    sandbox.shutdown().await;
    Ok(())
}

/// With any of these, the server is a real one; the client says which are missing.
const SETTINGS: [&str; 3] = [
    "PASSPORT_BASE_URL",
    "PASSPORT_CLIENT_ID",
    "PASSPORT_CLIENT_SECRET",
];

/// A client of the sandbox, whose certificate it trusts.
fn sandboxed<A: Api>(
    sandbox: &Sandbox,
    builder: ClientBuilder<A>,
) -> Result<A, passport_api::Error> {
    builder
        .base_url(sandbox.base_url(A::CATALOG.name))
        .root_certificate(sandbox.certificate_pem())
        .credentials(sandbox.client_id(), sandbox.client_secret())
        .build()
}

async fn on_a_real_server(narrator: &mut Narrator) -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("parking") {
        refuse_production(&parking::CATALOG)?;
        park::run(&parking::Client::from_env()?, &SystemClock, narrator).await?;
    } else {
        refuse_production(&breb::CATALOG)?;
        let client = breb::Client::from_env()?;
        manage_token::run(&client, narrator).await?;
        pay_out::run(&client, &SystemClock, narrator).await?;
    }
    Ok(())
}

/// A quickstart must not move real money.
fn refuse_production(catalog: &passport_api::catalog::Catalog) -> Result<(), String> {
    let base_url = std::env::var("PASSPORT_BASE_URL")
        .unwrap_or_default()
        .to_lowercase();
    let mut servers = catalog
        .servers
        .iter()
        .filter(|server| server.name == "production");
    if servers.any(|server| base_url.starts_with(server.url)) {
        return Err(format!(
            "{base_url} is the production server, and the quickstart pays"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use passport_api::ManualClock;

    use crate::printed::{assert_no_debug_output, printed_by};

    #[tokio::test]
    async fn quickstart_signs_in_pays_and_parks() {
        let clock = ManualClock::new().skip_sleeps();
        let mut narrator = super::Narrator::default();
        super::in_a_sandbox(&clock, &mut narrator).await.unwrap();
        super::narrate::compile_error();
    }

    #[test]
    fn the_output_is_for_people() {
        let printed = printed_by("tests::quickstart_signs_in_pays_and_parks");
        assert!(printed.contains("token.revoke()"), "{printed}");
        assert!(printed.contains(" is SETTLED"), "{printed}");
        assert!(printed.contains("1 on this page, 1 in all"), "{printed}");
        assert_no_debug_output(&printed);
    }
}
