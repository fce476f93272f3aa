//! The faults that the sandbox offers, and what each says to one who knows the documents only.

use std::time::Duration;

use passport_sandbox::Fault;

/// A row of the table.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) says: Says,
    pub(crate) when: When,
    /// How long the server asks the caller to wait.
    pub(crate) asks: Duration,
    pub(crate) make: fn(&Told<'_>) -> Fault,
}

/// What a server could repeat in its answer.
pub(crate) struct Told<'t> {
    /// What it was told by the client, secrets and personal data.
    pub(crate) text: &'t str,
    /// The scopes that the spec says it needs.
    pub(crate) scopes: &'t [&'t str],
}

/// What the caller's side can know of what has happened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Says {
    /// No answer in the time for an attempt.
    Silence,
    /// The connection was lost, or the answer ends in the middle.
    Lost,
    /// The server has failed, and says no more than this status.
    Failed(u16),
    /// The server has refused the request for the moment; the caller's time may be up before.
    TooMany { in_time: bool },
    /// The token is not accepted.
    BadToken,
    /// A scope is missing: the one that the spec names, or another.
    NoScope { drift: bool },
    /// The answer is elsewhere.
    Elsewhere,
    /// Done, it says, but in words that nobody can read.
    Unreadable,
    /// Done, it says, at greater length than the client listens.
    TooLong,
    /// All is well, but for what does not matter.
    Fine,
    /// The credentials are not accepted.
    BadClient,
    /// The token's grant does not cover the set.
    Narrow,
    /// The answer does not say what was granted.
    Unsaid,
    /// The token is dead when it arrives.
    Dead,
}

/// When a fault strikes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum When {
    /// The request is not processed.
    Instead,
    /// The request is processed when its caller has long given up.
    Late,
    /// The request has been processed, and only the answer goes wrong.
    After,
}

/// The faults that strike any endpoint.
pub(crate) fn anywhere() -> Vec<Row> {
    use Says::{
        BadToken, Elsewhere, Failed, Fine, Lost, NoScope, Silence, TooLong, TooMany, Unreadable,
    };
    use When::{After, Instead, Late};
    let in_time = TooMany { in_time: true };
    let too_late = TooMany { in_time: false };
    vec![
        row("delay beyond the time-out", Silence, Late, |_| late()),
        row("delay, processed", Silence, After, |_| {
            late().after_processing()
        }),
        row("hang", Silence, Instead, |_| Fault::hang()),
        row("hang, processed", Silence, After, |_| {
            Fault::hang().after_processing()
        }),
        row("silent connection", Silence, Instead, |_| {
            Fault::silent_connection()
        }),
        row("silent connection, processed", Silence, After, |_| {
            Fault::silent_connection().after_processing()
        }),
        row("reset", Lost, Instead, |_| Fault::reset()),
        row("reset, processed", Lost, After, |_| {
            Fault::reset().after_processing()
        }),
        row("500", Failed(500), Instead, |told| status(500, told)),
        row("500, processed", Failed(500), After, |told| {
            status(500, told).after_processing()
        }),
        row("502", Failed(502), Instead, |told| status(502, told)),
        row("503", Failed(503), Instead, |told| status(503, told)),
        row("503 with `Retry-After`", Failed(503), Instead, |told| {
            status(503, told).retry_after(SOON)
        })
        .asking(SOON),
        row("504", Failed(504), Instead, |told| status(504, told)),
        row("504, processed", Failed(504), After, |told| {
            status(504, told).after_processing()
        }),
        row("429", in_time, Instead, limited),
        row("429, seconds", in_time, Instead, |told| {
            limited(told).retry_after(SOON)
        })
        .asking(SOON),
        row("429, date", in_time, Instead, |told| {
            limited(told).retry_after_date(SOON)
        })
        .asking(SOON),
        row("429, longer than the deadline", too_late, Instead, |told| {
            limited(told).retry_after(TOO_LATE)
        }),
        row("401", BadToken, Instead, |told| {
            Fault::unauthorized().body(JSON, body(told))
        }),
        row(
            "403, the spec's scope",
            NoScope { drift: false },
            Instead,
            |told| Fault::forbidden(told.scopes.iter().copied()).body(JSON, body(told)),
        ),
        row(
            "403, another scope",
            NoScope { drift: true },
            Instead,
            |told| Fault::forbidden(["core.everything"]).body(JSON, body(told)),
        ),
        row("redirect", Elsewhere, Instead, |_| redirect()),
        row("redirect, processed", Elsewhere, After, |_| {
            redirect().after_processing()
        }),
        row("garbage", Unreadable, Instead, |_| Fault::garbage()),
        row("garbage, processed", Unreadable, After, |_| {
            Fault::garbage().after_processing()
        }),
        row("a page of HTML", Unreadable, Instead, |_| {
            Fault::wrong_content_type()
        }),
        row("wrong content type, processed", Fine, After, |_| {
            Fault::wrong_content_type().after_processing()
        }),
        row("truncated", Lost, Instead, |_| Fault::truncated()),
        row("truncated, processed", Lost, After, |_| {
            Fault::truncated().after_processing()
        }),
        row("oversized", TooLong, Instead, |_| Fault::oversized(BIG)),
        row("oversized, processed", TooLong, After, |_| {
            Fault::oversized(BIG).after_processing()
        }),
        row("gzip bomb", TooLong, Instead, |_| Fault::gzip(BIG)),
        row("gzip bomb, processed", TooLong, After, |_| {
            Fault::gzip(BIG).after_processing()
        }),
    ]
}

