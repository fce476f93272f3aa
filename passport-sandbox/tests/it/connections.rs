//! Connections: the version of HTTP that is spoken on them, and one that goes silent.

use passport_api::parking;
use passport_sandbox::{Fault, Sandbox};
use reqwest::Version;

use crate::faults::ZONES;
use crate::support::Caller;

parking::scope_set! {
    struct Kiosk = "read:zones";
}

#[tokio::test]
async fn a_silent_connection_stays_open_and_answers_nothing_more() {
    for version in [Version::HTTP_11, Version::HTTP_2] {
        let sandbox = Sandbox::start().await.unwrap();
        let caller = Caller::over(&sandbox, "parking", version).await;
        let send = || tokio::spawn(caller.request("GET", ZONES).send());
        assert_eq!(send().await.unwrap().unwrap().version(), version);
        let fault = Fault::silent_connection().on("zones.list");
        let fault = sandbox.inject(fault).unwrap();
        let struck = send();
        fault.struck(1).await;
        // Over HTTP/2 it goes the same way; over HTTP/1.1 it has a connection of its own.
        let later = send();
        let other = Caller::over(&sandbox, "parking", version).await;
        assert_eq!(other.get(ZONES).await.status, 200, "{version:?}");
        let seen = sandbox.requests_of("zones.list");
        assert_eq!(seen[1].fault, Some("silent_connection"));
        assert_eq!((seen[1].status, seen[1].processed), (0, false));
        if version == Version::HTTP_2 {
            assert_eq!(seen.len(), 3, "nothing is read from a silent connection");
            assert!(!later.is_finished());
        } else {
            assert_eq!(later.await.unwrap().unwrap().status(), 200);
        }
        assert!(!struck.is_finished(), "{version:?}: it is still open");
        sandbox.shutdown().await;
        struck.await.unwrap().unwrap_err();
    }
}

#[tokio::test]
async fn a_connection_can_go_silent_after_processing() {
    for version in [Version::HTTP_11, Version::HTTP_2] {
        let sandbox = Sandbox::start().await.unwrap();
        let caller = Caller::over(&sandbox, "parking", version).await;
        let fault = Fault::silent_connection().on("zones.list");
        let fault = sandbox.inject(fault.after_processing()).unwrap();
        let struck = tokio::spawn(caller.request("GET", ZONES).send());
        fault.struck(1).await;
        let seen = &sandbox.requests_of("zones.list")[0];
        assert_eq!((seen.processed, seen.outcome), (true, Some(200)));
        assert!(!struck.is_finished());
    }
}

#[tokio::test]
async fn http_2_can_be_switched_off() {
    for (http1_only, version) in [(true, Version::HTTP_11), (false, Version::HTTP_2)] {
        let builder = Sandbox::builder();
        let builder = match http1_only {
            true => builder.http1_only(),
            false => builder,
        };
        let sandbox = builder.start().await.unwrap();
        // A client that offers both.
        let client: parking::Client = sandbox.client().unwrap();
        client.token::<Kiosk>().await.unwrap();
        assert_eq!(sandbox.requests_of("token")[0].version, version);
    }
}
