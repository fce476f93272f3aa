//! Client secrets that change while the program runs.

use std::error::Error as _;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use passport_api::breb::{self, Client};
use passport_api::{ClientSecretFuture, ClientSecretProvider, ManualClock, RetryPolicy};
use passport_sandbox::Client as Registered;

use crate::support::World;

breb::scope_set! {
    struct List = "paas.core.breb_payments.list.get";
}

const OLD: &str = "the-first-secret-1";
const NEW: &str = "the-second-secret-2";

const SECOND: Duration = Duration::from_secs(1);

/// The answer of the secret store: a secret, or the reason for having none.
type Kept = Arc<Mutex<Result<&'static str, &'static str>>>;

fn register(world: &World, secret: &str) {
    let client = Registered::new("rotated", secret).every_scope();
    world.sandbox.add_client(client).unwrap();
}

#[tokio::test]
async fn a_rotated_secret_is_used_and_handles_stay_good() {
    let world = World::start().await;
    register(&world, OLD);
    let kept: Kept = Arc::new(Mutex::new(Ok(OLD)));
    let asked = Arc::new(Mutex::new(0));
    let provider = {
        let (kept, asked) = (Arc::clone(&kept), Arc::clone(&asked));
        move || {
            *asked.lock().unwrap() += 1;
            kept.lock().unwrap().map_err(io::Error::other)
        }
    };
    let builder = world.builder::<Client>();
    let client = builder
        .client_secret_provider("rotated", provider)
        .build()
        .unwrap();
    let token = client.token::<List>().await.unwrap();
    client.payments().list(&token).await.unwrap();
    assert_eq!(*asked.lock().unwrap(), 1, "once for each token request");

    register(&world, NEW);
    *kept.lock().unwrap() = Ok(NEW);
    world.clock.advance(Duration::from_secs(25 * 3600));
    client.payments().list(&token).await.unwrap();
    assert_eq!((*asked.lock().unwrap(), world.token_requests()), (2, 2));

    // The old secret is refused by now, which is told without either of them.
    *kept.lock().unwrap() = Ok(OLD);
    world.clock.advance(Duration::from_secs(25 * 3600));
    let error = client.payments().list(&token).await.unwrap_err();
    assert!(!error.is_temporary(), "{error}");
    let shown = format!("{error} {error:?} {client:?}");
    assert!(!shown.contains(OLD) && !shown.contains(NEW), "{shown}");
    // The secret that is put right is used at once, whatever back-off its refusal began.
    assert!(client.payments().list(&token).await.is_err());
    *kept.lock().unwrap() = Ok(NEW);
    client.payments().list(&token).await.unwrap();
}

#[tokio::test]
async fn a_provider_that_fails_is_the_source_and_is_asked_again() {
    let world = World::start().await;
    register(&world, OLD);
    let kept: Kept = Arc::new(Mutex::new(Err("the vault is sealed")));
    let provider = {
        let kept = Arc::clone(&kept);
        move || {
            let answer = *kept.lock().unwrap();
            Box::pin(async move {
                tokio::task::yield_now().await;
                answer.map_err(io::Error::other)
            })
        }
    };
    let builder = world
        .builder::<Client>()
        .client_secret_provider("rotated", provider);
    let client = builder.build().unwrap();
    let error = client.token::<List>().await.unwrap_err();
    assert!(error.is_token() && error.is_temporary(), "{error}");
    assert!(
        error
            .to_string()
            .contains("provider of the client's secret failed"),
        "{error}"
    );
    let source = error.source().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(source.to_string(), "the vault is sealed");
    assert_eq!(world.token_requests(), 0, "nothing was sent");

    *kept.lock().unwrap() = Ok("");
    let error = client.token::<List>().await.unwrap_err();
    assert!(error.to_string().contains("empty"), "{error}");

    *kept.lock().unwrap() = Ok(OLD);
    client.token::<List>().await.unwrap();

    // An error that repeats a secret that was used is not kept.
    *kept.lock().unwrap() = Err("cannot renew the-first-secret-1");
    world.clock.advance(Duration::from_secs(25 * 3600));
    let error = client.token::<List>().await.unwrap_err();
    let source = error.source().unwrap();
    assert!(
        !format!("{source} {source:?} {error:?}").contains(OLD),
        "{source}"
    );
}

#[tokio::test]
async fn a_provider_that_hangs_is_a_failure_of_time() {
    struct Hangs;
    impl ClientSecretProvider for Hangs {
        fn client_secret(&self) -> ClientSecretFuture<'_> {
            Box::pin(std::future::pending())
        }
    }
    let world = World::start().await;
    // This clock is moved by the test alone.
    let clock = ManualClock::new();
    let builder = world.builder::<Client>().clock(clock.clone());
    let builder = builder.retry(RetryPolicy::never()).attempt_timeout(SECOND);
    let client = builder
        .client_secret_provider("rotated", Hangs)
        .build()
        .unwrap();
    let call = tokio::spawn(async move { client.token::<List>().await.map(drop) });
    while clock.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    clock.advance(SECOND);
    let error = call.await.unwrap().unwrap_err();
    assert!(
        error.is_token() && error.is_timeout() && error.is_temporary(),
        "{error}"
    );
    assert!(error.to_string().contains("provider"), "{error}");
    assert_eq!(world.token_requests(), 0);
}

#[tokio::test]
async fn closures_of_every_kind_provide_a_secret() {
    let world = World::start().await;
    register(&world, OLD);
    let builder = || world.builder::<Client>();
    let builders = [
        builder().client_secret_provider("rotated", || OLD),
        builder().client_secret_provider("rotated", || OLD.to_owned()),
        builder().client_secret_provider("rotated", || passport_api::ClientSecret::from(OLD)),
        builder().client_secret_provider("rotated", || Ok::<_, io::Error>(OLD)),
        builder().client_secret_provider("rotated", || {
            Box::pin(async { Ok::<_, io::Error>(OLD.to_owned()) })
        }),
    ];
    for builder in builders {
        builder.build().unwrap().token::<List>().await.unwrap();
    }
    let empty = builder().client_secret_provider("", || OLD).build();
    assert!(empty.unwrap_err().is_config());
}
