//! The tests that docs/guide/tests.md shows, word by word.

use std::error::Error;
use std::time::Duration;

use library::model::NewLoan;
use passport_api::{ManualClock, parking};
use passport_sandbox::{Fault, Sandbox};

parking::scope_set! {
    struct Kiosk = "read:zones";
}

#[tokio::test]
async fn the_zone_is_found() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let client: parking::Client = sandbox.client()?;
    let token = client.token::<Kiosk>().await?;

    let zones = client.zones().list(&token).zone_number("1001").await?;

    assert_eq!(zones.items.len(), 1);
    assert_eq!(sandbox.count("zones.list"), 1);
    Ok(())
}

library::scope_set! {
    struct Desk = "loans:write";
}

#[tokio::test]
async fn a_lost_answer_is_not_lent_twice() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().spec_file(SPEC).start().await?;
    let client: library::Client = sandbox.client()?;
    let token = client.token::<Desk>().await?;
    // It is processed, and then the connection breaks.
    sandbox.inject(Fault::reset().on("loans.take_back").after_processing())?;

    let error = client.loans().take_back(&token, "l-1").await.unwrap_err();

    assert!(error.is_outcome_unknown());
    assert_eq!(sandbox.count("loans.take_back"), 1); // not sent again
    assert_eq!(sandbox.count_processed("loans.take_back"), 1); // but done
    Ok(())
}

#[tokio::test]
async fn an_old_token_is_renewed() -> Result<(), Box<dyn Error>> {
    let clock = ManualClock::new();
    let builder = Sandbox::builder().clock(clock.clone()).spec_file(SPEC);
    let sandbox = builder
        .token_lifetime(Duration::from_secs(60))
        .start()
        .await?;
    let client: library::Client = sandbox.client()?;
    let token = client.token::<Desk>().await?;

    clock.advance(Duration::from_secs(61));
    let loan = NewLoan::new("b-1", "r-7");
    client.loans().create(&token, &loan).await?;

    assert_eq!(sandbox.count("token"), 2);
    Ok(())
}

#[tokio::test]
async fn a_smaller_grant_is_no_token() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().spec_file(SPEC).start().await?;
    let client: library::Client = sandbox.client()?;
    sandbox.inject(Fault::grant_without(["loans:write"]))?;

    let error = client.token::<Desk>().await.unwrap_err();

    assert_eq!(error.missing_scopes(), ["loans:write"]);
    Ok(())
}

#[tokio::test]
async fn a_refusal_is_waited_out() -> Result<(), Box<dyn Error>> {
    let clock = ManualClock::new().skip_sleeps();
    let builder = Sandbox::builder().clock(clock.clone()).spec_file(SPEC);
    let sandbox = builder.start().await?;
    let client: library::Client = sandbox.client()?;
    let token = client.token::<Desk>().await?;
    let busy = Fault::rate_limited().retry_after(Duration::from_secs(30));
    sandbox.inject(busy.on("loans.get").times(1))?;

    client.loans().get(&token, "l-1").await?;

    assert!(clock.slept() >= Duration::from_secs(30)); // in no time
    Ok(())
}

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/library/scopes.toml");
