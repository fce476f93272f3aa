//! A refusal of the token endpoint (RFC 6749, 5.2).

use std::fmt;

use http::StatusCode;

use crate::catalog::Credentials;
use crate::error::scopes::{inferred_hint, words};
use crate::error::temporary::is_temporary_status;
use crate::error::{Error, Kind, TokenProblem};

/// A refusal of the token endpoint: its status and, where its body says them, the error code, the
/// description and the address of RFC 6749, 5.2.
///
/// Texts are the server's, made fit to be shown: one line, of bounded length, without control
/// characters. A description that repeats the client's secret or a token is not kept, and words that
/// look like a key or an account number are replaced by `[redacted]`.
///
/// ```
/// use passport_api::Error;
///
/// /// What to write into the ticket.
/// fn ticket(error: &Error) -> Option<String> {
///     let refusal = error.token_error()?;
///     let said = refusal.description().unwrap_or("without a reason");
///     Some(format!("{} says {:?}: {said}", refusal.endpoint(), refusal.code()))
/// }
/// ```
#[derive(Clone)]
pub struct TokenError {
    pub(crate) status: StatusCode,
    pub(crate) code: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) uri: Option<String>,
    pub(crate) endpoint: String,
    pub(crate) credentials: Credentials,
    /// True if form-encoding changes the identifier or the secret.
    pub(crate) is_encoding_of_matter: bool,
    pub(crate) scopes: Vec<String>,
    /// Those of `scopes` whose names are inferred.
    pub(crate) inferred: Vec<String>,
    pub(crate) set: Option<&'static str>,
}

impl TokenError {
    /// The status of the answer. Some servers refuse with a success (200).
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The error code, such as `invalid_client`, as the server writes it; `None` where the answer has
    /// none that is a plain word of up to 64 characters.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The server's explanation of the error, up to 300 characters in one line.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The page that the server names for the error, where that is an `https://` or `http://` address.
    pub fn uri(&self) -> Option<&str> {
        self.uri.as_deref()
    }

    /// The address of the token endpoint, without its query.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The client authentication that was used, as in the registry of RFC 7591, 2: `client_secret_basic` or
    /// `client_secret_post`; `client_secret_basic_raw` for Basic without form-encoding.
    pub fn client_auth(&self) -> &'static str {
        self.credentials.method()
    }

    /// The scopes that were asked for, by their names on the wire; empty where none were sent.
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// Returns whether the same request may succeed later.
    pub(crate) fn is_temporary(&self) -> bool {
        is_temporary_status(self.status) || self.cause() == Cause::Temporary
    }

    fn cause(&self) -> Cause {
        let code = self.code.as_deref().unwrap_or_default();
        let code = code.to_ascii_lowercase().replace(['-', '.'], "_");
        let known = CAUSES.iter().find(|(codes, _)| codes.contains(&&*code));
        if let Some((_, cause)) = known {
            return *cause;
        }
        if code.contains("scope") {
            return Cause::Scope;
        }
        match self.status {
            StatusCode::UNAUTHORIZED => Cause::Client,
            StatusCode::FORBIDDEN => Cause::Denied,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::GONE => {
                Cause::Address
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Cause::Encoding,
            status if status.is_redirection() => Cause::Redirect,
            _ => Cause::Unknown,
        }
    }

    fn write_remedy(&self, cause: Cause, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_temporary() {
            return f.write_str(
                "; this may pass, and the client asks again after a pause: if it lasts, ask the \
                 operator of the server",
            );
        }
        f.write_str(cause.remedy())?;
        match cause {
            Cause::Client | Cause::Grant => self.write_encoding_hint(f),
            Cause::Scope => self.write_scopes(f),
            _ => Ok(()),
        }
    }

    /// Servers differ in whether they form-decode what stands in HTTP Basic.
    fn write_encoding_hint(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_encoding_of_matter {
            return Ok(());
        }
        match self.credentials {
            Credentials::Body => Ok(()),
            Credentials::Basic => f.write_str(
                "; the identifier or the secret has characters that HTTP Basic sends form-encoded \
                 (RFC 6749, 2.3.1), which some servers do not decode: \
                 `credentials = \"client_secret_basic_raw\"` in `scopes.toml`, or \
                 `.client_auth(Credentials::ClientSecretBasicRaw)` when you build the client, sends \
                 them as they are",
            ),
            Credentials::ClientSecretBasicRaw => f.write_str(
                "; the identifier or the secret has characters that a server may expect form-encoded \
                 (RFC 6749, 2.3.1), and they were sent as they are: `credentials = \"basic\"` in \
                 `scopes.toml`, or `.client_auth(Credentials::Basic)` when you build the client, \
                 encodes them",
            ),
        }
    }

    fn write_scopes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scopes.is_empty() {
            f.write_str("; no scope was asked for")?;
        } else {
            write!(f, "; asked for {}", words(&self.scopes))?;
        }
        if let Some(set) = self.set {
            write!(f, " for the set `{set}`")?;
        }
        if !self.inferred.is_empty() {
            f.write_str(&inferred_hint(&self.inferred))?;
        }
        Ok(())
    }
}

