//! The suite over both versions of HTTP.

use std::process::Command;

use http::Version;
use passport_api::parking::{self, Client};

use crate::support::{OVER_HTTP1, World, is_over_http1};

parking::scope_set! {
    struct Kiosk = "read:zones";
}

#[tokio::test]
async fn calls_go_over_the_version_of_the_run() {
    let world = World::start().await;
    let client = world.client::<Client>();
    let token = client.token::<Kiosk>().await.unwrap();
    client.zones().list(&token).await.unwrap();
    let version = match is_over_http1() {
        true => Version::HTTP_11,
        false => Version::HTTP_2,
    };
    let seen = world.sandbox.requests();
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|request| request.version == version));
}

/// Runs the suite once more, with sandboxes that offer HTTP/1.1 only.
#[test]
fn all_tests_pass_over_http_1_1_too() {
    if is_over_http1() {
        return;
    }
    let program = std::env::current_exe().unwrap();
    let listed = Command::new(&program).arg("--list").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let here = listed.lines().filter(|line| line.ends_with(": test"));
    // All but this one.
    let expected = here.count() - 1;
    assert!(expected > 100, "the list of tests is:\n{listed}");
    let run = Command::new(&program)
        .args(["--skip", "all_tests_pass_over_http_1_1_too"])
        .env(OVER_HTTP1, "1")
        .output()
        .unwrap();
    let (out, errors) = (
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr),
    );
    let passed = format!("test result: ok. {expected} passed; 0 failed; 0 ignored;");
    assert!(
        run.status.success() && out.contains(&passed),
        "over HTTP/1.1, where {expected} tests are to pass:\n{out}\n{errors}"
    );
}
