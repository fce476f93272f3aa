//! What becomes of a token while its call waits: in the line of a limit, or for a slow server.

use passport_api::Limits;
use passport_sandbox::Fault;

use crate::SECOND;
use crate::in_process::simulated;
use crate::stage::{InProcess, List, Stage, expect_all};

#[test]
fn a_token_that_expires_in_the_line_of_a_limit_is_renewed_before_it_is_sent() {
    simulated(async {
        let stage = InProcess::with(
            |sandbox| sandbox.token_lifetime(5 * SECOND),
            |client| client.limits(Limits::new().per_second(1)),
        );
        expect_all(stage.stampede(20)).await;
        assert_eq!(stage.calls(), 20, "none is refused with an old token");
    });
}

#[test]
fn a_refused_call_is_not_replayed_with_a_token_that_has_expired_meanwhile() {
    simulated(async {
        let stage = InProcess::with(
            |sandbox| sandbox.token_lifetime(5 * SECOND),
            |client| client,
        );
        stage.client().token::<List>().await.unwrap();
        // The first call is refused late: its token is old then, and so is the next one, which the
        // second call has fetched.
        let slow = stage.inject(Fault::delay(20 * SECOND).on("customers.list"));
        let first = stage.stampede(1);
        slow.struck(1).await;
        stage.pass(6 * SECOND).await;
        expect_all(stage.stampede(1)).await;
        assert_eq!(stage.token_requests(), 2);
        expect_all(first).await;
        assert_eq!(stage.token_requests(), 3);
        assert_eq!(stage.calls(), 3);
    });
}
