//! What goes back over the wire.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use crate::fault::{Broken, Filler};
use crate::refusal::{Reason, Refusal};

/// A response that is not on its way yet.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    body: Option<(Cow<'static, str>, Bytes)>,
    pub(crate) sending: Sending,
}

/// How the body is sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Sending {
    Whole,
    /// Half of it, and then the connection is aborted.
    Truncated,
    /// So many bytes instead of it.
    Filler(u64),
}

/// How a system writes its errors.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum ErrorFormat {
    /// `error` and `error_description`, as in RFC 6749, 5.2.
    #[default]
    OAuth,
    /// `code` and `message`: the sandbox's own, for systems that document no error body.
    Plain,
    /// RFC 7807, with this text in front of the type.
    Problem(&'static str),
}

impl Answer {
    /// A status without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: None,
            sending: Sending::Whole,
        }
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self {
            body: Some((JSON.into(), body.to_string().into())),
            ..Self::empty(status)
        }
    }

    /// A body that must not be kept by caches, such as a token.
    pub(crate) fn secret(body: &Value) -> Self {
        let mut answer = Self::json(StatusCode::OK, body);
        answer.headers.push((CACHE_CONTROL, "no-store".to_owned()));
        answer
    }

    pub(crate) fn refusal(refusal: &Refusal, format: ErrorFormat) -> Self {
        let mut answer = Self::json(refusal.status, &error_body(refusal, format));
        if let ErrorFormat::Problem(_) = format {
            answer.body = answer.body.map(|(_, body)| (PROBLEM.into(), body));
        }
        if let Some(challenge) = challenge(refusal, format) {
            answer.headers.push((WWW_AUTHENTICATE, challenge));
        }
        if let Some(methods) = &refusal.allow {
            answer.headers.push((ALLOW, methods.clone()));
        }
        if let Some(seconds) = refusal.retry_after {
            answer.headers.push((RETRY_AFTER, seconds.to_string()));
        }
        answer
    }

    /// Sets a header, instead of the one that was there.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: String) {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value));
    }

    pub(crate) fn set_body(
        &mut self,
        content_type: impl Into<Cow<'static, str>>,
        body: impl Into<Bytes>,
    ) {
        self.body = Some((content_type.into(), body.into()));
    }

    pub(crate) fn set_content_type(&mut self, content_type: &'static str) {
        let body = self.body.take().map(|(_, body)| body);
        self.set_body(content_type, body.unwrap_or_default());
    }

    pub(crate) fn clear_body(&mut self) {
        self.body = None;
    }

    pub(crate) fn has_no_body(&self) -> bool {
        self.body.is_none()
    }

    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::default();
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let mut body = Body::empty();
        if let Some((content_type, bytes)) = self.body {
            if let Ok(value) = HeaderValue::try_from(content_type.as_ref()) {
                headers.insert(CONTENT_TYPE, value);
            }
            body = match self.sending {
                Sending::Whole => Body::from(bytes),
                Sending::Truncated => {
                    headers.insert(CONTENT_LENGTH, bytes.len().into());
                    Body::from_stream(Broken::after(bytes.slice(..bytes.len() / 2)))
                }
                Sending::Filler(length) => Body::from_stream(Filler::new(length)),
            };
        }
        for (name, value) in self.headers {
            // Scope names of a foreign spec may hold what a header cannot.
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
        *response.body_mut() = body;
        response
    }
}

fn error_body(refusal: &Refusal, format: ErrorFormat) -> Value {
    let reason = refusal.reason;
    let code = refusal.code.as_deref().unwrap_or(reason.code());
    match format {
        ErrorFormat::OAuth => {
            json!({ "error": code, "error_description": refusal.detail })
        }
        ErrorFormat::Plain => json!({ "code": code, "message": refusal.detail }),
        ErrorFormat::Problem(prefix) => json!({
            "type": format!("{prefix}{code}"),
            "title": reason.title(),
            "detail": refusal.detail,
            "additional_details": { "needed_scopes": refusal.scopes },
        }),
    }
}

/// The `WWW-Authenticate` header (RFC 6750, 3).
fn challenge(refusal: &Refusal, format: ErrorFormat) -> Option<String> {
    let title = refusal.reason.title();
    match refusal.reason {
        Reason::InvalidClient if format == ErrorFormat::OAuth => Some("Basic".to_owned()),
        Reason::NoToken => Some("Bearer".to_owned()),
        Reason::UnknownToken | Reason::ExpiredToken | Reason::RevokedToken => Some(format!(
            "Bearer error=\"invalid_token\", error_description=\"{title}\""
        )),
        Reason::InsufficientScope if format == ErrorFormat::OAuth => Some(format!(
            "Bearer error=\"insufficient_scope\", scope=\"{}\"",
            refusal.scopes.join(" ")
        )),
        // HTTP wants a challenge with every 401.
        _ if refusal.status == StatusCode::UNAUTHORIZED => Some("Bearer".to_owned()),
        _ => None,
    }
}

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";
