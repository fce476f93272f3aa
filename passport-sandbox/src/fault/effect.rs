//! What a fault makes of an answer.

use axum::http::header::{CONTENT_ENCODING, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::answer::{Answer, ErrorFormat, Sending};
use crate::fault::body::gzip;
use crate::fault::{Fault, Kind, RetryAfter};
use crate::refusal::Reason;
use crate::text::http_date;

impl Fault {
    /// What is answered instead: of `own` where the system has answered, of nothing else.
    pub(crate) fn answer(
        &self,
        own: Option<Answer>,
        format: ErrorFormat,
        now: Timestamp,
    ) -> Answer {
        let mut answer = self.changed(own, format);
        match self.retry_after {
            Some(RetryAfter::Seconds(wait)) => {
                let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                answer.set_header(RETRY_AFTER, seconds.to_string());
            }
            Some(RetryAfter::Date(wait)) => {
                let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
                let until = now.checked_add(wait).unwrap_or(Timestamp::MAX);
                answer.set_header(RETRY_AFTER, http_date(until));
            }
            None => {}
        }
        for (name, value) in &self.headers {
            // Both were checked when the fault was injected.
            if let Ok(name) = HeaderName::try_from(name) {
                answer.set_header(name, value.clone());
            }
        }
        answer
    }

    fn changed(&self, own: Option<Answer>, format: ErrorFormat) -> Answer {
        match &self.kind {
            Kind::Status(status) => {
                // It was checked when the fault was injected.
                let status = StatusCode::from_u16(*status);
                self.refusal(
                    Reason::Injected,
                    status.unwrap_or(Reason::Injected.status()),
                    format,
                )
            }
            Kind::RateLimited => self.refused(Reason::RateLimited, format),
            Kind::Unauthorized => self.refused(Reason::Unauthorized, format),
            Kind::Forbidden(scopes) => self.forbidding(scopes, format),
            Kind::OAuthError(code) => self.token_refusal(code),
            Kind::Garbage => over(own, |answer| answer.set_body(JSON, GARBAGE)),
            Kind::WrongContentType => match own {
                Some(mut own) => {
                    own.set_content_type(HTML);
                    own
                }
                None => over(None, |answer| answer.set_body(HTML, PAGE)),
            },
            Kind::Truncated => {
                let mut answer = own.unwrap_or_else(whole);
                if answer.has_no_body() {
                    answer.set_body(JSON, WHOLE);
                }
                answer.sending = Sending::Truncated;
                answer
            }
            Kind::Oversized(bytes) => over(own, |answer| {
                answer.set_body(JSON, "");
                answer.sending = Sending::Filler(*bytes);
            }),
            Kind::Gzip(bytes) => over(own, |answer| {
                answer.set_body(JSON, gzip(*bytes));
                answer.set_header(CONTENT_ENCODING, "gzip".to_owned());
            }),
            Kind::Redirect(location) => {
                let mut answer = Answer::empty(StatusCode::TEMPORARY_REDIRECT);
                answer.set_header(LOCATION, location.clone());
                answer
            }
            // These leave the answer alone, or send none.
            Kind::Delay
            | Kind::Hang
            | Kind::SilentConnection
            | Kind::Reset
            | Kind::Revoke
            | Kind::Token(_) => own.unwrap_or_else(whole),
        }
    }

    fn refused(&self, reason: Reason, format: ErrorFormat) -> Answer {
        self.refusal(reason, reason.status(), format)
    }

    fn refusal(&self, reason: Reason, status: StatusCode, format: ErrorFormat) -> Answer {
        let mut refusal = reason.because(DETAIL);
        refusal.status = status;
        refusal.code = self.code.clone();
        self.dressed(Answer::refusal(&refusal, format))
    }

    fn forbidding(&self, scopes: &[String], format: ErrorFormat) -> Answer {
        let mut refusal = Reason::InsufficientScope.because(DETAIL);
        refusal.scopes = scopes.to_vec();
        refusal.code = self.code.clone();
        let mut answer = self.dressed(Answer::refusal(&refusal, format));
        let mut challenge = "Bearer error=\"insufficient_scope\"".to_owned();
        if !scopes.is_empty() {
            challenge.push_str(&format!(", scope=\"{}\"", scopes.join(" ")));
        }
        answer.set_header(WWW_AUTHENTICATE, challenge);
        answer
    }

    fn token_refusal(&self, code: &str) -> Answer {
        let code = self.code.as_deref().unwrap_or(code);
        let unknown_client = code == Reason::InvalidClient.code();
        let status = if unknown_client {
            StatusCode::UNAUTHORIZED
        } else {
            StatusCode::BAD_REQUEST
        };
        let body = json!({ "error": code, "error_description": DETAIL });
        let mut answer = Answer::json(status, &body);
        if unknown_client {
            answer.set_header(WWW_AUTHENTICATE, "Basic".to_owned());
        }
        self.dressed(answer)
    }

    /// With the body that the test wants, if it wants one.
    fn dressed(&self, mut answer: Answer) -> Answer {
        match &self.body {
            Some((content_type, text)) if content_type.is_empty() && text.is_empty() => {
                answer.clear_body();
            }
            Some((content_type, text)) => answer.set_body(content_type.clone(), text.clone()),
            None => {}
        }
        answer
    }
}

/// Changes the system's own answer, or one that is made up.
fn over(own: Option<Answer>, change: impl FnOnce(&mut Answer)) -> Answer {
    let mut answer = own.unwrap_or_else(whole);
    change(&mut answer);
    answer
}

fn whole() -> Answer {
    let mut answer = Answer::empty(StatusCode::OK);
    answer.set_body(JSON, WHOLE);
    answer
}

const JSON: &str = "application/json";
const HTML: &str = "text/html";
const DETAIL: &str = "A fault was injected.";
const WHOLE: &str = r#"{"fault":"what is answered before anything was processed"}"#;
const GARBAGE: &str = "<this is no JSON>";
const PAGE: &str = "<!doctype html><title>A page</title><p>This is no API.</p>";
