//! Plays one cell, and looks at it from outside.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use passport_api::breb::Client;
use passport_api::{Counters, Error};
use passport_sandbox::{Fault, FaultHandle};

use crate::cells::{Coordinates, Often, Place, Position};
use crate::fault::{ATTEMPT, DEADLINE, LIMIT, Says, Told, When};
use crate::kind::{Kind, Token};
use crate::lane::{LIFETIME, Lane, Target};
use crate::oracle::{Outcome, pauses};
use crate::watch::{Tokens, leaks};

/// What was seen, and what must never be.
pub(crate) struct Seen {
    pub(crate) outcome: Outcome,
    pub(crate) wrong: Vec<String>,
}

/// The client of one cell, and what it is watched with.
struct Caller {
    client: Client,
    secret: String,
    tokens: Arc<Tokens>,
    counters: Arc<Counters>,
}

impl Caller {
    fn new(lane: &Lane, number: usize) -> Self {
        let (id, secret) = (
            format!("caller-{number}"),
            format!("s3cret-{number}-canary"),
        );
        let registered = passport_sandbox::Client::new(&id, &secret).every_scope();
        lane.sandbox.add_client(registered).unwrap();
        let (tokens, counters) = <(Arc<Tokens>, Arc<Counters>)>::default();
        let client = lane
            .builder()
            .credentials(id, &secret)
            .token_store(Arc::clone(&tokens))
            .observer(Arc::clone(&counters))
            .attempt_timeout(ATTEMPT)
            .timeout(DEADLINE)
            .body_limit(LIMIT)
            .random_seed(number as u64)
            .build()
            .unwrap();
        Self {
            client,
            secret,
            tokens,
            counters,
        }
    }

    /// What must be in no error.
    fn secrets(&self, target: &Target) -> Vec<String> {
        let mut secrets = target.secrets();
        secrets.push(self.secret.clone());
        secrets.extend(self.tokens.seen());
        secrets
    }
}

pub(crate) async fn play(lane: &Lane, cell: &Coordinates<'_>, number: usize) -> Seen {
    let sandbox = &lane.sandbox;
    let caller = Caller::new(lane, number);
    sandbox.clear_faults();
    sandbox.clear_requests();
    let unfetched = cell.place == Place::Token && cell.position == Position::First;
    let token: Option<Token> = if unfetched {
        None
    } else {
        Some(caller.client.token().await.unwrap())
    };
    match cell.position {
        Position::First | Position::Replay => {}
        Position::Refresh => lane.clock.advance(LIFETIME),
        Position::Early => lane.clock.advance(LIFETIME - Duration::from_secs(30)),
    }
    let tokens_before = sandbox.count("token");
    let target = lane.target(cell.kind).await;
    sandbox.clear_requests();

    let secrets = caller.secrets(&target);
    let strikes = inject(lane, cell, &secrets);
    let slept_before = lane.clock.slept();
    let result = {
        let call = async {
            let fetched;
            let token = match &token {
                Some(token) => token,
                None => {
                    fetched = caller.client.token().await?;
                    if cell.kind == Kind::Token {
                        return Ok(());
                    }
                    &fetched
                }
            };
            cell.kind.call(&caller.client, token, &target).await
        };
        drive(lane, cell, &strikes, call).await
    };
    let slept = lane.clock.slept() - slept_before;
    let sent = match cell.kind {
        Kind::Token => 0,
        kind => sandbox.count(kind.endpoint()),
    };
    let outcome = Outcome {
        got: result.as_ref().map_or_else(describe, |()| "ok".to_owned()),
        sent,
        tokens: tokens_before + sandbox.count("token"),
        drifts: caller.counters.drifts(),
    };
    settle(lane, cell, &strikes).await;
    let mut wrong = money(lane, cell, &target, &result);
    let (least, most) = pauses(cell);
    if slept < least || slept > most {
        wrong.push(format!(
            "waits for {slept:?}, not for {least:?} to {most:?}"
        ));
    }
    if let Err(error) = &result {
        let leaked = leaks(error, &caller.secrets(&target));
        wrong.extend(leaked.iter().map(|secret| format!("shows {secret}")));
        let attempts = u64::from(error.attempts());
        if attempts != sent {
            wrong.push(format!("the error speaks of {attempts} attempts"));
        }
    }
    Seen { outcome, wrong }
}

