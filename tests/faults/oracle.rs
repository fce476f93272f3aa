//! What must happen, by the documents and nothing else.
//!
//! - A 401 gets one new token and one replay, whatever the call; a second 401 surfaces.
//! - A 429 has refused the request, so any call is repeated, if that is in time.
//! - A call that may have been processed is repeated only if that is harmless: it changes nothing, or
//!   its resolution is paid once. Otherwise the caller is told that the outcome is unknown.
//! - What the server has answered for good is final: 403, a redirect, an answer that cannot be read.
//! - Fetching a token is harmless. Where the old one is still good, a failure to renew it is nobody's
//!   affair. A refusal of the credentials is final.
//! - A grant that does not cover the set is an error, and nothing is sent with it.

use std::time::Duration;

use crate::cells::{Coordinates, Often, Place, Position};
use crate::fault::Says;
use crate::kind::Kind;

/// What must be seen from outside.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Outcome {
    /// What the caller gets.
    pub(crate) got: String,
    /// How often the endpoint was called.
    pub(crate) sent: u64,
    /// How many token requests there were, the first one included.
    pub(crate) tokens: u64,
    /// How often the observer was told that the server wants another scope than the spec.
    pub(crate) drifts: u64,
}

/// How often a call is repeated at most.
const RETRIES: u64 = 3;

pub(crate) fn expect(cell: &Coordinates<'_>) -> Outcome {
    match cell.place {
        Place::Call => struck_call(cell),
        Place::Token => struck_token(cell),
    }
}

/// How long the caller waits on purpose, at least and at most.
pub(crate) fn pauses(cell: &Coordinates<'_>) -> (Duration, Duration) {
    let retries = match cell.often {
        Often::Once => 1,
        Often::Always => RETRIES,
    };
    let repeats = match (cell.place, cell.row.says) {
        // The old token is good, so nobody waits for another.
        (Place::Token, _) if cell.position == Position::Early => 0,
        (_, Says::TooMany { in_time }) if in_time => retries,
        (Place::Call, Says::Silence | Says::Lost | Says::Failed(_)) if repeatable(cell.kind) => {
            retries
        }
        (
            Place::Token,
            Says::Silence | Says::Lost | Says::Failed(_) | Says::Unreadable | Says::TooLong,
        ) => retries,
        _ => 0,
    };
    // What the server asks for, and never long after that.
    let repeats = u32::try_from(repeats).unwrap();
    (cell.row.asks * repeats, (cell.row.asks + LONGEST) * repeats)
}

/// A pause that a caller would not understand.
const LONGEST: Duration = Duration::from_secs(4);

fn struck_call(cell: &Coordinates<'_>) -> Outcome {
    let once = cell.often == Often::Once;
    let repeats = if once { 1 } else { RETRIES };
    // With the first strike.
    let replayed = cell.position == Position::Replay;
    let mut sent = 1 + u64::from(replayed);
    let mut tokens = 1 + u64::from(cell.position != Position::First);
    let mut drifts = 0;
    let error: Option<String> = match cell.row.says {
        Says::Silence | Says::Lost | Says::Failed(_) => {
            let repeated = repeatable(cell.kind);
            sent += if repeated { repeats } else { 0 };
            (!(repeated && once)).then(|| failure(cell))
        }
        Says::TooMany { in_time } => {
            sent += if in_time { repeats } else { 0 };
            (!(in_time && once)).then(|| "429".to_owned())
        }
        Says::BadToken if replayed => Some("401".to_owned()),
        Says::BadToken => {
            sent += 1;
            tokens += 1;
            (!once).then(|| "401".to_owned())
        }
        Says::NoScope { drift } => {
            drifts = u64::from(drift);
            let which = if drift { "another" } else { "the spec's" };
            Some(format!("403 for {which} scope"))
        }
        // Of a redirected write nobody knows whether it was done first.
        Says::Elsewhere => Some(unknown_if_it_changes(cell.kind, "307")),
        Says::Unreadable | Says::TooLong => Some(unknown_if_it_changes(cell.kind, "unreadable")),
        Says::Fine => None,
        Says::BadClient | Says::Narrow | Says::Unsaid | Says::Dead => {
            unreachable!("only a token request says so")
        }
    };
    Outcome {
        got: error.unwrap_or_else(|| "ok".to_owned()),
        sent,
        tokens,
        drifts,
    }
}

fn struck_token(cell: &Coordinates<'_>) -> Outcome {
    let once = cell.often == Often::Once;
    let (first, early) = (
        cell.position == Position::First,
        cell.position == Position::Early,
    );
    // With the first strike.
    let mut tokens = 1 + u64::from(!first);
    // With the call itself, should there be one.
    let mut sent = 1 + u64::from(cell.position == Position::Replay);
    let error = match cell.row.says {
        Says::Fine => None,
        Says::Narrow => Some("missing scope".to_owned()),
        Says::Dead if cell.kind == Kind::Token => None,
        Says::Dead if cell.position == Position::Replay => Some("401".to_owned()),
        Says::Dead => {
            sent += 1;
            tokens += 1;
            (!once).then(|| "401".to_owned())
        }
        // The old one is good.
        _ if early => None,
        Says::Silence | Says::Lost | Says::Failed(_) | Says::Unreadable | Says::TooLong => {
            tokens += if once { 1 } else { RETRIES };
            (!once).then(|| no_token(cell.row.says))
        }
        Says::TooMany { in_time } => {
            tokens += match (in_time, once) {
                (false, _) => 0,
                (true, true) => 1,
                (true, false) => RETRIES,
            };
            (!(in_time && once)).then(|| no_token(cell.row.says))
        }
        says => Some(no_token(says)),
    };
    // Without a token nothing is sent.
    if matches!(&error, Some(error) if error != "401") {
        sent -= 1;
    }
    if cell.kind == Kind::Token {
        // The calls of the token endpoint are the token requests.
        sent = 0;
    }
    Outcome {
        got: error.unwrap_or_else(|| "ok".to_owned()),
        sent,
        tokens,
        drifts: 0,
    }
}

/// Whether processing it twice does what processing it once does.
fn repeatable(kind: Kind) -> bool {
    matches!(kind, Kind::Get | Kind::List | Kind::KeyedPost)
}

fn failure(cell: &Coordinates<'_>) -> String {
    let what = match cell.row.says {
        Says::Silence => "time-out".to_owned(),
        Says::Failed(status) => status.to_string(),
        _ => "connection lost".to_owned(),
    };
    unknown_if_it_changes(cell.kind, &what)
}

fn unknown_if_it_changes(kind: Kind, what: &str) -> String {
    if kind.changes() {
        format!("outcome unknown ({what})")
    } else {
        what.to_owned()
    }
}

fn no_token(says: Says) -> String {
    let status = match says {
        Says::Failed(status) => status,
        Says::TooMany { .. } => 429,
        Says::BadToken | Says::BadClient => 401,
        Says::NoScope { .. } => 403,
        Says::Elsewhere => 307,
        _ => return "no token".to_owned(),
    };
    format!("no token ({status})")
}
