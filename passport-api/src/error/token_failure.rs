//! Failures to get a token, as they are made.

use std::time::Duration;

use crate::error::{Error, Kind, TokenError, TokenFailure, TokenProblem};

impl Error {
    fn token_failure(problem: TokenProblem) -> Self {
        Self::new(Kind::Token(TokenFailure {
            problem,
            passing: false,
            timed_out: false,
            retry_after: None,
        }))
    }

    /// There is no token, for the reason that this sentence gives.
    pub(crate) fn token(what: impl Into<String>) -> Self {
        Self::token_failure(TokenProblem::Other(what.into()))
    }

    /// The token endpoint answered with what is no token, or did not answer; a sentence that begins
    /// with the endpoint ends so.
    pub(crate) fn token_answer(what: impl Into<String>) -> Self {
        Self::token_failure(TokenProblem::Answer {
            endpoint: None,
            what: what.into(),
        })
    }

    /// The token endpoint refused.
    pub(crate) fn token_refused(error: TokenError, retry_after: Option<Duration>) -> Self {
        let passing = error.is_temporary();
        let mut refused = Self::token_failure(TokenProblem::Refused(Box::new(error)));
        if let Kind::Token(failure) = &mut refused.inner.kind {
            failure.passing = passing;
            failure.retry_after = retry_after;
        }
        refused
    }

    /// There was no token in time.
    pub(crate) fn no_token_in_time(what: &str) -> Self {
        Self::token(what).out_of_time()
    }

    /// The same failure, as one that may pass.
    pub(crate) fn passing(mut self) -> Self {
        if let Kind::Token(failure) = &mut self.inner.kind {
            failure.passing = true;
        }
        self
    }

    /// The same failure, as one of the time that was up.
    pub(crate) fn out_of_time(mut self) -> Self {
        if let Kind::Token(failure) = &mut self.inner.kind {
            failure.passing = true;
            failure.timed_out = true;
        }
        self
    }

    /// Names the token endpoint.
    pub(crate) fn at_token_endpoint(mut self, address: &str) -> Self {
        if let Kind::Token(failure) = &mut self.inner.kind
            && let TokenProblem::Answer { endpoint, .. } = &mut failure.problem
        {
            *endpoint = Some(address.to_owned());
        }
        self
    }

    /// A failure to get a token that may be another time.
    pub(crate) fn is_passing_token_failure(&self) -> bool {
        matches!(&self.inner.kind, Kind::Token(failure) if failure.passing)
    }

    /// The same failure of the token endpoint, with a `Retry-After`.
    #[cfg(test)]
    pub(crate) fn asking_for(mut self, wait: Duration) -> Self {
        if let Kind::Token(failure) = &mut self.inner.kind {
            failure.retry_after = Some(wait);
        }
        self
    }
}
