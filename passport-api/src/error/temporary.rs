//! Which failures pass by themselves.

use http::StatusCode;

use crate::error::{Error, Kind, Transport};

impl Error {
    /// The same call may succeed later without anybody changing anything: wait, and make it again. All
    /// else needs a person, or another call.
    ///
    /// | failure | temporary |
    /// | --- | --- |
    /// | no connection, a connection that broke, a time-out | yes |
    /// | a certificate that is not accepted, of the API or its token endpoint | no |
    /// | an answer 408, 425, 429, or 5xx other than 501 and 505 | yes |
    /// | any other status of the API | no |
    /// | the client's own limits ([`is_limit`](Self::is_limit)) | yes |
    /// | the token endpoint was not reached, did not answer in time, or answered with what is no JSON object or too large | yes |
    /// | the token endpoint answered with one of the statuses above, or said `temporarily_unavailable`, `server_error`, `slow_down` or the like | yes |
    /// | the token endpoint refused otherwise, such as by `invalid_client` ([`token_error`](Self::token_error)) | no |
    /// | the provider of the client's secret failed | yes |
    /// | a token response without a token, or with one of another type | no |
    /// | the grant lacks a scope; a given token has expired; a field of the token response | no |
    /// | a response that cannot be read, is too large or undocumented; a list that does not go on | no |
    /// | configuration; a request that cannot be made | no |
    ///
    /// It says nothing of whether the server has done what was asked for: a call that changes
    /// something is made again only where [`is_outcome_unknown`](Self::is_outcome_unknown) is false.
    /// [`retry_after`](Self::retry_after) says how long to wait, where that is known.
    ///
    /// ```
    /// use passport_api::Error;
    ///
    /// /// Whether to wake the person on call.
    /// fn is_alarm(error: &Error) -> bool {
    ///     error.is_token() && !error.is_temporary()
    /// }
    /// ```
    pub fn is_temporary(&self) -> bool {
        match self.kind() {
            // A certificate does not change by itself.
            Kind::Transport(failure) => *failure != Transport::Certificate,
            Kind::Limit(_) => true,
            Kind::Status(refusal) => is_temporary_status(refusal.status),
            Kind::Token(failure) => failure.passing,
            Kind::Config(_)
            | Kind::Request(_)
            | Kind::TooLarge(_)
            | Kind::Decode(_)
            | Kind::Undocumented(..)
            | Kind::Pagination(_)
            | Kind::TokenField(_)
            | Kind::Expired
            | Kind::MissingScopes(_) => false,
        }
    }
}

/// A status that is about the moment, not about the request (RFC 9110, 15.5.9, 15.6; RFC 8470, 5.2;
/// RFC 6585, 4). 501 and 505 are about what the server can do at all.
pub(crate) fn is_temporary_status(status: StatusCode) -> bool {
    match status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => true,
        StatusCode::NOT_IMPLEMENTED | StatusCode::HTTP_VERSION_NOT_SUPPORTED => false,
        status => status.is_server_error(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::StatusCode;

    use crate::error::scopes::MissingScopes;
    use crate::error::{Error, Kind, Limit, Refusal, Transport};
    use crate::problem::Problem;

    fn status(status: u16) -> Kind {
        Kind::Status(Box::new(Refusal::new(
            StatusCode::from_u16(status).unwrap(),
        )))
    }

    #[test]
    fn failures_that_pass_are_told_from_those_that_do_not() {
        let check = |kind: Kind, expected: bool| {
            let error = Error::new(kind);
            assert_eq!(error.is_temporary(), expected, "{error}");
        };
        for passing in [408, 425, 429, 500, 502, 503, 504, 507, 511] {
            check(status(passing), true);
        }
        for lasting in [301, 304, 400, 401, 403, 404, 409, 413, 422, 501, 505] {
            check(status(lasting), false);
        }
        for failure in [
            Transport::Connect,
            Transport::NoTime,
            Transport::Timeout,
            Transport::Broken,
        ] {
            check(Kind::Transport(failure), true);
        }
        check(Kind::Transport(Transport::Certificate), false);
        check(
            Kind::Limit(Limit {
                quota: true,
                wait: Duration::from_secs(1),
            }),
            true,
        );
        check(Kind::Config(String::new()), false);
        check(Kind::Request("no"), false);
        check(Kind::TooLarge(1), false);
        check(Kind::Decode(None), false);
        let undocumented = Box::new(Problem::default());
        check(
            Kind::Undocumented(StatusCode::ACCEPTED, undocumented),
            false,
        );
        check(Kind::TokenField(String::new()), false);
        check(Kind::Expired, false);
        check(
            Kind::MissingScopes(Box::new(MissingScopes {
                set: "S",
                missing: Vec::new(),
                declared: Vec::new(),
                granted: Vec::new(),
                inferred: Vec::new(),
                lost: Vec::new(),
            })),
            false,
        );
        assert!(Error::no_token_in_time("late").is_temporary());
        assert!(!Error::token("no token").is_temporary());
    }
}
