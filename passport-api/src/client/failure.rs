//! The failures of `reqwest`, by what they say about the request.

use std::error::Error as StdError;

use rustls::AlertDescription;

use crate::client::cause::Cause;
use crate::error::{Error, Kind, Transport as Failure};

/// A request that failed before the head of its response came.
pub(super) fn before_response(error: reqwest::Error) -> Error {
    let failure = if is_certificate_error(&error) {
        Failure::Certificate
    } else if error.is_connect() || is_unprocessed(&error) {
        // A connection that takes too long is no connection: nothing was sent.
        Failure::Connect
    } else {
        broken_or_timed_out(&error)
    };
    of(failure, error)
}

/// A response that failed after its head has come. The server has begun to answer, so it has
/// processed the request, or may have.
pub(super) fn within_response(error: reqwest::Error) -> Error {
    of(broken_or_timed_out(&error), error)
}

/// A request that has no whole response, for this reason.
pub(super) fn broken(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
    Error::new(Kind::Transport(Failure::Broken)).with_source(source)
}

/// The error of a token request without a whole response, for an endpoint with this address.
pub(super) fn no_token_response(error: Error, endpoint: &str) -> Error {
    let (what, passes) = match error.kind() {
        // A wrong setting stays wrong.
        Kind::Config(_) | Kind::Request(_) => return error,
        Kind::Transport(Failure::Certificate) => {
            let what = "could not be reached: its certificate is not accepted; if it is one of its \
                        own, give it to `root_certificate` when you build the client";
            (what.to_owned(), false)
        }
        Kind::Transport(Failure::Timeout) => ("has not answered in time".to_owned(), true),
        Kind::Transport(Failure::Broken) => {
            let what = "lost the connection before its response was complete";
            (what.to_owned(), true)
        }
        Kind::TooLarge(limit) => {
            let what =
                format!("answered with more than {limit} bytes, which no token response has");
            (what, true)
        }
        Kind::Decode(_) => ("sent a response that cannot be decoded".to_owned(), true),
        _ => ("could not be reached".to_owned(), true),
    };
    let timed_out = error.is_timeout();
    let mut failure = Error::token_answer(what);
    if passes {
        failure = failure.passing();
    }
    if timed_out {
        failure = failure.out_of_time();
    }
    failure.at_token_endpoint(endpoint).with_source(error)
}

fn broken_or_timed_out(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Broken
    }
}

/// The address is taken out of the cause: it may hold personal data.
fn of(failure: Failure, error: reqwest::Error) -> Error {
    Error::new(Kind::Transport(failure)).with_source(Cause::of(&error.without_url()))
}

/// Returns whether an HTTP/2 server has said that it has not processed the request: it refused the
/// stream, or went away before it came to it (RFC 9113, 8.7).
fn is_unprocessed(error: &reqwest::Error) -> bool {
    find::<h2::Error>(error).is_some_and(|error| {
        let reason = error.reason();
        error.is_remote()
            && ((error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM))
                || (error.is_go_away() && reason == Some(h2::Reason::NO_ERROR)))
    })
}

/// Returns whether one side does not accept the other's certificate, which another attempt does not
/// change. It is known before anything is sent, except of a client's certificate under TLS 1.3.
fn is_certificate_error(error: &reqwest::Error) -> bool {
    error.is_connect()
        && find::<rustls::Error>(error).is_some_and(|error| match error {
            rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => true,
            rustls::Error::AlertReceived(alert) => matches!(
                alert,
                AlertDescription::NoCertificate
                    | AlertDescription::BadCertificate
                    | AlertDescription::UnsupportedCertificate
                    | AlertDescription::CertificateRevoked
                    | AlertDescription::CertificateExpired
                    | AlertDescription::CertificateUnknown
                    | AlertDescription::UnknownCA
                    | AlertDescription::AccessDenied
                    | AlertDescription::CertificateRequired
            ),
            _ => false,
        })
}

/// The first error of this type in a chain, also inside an `io::Error`, whose `source` leaves out what
/// it wraps.
fn find<'e, E: StdError + 'static>(error: &'e (dyn StdError + 'static)) -> Option<&'e E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        let io = error.downcast_ref::<std::io::Error>();
        next = match io.and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}
