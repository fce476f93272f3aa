//! Starting, stopping, panicking.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::time::{Duration, SystemTime};

use passport_sandbox::{Client, Clock, Sandbox, SandboxBuilder, SandboxError, SandboxState, Sleep};

use crate::support::{Caller, http};

#[tokio::test]
async fn plain_http_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let plain = sandbox.base_url("breb").replace("https://", "http://");
    let error = http(&sandbox).get(plain).send().await.unwrap_err();
    assert!(error.is_request() || error.is_connect(), "{error:?}");
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn both_names_are_certified() {
    let sandbox = Sandbox::start().await.unwrap();
    let address = sandbox.base_url("breb").replace("localhost", "127.0.0.1");
    let response = http(&sandbox).get(address).send().await.unwrap();
    assert_eq!(response.status(), 404);
}

#[tokio::test]
async fn a_stopped_sandbox_is_gone() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, base) = (http(&sandbox), sandbox.base_url("breb"));
    assert!(client.get(&base).send().await.is_ok());
    sandbox.shutdown().await;
    assert!(client.get(&base).send().await.is_err());
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let base = sandbox.base_url("x");
    let port: u16 = base.split([':', '/']).nth(4).unwrap().parse().unwrap();
    let error = Sandbox::builder().port(port).start().await.unwrap_err();
    assert!(matches!(error, SandboxError::Bind { port: taken, .. } if taken == port));
}

#[tokio::test]
async fn mistakes_are_named() {
    let client = Client::new("c", "s3cret").scopes(["read:zone"]);
    let error = Sandbox::builder().client(client).start().await.unwrap_err();
    let SandboxError::UnknownScope { nearest, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(nearest.as_deref(), Some("read:zones"));

    let error = Sandbox::builder().spec_file("/none/scopes.toml");
    assert!(matches!(error.start().await, Err(SandboxError::Spec(_))));
}

#[tokio::test]
async fn a_panic_answers_500_and_fails_the_test() {
    #[derive(Debug)]
    struct Broken;
    impl Clock for Broken {
        fn now(&self) -> SystemTime {
            panic!("the clock is broken")
        }

        fn sleep(&self, _: Duration) -> Sleep {
            Box::pin(std::future::ready(()))
        }
    }
    let sandbox = Sandbox::builder().clock(Broken).start().await.unwrap();
    let got = Caller::new(&sandbox, "breb").get("/v1/accounts").await;
    assert_eq!(got.status, 500);
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(sandbox)));
    let panic = dropped.unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(text.contains("the clock is broken"), "{text}");
}

#[test]
fn the_binary_says_what_is_wrong() {
    let broken = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for (arguments, status, expect) in [
        (&["--help"][..], 0, "Usage: passport-sandbox"),
        (&["--port", "80x"], 2, "`80x` is no port"),
        (&["--spec"], 2, "missing argument for option '--spec'"),
        (&["--verbose"], 2, "unexpected `--verbose`"),
        (&["--spec", broken], 1, "Cargo.toml:1:2: `package`"),
        (&["--spec", "none.toml"], 1, "cannot read none.toml"),
    ] {
        let mut binary = Command::new(env!("CARGO_BIN_EXE_passport-sandbox"));
        let output = binary.args(arguments).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(output.status.code(), Some(status), "{text}");
        assert!(text.contains(expect), "{text}");
    }
}

#[test]
fn handles_cross_threads() {
    fn check<T: Send + Sync>() {}
    check::<Sandbox>();
    check::<SandboxBuilder>();
    check::<SandboxState>();
    check::<SandboxError>();
}

#[test]
fn secrets_are_not_printed() {
    let client = Client::new("id", "s3cret");
    assert!(!format!("{client:?}").contains("s3cret"));
    let builder = Sandbox::builder().client(client);
    assert!(!format!("{builder:?}").contains("s3cret"));
}
