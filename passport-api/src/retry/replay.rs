//! Whether what failed may be sent again.

use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::Value;

use crate::catalog::{Endpoint, Retry};
use crate::challenge::{INSUFFICIENT_SCOPE, INVALID_TOKEN};
use crate::client::Headers;
use crate::error::{Error, Kind, Transport};

/// What sending a request twice does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Replay {
    /// Nothing: it changes nothing.
    Harmless,
    /// The server processes it once: both bear the same key.
    Once,
    /// It may be processed twice.
    Twice,
}

/// What is done about an attempt that failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    /// The token was refused: once more with a new one.
    WithNewToken,
    /// Once more after a pause; the server may have said how long.
    After(Pause),
    /// No more.
    Stop,
}

/// How long to pause.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Pause {
    /// As the client's policy says.
    Backoff,
    /// As a server says that has too much to do; without a word of it, longer than usual.
    Throttled(Option<Duration>),
    /// As a server says that will be back.
    Unavailable(Duration),
}

impl Replay {
    pub(crate) fn of_method(method: &Method) -> Self {
        if method.is_safe() {
            Self::Harmless
        } else {
            Self::Twice
        }
    }

    /// What the spec says of an endpoint. A key that the request does not bear makes nothing safe.
    pub(crate) fn of_endpoint(endpoint: &Endpoint, headers: &Headers, body: &[u8]) -> Self {
        match endpoint.retry {
            Retry::Safe => Self::Harmless,
            Retry::KeyInHeader(name) if has_value(headers, name) => Self::Once,
            Retry::KeyInBody(field) if has_text(body, field) => Self::Once,
            Retry::Never | Retry::KeyInHeader(_) | Retry::KeyInBody(_) => Self::Twice,
        }
    }
}

/// Whether a header says anything.
pub(crate) fn has_value(headers: &Headers, name: &str) -> bool {
    let value = headers.get(name);
    value.is_some_and(|value| !value.as_bytes().trim_ascii().is_empty())
}

fn has_text(body: &[u8], field: &str) -> bool {
    let body: Result<Value, _> = serde_json::from_slice(body);
    let field = body.as_ref().ok().and_then(|body| body.get(field));
    match field {
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Number(_)) => true,
        _ => false,
    }
}

/// What is done about an attempt that failed so.
///
/// What the server has not processed is sent again whatever it does: the connection failed before
/// anything was sent, or the server has refused it (401, `invalid_token`, 429). All else only if it
/// does no harm.
pub(crate) fn judge(error: &Error, replay: Replay) -> Verdict {
    match error.kind() {
        Kind::Transport(Transport::Connect) => Verdict::After(Pause::Backoff),
        Kind::Transport(Transport::Timeout | Transport::Broken) if replay != Replay::Twice => {
            Verdict::After(Pause::Backoff)
        }
        Kind::Status(refusal) => match refusal.status {
            // The server has said that another token would not help.
            StatusCode::UNAUTHORIZED if refusal.challenge_code() == Some(INSUFFICIENT_SCOPE) => {
                Verdict::Stop
            }
            StatusCode::UNAUTHORIZED => Verdict::WithNewToken,
            StatusCode::TOO_MANY_REQUESTS => Verdict::After(Pause::Throttled(refusal.retry_after)),
            // Some servers answer 400 or 403 where RFC 6750, 3.1, wants 401.
            status
                if status.is_client_error() && refusal.challenge_code() == Some(INVALID_TOKEN) =>
            {
                Verdict::WithNewToken
            }
            status if replay != Replay::Twice && may_pass(status) => {
                let pause = refusal
                    .retry_after
                    .map_or(Pause::Backoff, Pause::Unavailable);
                Verdict::After(pause)
            }
            _ => Verdict::Stop,
        },
        _ => Verdict::Stop,
    }
}