impl fmt::Debug for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenError")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("description", &self.description)
            .field("uri", &self.uri)
            .field("endpoint", &self.endpoint)
            .field("client_auth", &self.client_auth())
            .field("scopes", &words(&self.scopes))
            .field("set", &self.set)
            .finish_non_exhaustive()
    }
}

/// A clause about the endpoint, and what to do.
impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = self.cause();
        let done = match cause {
            _ if self.is_temporary() => "failed",
            Cause::Client => "refused the client",
            Cause::Address | Cause::Redirect => "did not take the request",
            _ => "refused the request",
        };
        let (endpoint, method) = (&self.endpoint, self.client_auth());
        write!(f, "the token endpoint {endpoint} {done} ({method}): ")?;
        match &self.code {
            Some(code) => write!(f, "`{code}` ({})", self.status.as_u16())?,
            None => write!(f, "{}", self.status)?,
        }
        if let Some(description) = &self.description {
            write!(f, ": \"{description}\"")?;
        }
        if let Some(uri) = &self.uri {
            write!(f, ", see {uri}")?;
        }
        self.write_remedy(cause, f)
    }
}

impl Error {
    /// The refusal of the token endpoint; `None` for any other error, such as a token endpoint that was
    /// not reached.
    pub fn token_error(&self) -> Option<&TokenError> {
        match self.kind() {
            Kind::Token(failure) => match &failure.problem {
                TokenProblem::Refused(error) => Some(error),
                TokenProblem::Answer { .. } | TokenProblem::Other(_) => None,
            },
            _ => None,
        }
    }

    /// Names the set that a token was asked for.
    pub(crate) fn for_set(mut self, set: &'static str) -> Self {
        if let Kind::Token(failure) = &mut self.inner.kind
            && let TokenProblem::Refused(error) = &mut failure.problem
        {
            error.set = Some(set);
        }
        self
    }
}

/// Why a token endpoint refuses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Cause {
    Client,
    Grant,
    NotPermitted,
    GrantType,
    Request,
    Scope,
    Target,
    Denied,
    Proof,
    Temporary,
    Address,
    Redirect,
    Encoding,
    Unknown,
}

impl Cause {
    /// The end of the message: what to do.
    fn remedy(self) -> &'static str {
        match self {
            Self::Client => {
                "; check the client's identifier and secret, and that they are for this server"
            }
            Self::Grant => {
                "; check the client's identifier and secret, and that the client may use the grant \
                 `client_credentials` at this server"
            }
            Self::NotPermitted => {
                "; the client may not use the grant `client_credentials`: have it permitted at the \
                 server"
            }
            Self::GrantType => {
                "; the server does not know the grant `client_credentials` at this address, or does \
                 not read the request's encoding: check `path` or `url`, and `request`, in the table \
                 `token` of `scopes.toml`"
            }
            Self::Request => {
                "; check `request`, `credentials`, `audience` and `fields` in the table `token` of \
                 `scopes.toml` against the server's documents"
            }
            Self::Scope => {
                "; check that the server knows these scopes and that the client may have them"
            }
            Self::Target => {
                "; check the `audience` and a field `resource`, in the table `token` of \
                 `scopes.toml` or where you build the client (RFC 8707)"
            }
            Self::Denied => {
                "; have the client permitted at the server to use this API, audience or network"
            }
            Self::Proof => {
                "; the server wants tokens that are bound to a key (RFC 9449), which this client does \
                 not support: have it issue `Bearer` tokens"
            }
            Self::Address => {
                "; check the address: `path` or `url` in the table `token` of `scopes.toml`, or \
                 `token_url` when you build the client"
            }
            Self::Redirect => {
                "; redirects are not followed, because they would carry the secret elsewhere: set \
                 `token_url` to the address where it leads"
            }
            Self::Encoding => {
                "; check `request` in the table `token` of `scopes.toml`: the server does not read \
                 the request's encoding"
            }
            Self::Temporary => "",
            Self::Unknown => {
                "; look the answer up in the server's documents, and check identifier, secret and \
                 address"
            }
        }
    }
}

