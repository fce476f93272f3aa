//! What goes back over the wire.

use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use crate::refusal::{Reason, Refusal};

/// A response that is not on its way yet.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    body: Option<(&'static str, String)>,
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
        }
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self {
            body: Some((JSON, body.to_string())),
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
            answer.body = answer.body.map(|(_, body)| (PROBLEM, body));
        }
        if let Some(challenge) = challenge(refusal, format) {
            answer.headers.push((WWW_AUTHENTICATE, challenge));
        }
        if let Some(methods) = &refusal.allow {
            answer.headers.push((ALLOW, methods.clone()));
        }
        answer
    }

    pub(crate) fn into_response(self) -> Response {
        let (content_type, body) = match self.body {
            Some((content_type, body)) => (Some(content_type), Body::from(body)),
            None => (None, Body::empty()),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        if let Some(content_type) = content_type {
            let value = HeaderValue::from_static(content_type);
            response.headers_mut().insert(CONTENT_TYPE, value);
        }
        for (name, value) in self.headers {
            // Scope names of a foreign spec may hold what a header cannot.
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

fn error_body(refusal: &Refusal, format: ErrorFormat) -> Value {
    let reason = refusal.reason;
    match format {
        ErrorFormat::OAuth => {
            json!({ "error": reason.code(), "error_description": refusal.detail })
        }
        ErrorFormat::Plain => json!({ "code": reason.code(), "message": refusal.detail }),
        ErrorFormat::Problem(prefix) => json!({
            "type": format!("{prefix}{}", reason.code()),
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
