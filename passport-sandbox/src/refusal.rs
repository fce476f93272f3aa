//! Every reason for which the sandbox refuses a request, in one table.

use axum::http::StatusCode;

/// Why a request is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reason {
    MalformedBody,
    MissingField,
    InvalidField,
    BodyTooLarge,
    WrongMediaType,
    InvalidTokenRequest,
    InvalidClient,
    UnsupportedGrantType,
    InvalidScope,
    NoToken,
    UnknownToken,
    ExpiredToken,
    RevokedToken,
    InsufficientScope,
    UnknownApi,
    UnknownRoute,
    WrongMethod,
    NotFound,
    NoItems,
    Duplicate,
    ResolutionExpired,
    ZoneNotFound,
    QuoteNotFound,
    QuoteUsed,
    QuoteExpired,
    PeriodNotSold,
    PaymentDeclined,
    Unauthorized,
    RateLimited,
    Throttled,
    QuotaExceeded,
    Injected,
    Panic,
}

impl Reason {
    /// Status, code and text.
    fn row(self) -> (StatusCode, &'static str, &'static str) {
        use Reason as R;
        match self {
            R::MalformedBody => (BAD, "malformed_body", "The body cannot be read"),
            R::MissingField => (BAD, "missing_field", "A required field is missing"),
            R::InvalidField => (BAD, "invalid_field", "A field failed validation"),
            R::BodyTooLarge => (TOO_LARGE, "body_too_large", "The body is too large"),
            R::WrongMediaType => (
                MEDIA,
                "unsupported_media_type",
                "The body is of another media type",
            ),
            R::InvalidTokenRequest => (BAD, "invalid_request", "The token request is invalid"),
            R::InvalidClient => (DENIED, "invalid_client", "The credentials are wrong"),
            R::UnsupportedGrantType => (
                BAD,
                "unsupported_grant_type",
                "Only client_credentials is supported",
            ),
            R::InvalidScope => (BAD, "invalid_scope", "None of the scopes can be granted"),
            R::NoToken => (DENIED, "missing_token", "The call needs a token"),
            R::UnknownToken => (DENIED, "invalid_token", "The token is unknown"),
            R::ExpiredToken => (DENIED, "invalid_token", "The token has expired"),
            R::RevokedToken => (DENIED, "invalid_token", "The token was revoked"),
            R::InsufficientScope => (FORBIDDEN, "insufficient_scope", "The token lacks a scope"),
            R::UnknownApi => (ABSENT, "unknown_api", "No API stands here"),
            R::UnknownRoute => (ABSENT, "unknown_route", "The API has no such path"),
            R::WrongMethod => (METHOD, "wrong_method", "The path takes another method"),
            R::NotFound => (ABSENT, "not_found", "There is no such object"),
            R::NoItems => (ABSENT, "no_items", "The list is empty"),
            R::Duplicate => (BAD, "duplicate", "The object exists already"),
            R::ResolutionExpired => (BAD, "resolution_expired", "The resolution has expired"),
            R::ZoneNotFound => (ABSENT, "zone_not_found", "There is no such zone"),
            R::QuoteNotFound => (ABSENT, "quote_not_found", "There is no such quote"),
            R::QuoteUsed => (BAD, "quote_already_used", "The quote has been used"),
            R::QuoteExpired => (BAD, "quote_expired", "The quote has expired"),
            R::PeriodNotSold => (BAD, "period_not_sold", "The period is not sold"),
            R::PaymentDeclined => (BAD, "payment_declined", "The payment was declined"),
            R::Unauthorized => (DENIED, "unauthorized", "The call is not authorized"),
            R::RateLimited => (MANY, "rate_limited", "Too many requests"),
            R::Throttled => (MANY, "throttled", "Too many requests at a time"),
            R::QuotaExceeded => (MANY, "quota_exceeded", "Too many requests on a day"),
            R::Injected => (BROKEN, "injected_fault", "A test wants it so"),
            R::Panic => (BROKEN, "sandbox_bug", "The sandbox has a bug"),
        }
    }

    pub(crate) fn status(self) -> StatusCode {
        self.row().0
    }

    pub(crate) fn code(self) -> &'static str {
        self.row().1
    }

    pub(crate) fn title(self) -> &'static str {
        self.row().2
    }

    /// The reason for this occurrence, with a sentence on it.
    pub(crate) fn because(self, detail: impl Into<String>) -> Refusal {
        Refusal {
            status: self.status(),
            reason: self,
            detail: detail.into(),
            code: None,
            scopes: Vec::new(),
            allow: None,
            retry_after: None,
        }
    }
}

/// A refused request.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) reason: Reason,
    /// The reason's own, where the system has no other use for it.
    pub(crate) status: StatusCode,
    pub(crate) detail: String,
    /// Instead of the reason's own.
    pub(crate) code: Option<String>,
    /// The scopes that would have been enough.
    pub(crate) scopes: Vec<String>,
    /// The methods that the path takes.
    pub(crate) allow: Option<String>,
    /// Seconds after which another attempt may fare better.
    pub(crate) retry_after: Option<u64>,
}

const BAD: StatusCode = StatusCode::BAD_REQUEST;
const DENIED: StatusCode = StatusCode::UNAUTHORIZED;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const ABSENT: StatusCode = StatusCode::NOT_FOUND;
const METHOD: StatusCode = StatusCode::METHOD_NOT_ALLOWED;
const TOO_LARGE: StatusCode = StatusCode::PAYLOAD_TOO_LARGE;
const MEDIA: StatusCode = StatusCode::UNSUPPORTED_MEDIA_TYPE;
const MANY: StatusCode = StatusCode::TOO_MANY_REQUESTS;
const BROKEN: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;
