//! The kinds of faults, and what can be said of each.

use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Delay,
    Hang,
    SilentConnection,
    Reset,
    Status(u16),
    RateLimited,
    Unauthorized,
    Forbidden(Vec<String>),
    OAuthError(String),
    Revoke,
    Token(TokenChange),
    Garbage,
    WrongContentType,
    Truncated,
    Oversized(u64),
    Gzip(u64),
    Redirect(String),
}

/// What another token is issued than the client would get.
#[derive(Clone, Debug)]
pub(crate) enum TokenChange {
    Only(Vec<String>),
    Without(Vec<String>),
    OmitScope,
    Lifetime(Duration),
    DiesAfter(Duration),
}

impl Kind {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Delay => "delay",
            Self::Hang => "hang",
            Self::SilentConnection => "silent_connection",
            Self::Reset => "reset",
            Self::Status(_) => "status",
            Self::RateLimited => "rate_limited",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden(_) => "forbidden",
            Self::OAuthError(_) => "oauth_error",
            Self::Revoke => "revoke_tokens",
            Self::Token(TokenChange::Only(_)) => "grant_only",
            Self::Token(TokenChange::Without(_)) => "grant_without",
            Self::Token(TokenChange::OmitScope) => "omit_scope",
            Self::Token(TokenChange::Lifetime(_)) => "token_lifetime",
            Self::Token(TokenChange::DiesAfter(_)) => "token_dies_after",
            Self::Garbage => "garbage",
            Self::WrongContentType => "wrong_content_type",
            Self::Truncated => "truncated",
            Self::Oversized(_) => "oversized",
            Self::Gzip(_) => "gzip",
            Self::Redirect(_) => "redirect",
        }
    }

    /// The scopes of the grant that it changes.
    pub(crate) fn grant(&self) -> &[String] {
        match self {
            Self::Token(TokenChange::Only(scopes) | TokenChange::Without(scopes)) => scopes,
            _ => &[],
        }
    }

    /// The scopes that it asks for.
    pub(crate) fn forbidden(&self) -> &[String] {
        match self {
            Self::Forbidden(scopes) => scopes,
            _ => &[],
        }
    }

    /// Whether it makes sense at the token endpoint only.
    pub(crate) fn is_of_tokens(&self) -> bool {
        matches!(self, Self::Token(_) | Self::OAuthError(_))
    }

    /// Whether the system processes the request although the fault strikes before: what is changed
    /// is what the system finds, or the time.
    pub(crate) fn lets_through(&self) -> bool {
        matches!(self, Self::Delay | Self::Revoke | Self::Token(_))
    }

    /// Whether it can strike when the request has been processed; a refusal of the request cannot.
    pub(crate) fn can_come_after(&self) -> bool {
        !matches!(
            self,
            Self::RateLimited
                | Self::Unauthorized
                | Self::Forbidden(_)
                | Self::OAuthError(_)
                | Self::Revoke
                | Self::Token(_)
        )
    }

    /// Whether it answers with an error of its own making.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Status(_)
                | Self::RateLimited
                | Self::Unauthorized
                | Self::Forbidden(_)
                | Self::OAuthError(_)
        )
    }

    /// Whether it answers at all with something that the system did not say.
    pub(crate) fn is_answer(&self) -> bool {
        !self.lets_through() && !matches!(self, Self::Hang | Self::SilentConnection | Self::Reset)
    }
}