/// Failures that may be over at the next attempt.
fn may_pass(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 425 | 500 | 502 | 503 | 504)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderName, HeaderValue, Method, StatusCode};

    use super::{Pause, Replay, Verdict, judge};
    use crate::catalog::{Endpoint, Requirement, Retry};
    use crate::client::Headers;
    use crate::error::{ChallengeError, Error, InsufficientScope, Kind, Refusal, Transport};

    const AFTER: Duration = Duration::from_secs(7);
    const BACKOFF: Verdict = Verdict::After(Pause::Backoff);

    fn refusal(status: u16, retry_after: Option<Duration>) -> Refusal {
        Refusal {
            retry_after,
            ..Refusal::new(StatusCode::from_u16(status).unwrap())
        }
    }

    /// A refusal whose challenge names an error.
    fn challenged(status: u16, code: &str) -> Error {
        let challenge = ChallengeError {
            code: code.to_owned(),
            description: None,
        };
        Error::new(Kind::Status(Box::new(Refusal {
            challenge: Some(challenge),
            ..refusal(status, None)
        })))
    }

    fn status(status: u16, retry_after: Option<Duration>) -> Error {
        Error::new(Kind::Status(Box::new(refusal(status, retry_after))))
    }

    #[test]
    fn what_is_safe_is_sent_again_and_what_is_not_is_not() {
        let check = |error: &Error, harmless: Verdict, twice: Verdict| {
            assert_eq!(judge(error, Replay::Harmless), harmless, "{error}");
            assert_eq!(judge(error, Replay::Once), harmless, "{error}, with a key");
            assert_eq!(judge(error, Replay::Twice), twice, "{error}, unsafe");
        };
        let stop = Verdict::Stop;
        for failure in [Transport::Timeout, Transport::Broken] {
            check(&Error::new(Kind::Transport(failure)), BACKOFF, stop);
        }
        for passing in [408, 425, 500, 502, 503, 504] {
            check(&status(passing, None), BACKOFF, stop);
        }
        let unavailable = Verdict::After(Pause::Unavailable(AFTER));
        check(&status(503, Some(AFTER)), unavailable, stop);
        for lasting in [307, 400, 403, 404, 409, 422, 501, 505] {
            check(&status(lasting, Some(AFTER)), stop, stop);
        }
        check(&Error::new(Kind::Decode(None)), stop, stop);
        check(&Error::new(Kind::TooLarge(1)), stop, stop);
        check(&Error::token("no"), stop, stop);
    }

    #[test]
    fn what_was_not_processed_is_always_sent_again() {
        let check = |error: &Error, verdict: Verdict| {
            for replay in [Replay::Harmless, Replay::Once, Replay::Twice] {
                assert_eq!(judge(error, replay), verdict, "{error} {replay:?}");
            }
        };
        check(&Error::new(Kind::Transport(Transport::Connect)), BACKOFF);
        check(&status(401, None), Verdict::WithNewToken);
        check(&status(429, None), Verdict::After(Pause::Throttled(None)));
        check(
            &status(429, Some(AFTER)),
            Verdict::After(Pause::Throttled(Some(AFTER))),
        );
    }

    #[test]
    fn a_401_for_want_of_a_scope_is_final() {
        let error = challenged(401, "insufficient_scope");
        assert_eq!(judge(&error, Replay::Harmless), Verdict::Stop);
    }

    #[test]
    fn a_401_whose_body_alone_names_a_scope_gets_a_new_token() {
        let mut refusal = refusal(401, None);
        refusal.insufficient_scope = Some(InsufficientScope::default());
        let error = Error::new(Kind::Status(Box::new(refusal)));
        assert_eq!(judge(&error, Replay::Harmless), Verdict::WithNewToken);
    }

    #[test]
    fn invalid_token_is_renewed_whatever_the_status_and_the_call() {
        for replay in [Replay::Harmless, Replay::Once, Replay::Twice] {
            for status in [400, 401, 403, 404, 422] {
                let error = challenged(status, "invalid_token");
                assert_eq!(judge(&error, replay), Verdict::WithNewToken, "{error}");
            }
            for other in [
                "invalid_request",
                "insufficient_scope",
                "invalid_tokens",
                "x",
            ] {
                for status in [400, 403] {
                    let error = challenged(status, other);
                    assert_eq!(judge(&error, replay), Verdict::Stop, "{error}");
                }
            }
            // It has failed, or has too much to do, and says so first.
            let busy = Verdict::After(Pause::Throttled(None));
            assert_eq!(judge(&challenged(429, "invalid_token"), replay), busy);
        }
        let failed = challenged(503, "invalid_token");
        assert_eq!(judge(&failed, Replay::Harmless), BACKOFF);
        assert_eq!(judge(&failed, Replay::Twice), Verdict::Stop);
    }

    #[test]
    fn a_key_counts_only_if_the_request_bears_it() {
        let check = |retry: Retry, body: &str, expected: Replay| {
            let endpoint = Endpoint {
                resource: "r",
                name: "n",
                method: "POST",
                prefix: "",
                path: "/",
                requirement: Requirement::Public,
                inferred: &[],
                anonymous: false,
                retry,
                list: None,
                docs: None,
            };
            let mut headers = Headers::default();
            headers.insert(
                HeaderName::from_static("idempotency-key"),
                HeaderValue::from_static("k"),
            );
            headers.insert(
                HeaderName::from_static("empty-key"),
                HeaderValue::from_static(" "),
            );
            let replay = Replay::of_endpoint(&endpoint, &headers, body.as_bytes());
            assert_eq!(replay, expected, "{retry:?} {body}");
        };
        check(Retry::Safe, "", Replay::Harmless);
        check(Retry::Never, "{\"id\":\"1\"}", Replay::Twice);
        check(Retry::KeyInHeader("Idempotency-Key"), "", Replay::Once);
        check(Retry::KeyInHeader("Other-Key"), "", Replay::Twice);
        check(Retry::KeyInHeader("Empty-Key"), "", Replay::Twice);
        check(Retry::KeyInBody("id"), "{\"id\":\"1\"}", Replay::Once);
        for body in ["", "{}", "{\"id\":null}", "{\"id\":\" \"}", "[\"id\"]"] {
            check(Retry::KeyInBody("id"), body, Replay::Twice);
        }
        assert_eq!(Replay::of_method(&Method::GET), Replay::Harmless);
        assert_eq!(Replay::of_method(&Method::DELETE), Replay::Twice);
    }
}