/// The faults that strike calls only.
pub(crate) fn of_calls() -> Vec<Row> {
    vec![row("revoked", Says::BadToken, When::Instead, |_| {
        Fault::revoke_tokens()
    })]
}

/// The faults that strike token requests only.
pub(crate) fn of_tokens() -> Vec<Row> {
    use Says::{BadClient, Dead, Fine, Narrow, Unsaid};
    use When::{After, Instead};
    vec![
        row("`invalid_client`", BadClient, Instead, |told| {
            let text = told.text;
            let body = format!(r#"{{"error":"invalid_client","error_description":"{text}"}}"#);
            Fault::oauth_error("invalid_client").body(JSON, body)
        }),
        row("narrower grant", Narrow, After, |_| {
            Fault::grant_without(["paas.core.breb_payments.post"])
        }),
        row("another grant", Narrow, After, |_| {
            Fault::grant_only(["iam.users.get"])
        }),
        row("no scope echo", Unsaid, After, |_| Fault::omit_scope()),
        row("dies at once", Dead, After, |_| {
            Fault::token_dies_after(Duration::ZERO)
        }),
        row("lives for a second", Fine, After, |_| {
            Fault::token_lifetime(Duration::from_secs(1))
        }),
        row("other tokens revoked", Fine, After, |_| {
            Fault::revoke_tokens()
        }),
    ]
}

fn row(name: &'static str, says: Says, when: When, make: fn(&Told<'_>) -> Fault) -> Row {
    let asks = Duration::ZERO;
    Row {
        name,
        says,
        when,
        asks,
        make,
    }
}

impl Row {
    fn asking(mut self, asks: Duration) -> Self {
        self.asks = asks;
        self
    }
}

fn late() -> Fault {
    Fault::delay(DELAY)
}

fn status(status: u16, told: &Told<'_>) -> Fault {
    Fault::status(status).body(JSON, body(told))
}

fn limited(told: &Told<'_>) -> Fault {
    Fault::rate_limited().body(JSON, body(told))
}

fn redirect() -> Fault {
    Fault::redirect("https://elsewhere.example/")
}

/// A refusal that repeats what it was told, as servers do.
fn body(told: &Told<'_>) -> String {
    let text = told.text;
    format!(r#"{{"code":"injected_fault","message":"{text}","error_description":"{text}"}}"#)
}

const JSON: &str = "application/json";

/// How long the client waits for an answer.
pub(crate) const ATTEMPT: Duration = Duration::from_secs(10);
/// How long a call may take.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);
/// Longer than any call of the table waits, with all its attempts.
const DELAY: Duration = Duration::from_secs(55);
const SOON: Duration = Duration::from_secs(2);
const TOO_LATE: Duration = Duration::from_secs(120);

/// How many bytes an answer may have.
pub(crate) const LIMIT: usize = 100_000;
const BIG: u64 = 1_000_000;

#[test]
fn every_fault_of_the_sandbox_has_a_row() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = std::fs::read_to_string(root.join("passport-sandbox/src/fault/mod.rs")).unwrap();
    let (_, constructors) = source
        .split_once("/// What goes wrong.\nimpl Fault {")
        .unwrap();
    let (constructors, _) = constructors.split_once("\n}\n").unwrap();
    let functions = constructors.split("pub fn ").skip(1);
    let names: Vec<&str> = functions
        .filter_map(|text| text.split(['(', '<']).next())
        .collect();
    assert!(names.contains(&"hang"), "{names:?}");
    let told = Told {
        text: "",
        scopes: &[],
    };
    let rows = [anywhere(), of_calls(), of_tokens()];
    let rows = rows.iter().flatten().map(|row| (row.make)(&told).name());
    let rows: Vec<&str> = rows.collect();
    for name in names {
        assert!(rows.contains(&name), "there is no row for `{name}`");
    }
}