/// Lets the fault strike, after a refused token where the position wants one.
fn inject(lane: &Lane, cell: &Coordinates<'_>, secrets: &[String]) -> FaultHandle {
    let endpoint = cell.kind.endpoint();
    if cell.position == Position::Replay {
        let refused = Fault::revoke_tokens().on(endpoint).api("breb");
        lane.sandbox.inject(refused).unwrap();
    }
    let told = Told {
        text: &secrets.join(" "),
        scopes: cell.kind.scopes(),
    };
    let fault = (cell.row.make)(&told).api("breb").on(match cell.place {
        Place::Call => endpoint,
        Place::Token => "token",
    });
    let fault = match cell.often {
        Often::Once => fault,
        Often::Always => fault.always(),
    };
    lane.sandbox.inject(fault).unwrap()
}

/// What a call comes to, with the clock moved on wherever the server is silent.
async fn drive(
    lane: &Lane,
    cell: &Coordinates<'_>,
    strikes: &FaultHandle,
    call: impl Future<Output = Result<(), Error>>,
) -> Result<(), Error> {
    let silent = cell.row.says == Says::Silence;
    let mut call = pin!(call);
    let mut struck = 0;
    loop {
        tokio::select! {
            result = &mut call => return result,
            () = strikes.struck(struck + 1), if silent => {
                struck += 1;
                lane.clock.advance(ATTEMPT);
            }
        }
    }
}

/// Waits until also that is processed whose caller has given up.
async fn settle(lane: &Lane, cell: &Coordinates<'_>, strikes: &FaultHandle) {
    lane.clock.advance(DEADLINE);
    let processed = || lane.sandbox.count_processed(cell.kind.endpoint());
    if cell.place == Place::Call && cell.row.when == When::Late {
        while processed() < strikes.strikes() {
            tokio::task::yield_now().await;
        }
    }
}

/// What the caller gets, in few words.
fn describe(error: &Error) -> String {
    let status = error.status().map(|status| status.as_u16());
    let what = if error.is_missing_scope() {
        "missing scope".to_owned()
    } else if error.is_token() {
        status.map_or("no token".to_owned(), |status| {
            format!("no token ({status})")
        })
    } else if error.is_timeout() {
        "time-out".to_owned()
    } else if error.is_decode() {
        "unreadable".to_owned()
    } else if let Some(insufficient) = error
        .insufficient_scope()
        .filter(|scopes| scopes.is_stated_by_server())
    {
        let drift = insufficient.is_drift();
        let which = if drift { "another" } else { "the spec's" };
        format!("{} for {which} scope", status.unwrap_or_default())
    } else if let Some(status) = status {
        status.to_string()
    } else if error.is_config() || error.is_request() || error.is_connect() || error.is_limit() {
        format!("another error: {error}")
    } else {
        "connection lost".to_owned()
    };
    if error.is_outcome_unknown() {
        format!("outcome unknown ({what})")
    } else {
        what
    }
}

/// What is wrong with the money, or with what else was changed.
fn money(
    lane: &Lane,
    cell: &Coordinates<'_>,
    target: &Target,
    result: &Result<(), Error>,
) -> Vec<String> {
    if !cell.kind.changes() {
        return Vec::new();
    }
    let processed = lane.sandbox.count_processed(cell.kind.endpoint());
    let done = if cell.kind.pays() {
        let origin = match cell.kind {
            Kind::KeyedPost => target.resolution.as_str(),
            _ => target.payee.as_str(),
        };
        let ledger = lane.sandbox.ledger("breb");
        let paid = ledger.iter().filter(|entry| entry.origin == origin);
        paid.count() as u64
    } else {
        processed
    };
    let mut wrong = Vec::new();
    if done > 1 || (processed > 1 && cell.kind != Kind::KeyedPost) {
        wrong.push(format!("done {done} times, processed {processed} times"));
    }
    match result {
        Ok(()) if done == 0 => wrong.push("ok, but it was not done".to_owned()),
        Err(error) if !error.is_outcome_unknown() && done > 0 => {
            wrong.push("it was done, and the error does not say that it may have been".to_owned());
        }
        _ => {}
    }
    wrong
}