/// The codes of RFC 6749, 5.2, of its relatives, and others that several servers use, in lower case
/// with `_`.
const CAUSES: &[(&[&str], Cause)] = &[
    (
        &[
            "invalid_client",
            "invalid_credentials",
            "invalid_client_credentials",
            "invalid_client_id",
            "invalid_client_secret",
            "bad_client_credentials",
            "unknown_client",
            "client_not_found",
            "unauthorized",
            "unauthenticated",
        ],
        Cause::Client,
    ),
    (&["invalid_grant"], Cause::Grant),
    (&["unauthorized_client"], Cause::NotPermitted),
    (
        &[
            "unsupported_grant_type",
            "invalid_grant_type",
            "unsupported_grant",
        ],
        Cause::GrantType,
    ),
    (
        &[
            "invalid_request",
            "bad_request",
            "missing_parameter",
            "invalid_parameter",
        ],
        Cause::Request,
    ),
    // RFC 8707, 2, and its elder relatives.
    (
        &["invalid_target", "invalid_resource", "invalid_audience"],
        Cause::Target,
    ),
    (
        &[
            "access_denied",
            "forbidden",
            "permission_denied",
            "consent_required",
        ],
        Cause::Denied,
    ),
    // RFC 9449, 5 and 8.
    (&["use_dpop_nonce", "invalid_dpop_proof"], Cause::Proof),
    // RFC 6749, 4.1.2.1; RFC 8628, 3.5.
    (
        &[
            "temporarily_unavailable",
            "server_error",
            "slow_down",
            "internal_error",
            "internal_server_error",
            "service_unavailable",
            "unavailable",
            "timeout",
            "too_many_requests",
            "rate_limit_exceeded",
            "rate_limited",
            "resource_exhausted",
        ],
        Cause::Temporary,
    ),
];

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::{CAUSES, TokenError};
    use crate::catalog::Credentials;

    fn refusal(status: u16, code: &str) -> TokenError {
        TokenError {
            status: StatusCode::from_u16(status).unwrap(),
            code: (!code.is_empty()).then(|| code.to_owned()),
            description: None,
            uri: None,
            endpoint: "https://login.example/token".to_owned(),
            credentials: Credentials::Basic,
            is_encoding_of_matter: false,
            scopes: vec!["a".to_owned(), "b".to_owned()],
            inferred: Vec::new(),
            set: Some("Clerk"),
        }
    }

    #[test]
    fn each_code_says_what_to_do() {
        let check = |status: u16, code: &str, word: &str| {
            let text = refusal(status, code).to_string();
            let begin = "the token endpoint https://login.example/token ";
            assert!(text.starts_with(begin), "{text}");
            assert!(text.contains("(client_secret_basic): "), "{text}");
            assert!(text.contains(word), "{code} {status}: {text}");
        };
        check(400, "invalid_request", "check `request`");
        check(401, "invalid_client", "refused the client");
        check(200, "invalid_client", "identifier and secret");
        check(400, "invalid_grant", "identifier and secret");
        check(400, "unauthorized_client", "have it permitted");
        check(400, "unsupported_grant_type", "does not know the grant");
        check(
            400,
            "invalid_scope",
            "asked for `a`, `b` for the set `Clerk`",
        );
        check(
            400,
            "scope_invalid",
            "asked for `a`, `b` for the set `Clerk`",
        );
        check(400, "invalid_target", "`audience`");
        check(403, "access_denied", "have the client permitted");
        check(400, "temporarily_unavailable", "asks again");
        check(400, "slow_down", "asks again");
        check(400, "use_dpop_nonce", "RFC 9449");
        check(400, "Invalid-Client", "refused the client");
        check(401, "", "401 Unauthorized; check the client's identifier");
        check(403, "", "403 Forbidden; have the client permitted");
        check(404, "", "check the address");
        check(302, "", "redirects are not followed");
        check(415, "", "does not read");
        check(503, "", "asks again");
        check(400, "something_else", "`something_else` (400)");
    }

    #[test]
    fn every_known_code_has_a_remedy_and_is_there_once() {
        let codes: Vec<&str> = CAUSES
            .iter()
            .flat_map(|(codes, _)| *codes)
            .copied()
            .collect();
        for code in &codes {
            assert_eq!(
                codes.iter().filter(|other| *other == code).count(),
                1,
                "{code}"
            );
            assert!(refusal(400, code).to_string().contains("; "), "{code}");
        }
    }

    #[test]
    fn basic_with_encoded_characters_names_the_raw_form() {
        let mut error = refusal(401, "invalid_client");
        assert!(!error.to_string().contains("raw"), "{error}");
        error.is_encoding_of_matter = true;
        assert!(
            error.to_string().contains("client_secret_basic_raw"),
            "{error}"
        );
        error.credentials = Credentials::ClientSecretBasicRaw;
        assert!(
            error.to_string().contains("`credentials = \"basic\"`"),
            "{error}"
        );
        error.credentials = Credentials::Body;
        assert!(!error.to_string().contains("encode"), "{error}");
    }
}
