//! The error that an error status is, with what the server says and the client knows.

use std::cell::LazyCell;

use http::StatusCode;

use crate::catalog::Requirement;
use crate::challenge::{BearerChallenge, INSUFFICIENT_SCOPE};
use crate::client::exchange::Exchange;
use crate::client::message::{HttpRequest, HttpResponse};
use crate::client::sent_words::SentWords;
use crate::error::{ChallengeError, Error, InferredPath, InsufficientScope, Kind, Refusal};
use crate::observe::Event;
use crate::problem::{Problem, is_plain_word};
use crate::retry::retry_after;
use crate::token::KeptToken;

/// A filter for a server's text, before it is shown.
struct Filter<'f, F> {
    exchange: &'f Exchange<'f>,
    access: Option<&'f KeptToken>,
    /// Read only if the server says something.
    sent: LazyCell<SentWords, F>,
}

impl Exchange<'_> {
    /// The error that an error status is.
    pub(super) fn refusal(
        &self,
        request: &HttpRequest,
        response: HttpResponse,
        access: Option<&KeptToken>,
    ) -> Error {
        let filter = Filter {
            exchange: self,
            access,
            sent: LazyCell::new(|| self.sent_words(request)),
        };
        let HttpResponse {
            status,
            headers,
            body,
            ..
        } = response;
        let problem = Problem::read(body).without_code_if(|text| filter.is_secret(text));
        let challenge = BearerChallenge::read(&headers);
        let challenge = challenge.filter(|_| status.is_client_error());
        let insufficient_scope =
            self.insufficient_scope(status, challenge.as_ref(), &problem, &filter);
        Error::new(Kind::Status(Box::new(Refusal {
            status,
            retry_after: retry_after(&headers, self.core.now()),
            challenge: challenge.and_then(|challenge| filter.error_of(challenge)),
            insufficient_scope,
            inferred_path: self.inferred_path(),
            headers,
            problem,
        })))
    }

    /// The scopes that the call needs, the token has and the server names, where they may be the reason;
    /// where the server names others than the spec, it is told.
    fn insufficient_scope<F: FnOnce() -> SentWords>(
        &self,
        status: StatusCode,
        challenge: Option<&BearerChallenge>,
        problem: &Problem,
        filter: &Filter<'_, F>,
    ) -> Option<InsufficientScope> {
        let is_forbidden = status == StatusCode::FORBIDDEN;
        if !is_forbidden && status != StatusCode::UNAUTHORIZED {
            return None;
        }
        let error = challenge.and_then(|challenge| challenge.error.as_deref());
        let is_stated = [error, problem.code()].contains(&Some(INSUFFICIENT_SCOPE));
        if !is_stated && (!is_forbidden || filter.access.is_none()) {
            return None;
        }
        let named = challenge.and_then(|challenge| challenge.scopes.as_deref());
        let named = named.or_else(|| problem.scopes(is_stated));
        let mut wanted = named.map_or_else(Vec::new, <[String]>::to_vec);
        wanted.retain(|name| filter.may_show_scope(name));
        let (declared, inferred) = self.declared();
        if !is_stated && wanted.is_empty() && declared.iter().all(Vec::is_empty) {
            return None;
        }
        let insufficient = InsufficientScope {
            wanted,
            declared,
            granted: filter
                .access
                .map_or_else(Vec::new, |access| access.granted().to_vec()),
            inferred,
            is_stated,
            is_granted: filter.access.is_some_and(|access| self.is_granted(access)),
        };
        if insufficient.is_drift() {
            self.core.observe(&Event::Drift {
                call: &self.name.to_string(),
                scopes: &insufficient,
            });
        }
        Some(insufficient)
    }

    fn inferred_path(&self) -> InferredPath {
        let endpoint = self.name.endpoint();
        endpoint.map_or_else(InferredPath::default, |endpoint| {
            self.core.inferred_path(endpoint)
        })
    }

    /// The alternatives of scopes that the spec says the call needs, by their names on the wire; and
    /// those of the names that are inferred.
    fn declared(&self) -> (Vec<Vec<String>>, Vec<String>) {
        let names = self.core.names();
        let mut inferred = Vec::new();
        let mut wire = |places: &[u32]| {
            let (names, guessed) = names.describe(places).unwrap_or_default();
            let new = guessed.into_iter().filter(|name| !inferred.contains(name));
            let new: Vec<String> = new.collect();
            inferred.extend(new);
            names
        };
        let declared = match self.requirement() {
            Some(Requirement::AllOf(places)) => vec![wire(places)],
            Some(Requirement::AnyOf(lists)) => lists.iter().map(|list| wire(list)).collect(),
            Some(Requirement::Public | Requirement::AnyToken | Requirement::Unknown) | None => {
                Vec::new()
            }
        };
        (declared, inferred)
    }

    /// Returns whether the token may use what the spec says the call needs.
    fn is_granted(&self, access: &KeptToken) -> bool {
        let all = |places: &[u32]| places.iter().all(|place| access.may_use(*place));
        match self.requirement() {
            Some(Requirement::AllOf(places)) => all(places),
            Some(Requirement::AnyOf(lists)) => lists.iter().any(|list| all(list)),
            Some(Requirement::Public | Requirement::AnyToken | Requirement::Unknown) | None => {
                false
            }
        }
    }

    fn requirement(&self) -> Option<Requirement> {
        self.name.endpoint().map(|endpoint| endpoint.requirement)
    }

    /// The words of what the request holds and the spec does not.
    fn sent_words(&self, request: &HttpRequest) -> SentWords {
        let base = self.core.base_url();
        match self.name.endpoint() {
            Some(endpoint) => {
                let (prefix, path) = self.core.path(endpoint);
                SentWords::of(request, base, &[prefix, path])
            }
            None => SentWords::of(request, base, &[]),
        }
    }
}

impl<F: FnOnce() -> SentWords> Filter<'_, F> {
    /// Returns whether a server's text repeats what the client has sent in secret.
    fn is_secret(&self, text: &str) -> bool {
        let repeats_token = self.access.is_some_and(|token| token.is_repeated_in(text));
        repeats_token || self.exchange.core.repeats_secret(text)
    }

    /// Returns whether a scope that the server names can be shown: it is one of the spec's, or repeats
    /// nothing of the request.
    fn may_show_scope(&self, name: &str) -> bool {
        let is_known = || {
            let mut scopes = self.exchange.core.catalog().scopes.iter();
            scopes.any(|scope| scope.name == name || scope.aliases.contains(&name))
        };
        !self.is_secret(name) && (is_known() || !self.sent.is_repeated_in(name))
    }

    /// The error that a challenge names, as far as it can be shown.
    fn error_of(&self, challenge: BearerChallenge) -> Option<ChallengeError> {
        let is_shown = |text: &str| !self.is_secret(text) && !self.sent.is_repeated_in(text);
        let code = challenge.error.filter(|code| is_plain_word(code));
        let description = challenge.error_description;
        Some(ChallengeError {
            code: code.filter(|code| is_known_code(code) || is_shown(code))?,
            description: description
                .filter(|text| is_shown(text))
                .map(|text| without_identifiers(&text)),
        })
    }
}

/// The errors of RFC 6750, 3.1.
fn is_known_code(code: &str) -> bool {
    matches!(
        code,
        "invalid_request" | "invalid_token" | "insufficient_scope"
    )
}

/// A description, cut to a line, without the words that look like an identifier, an address or a part
/// of a token.
fn without_identifiers(description: &str) -> String {
    let mut shown = String::new();
    for word in description.split(' ').filter(|word| !word.is_empty()) {
        let word = if is_identifier(word) { "…" } else { word };
        if shown.len() + word.len() >= MAX_DESCRIPTION {
            shown.push_str(" …");
            break;
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown
}

fn is_identifier(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_mixed = digits > 0 && word.len() >= 8;
    word.contains('@') || digits >= 4 || is_mixed || word.len() > LONGEST_WORD
}

/// The longest description that is shown, in bytes.
const MAX_DESCRIPTION: usize = 200;

/// The longest word that is shown, in bytes.
const LONGEST_WORD: usize = 24;

#[cfg(test)]
mod tests {
    use super::{MAX_DESCRIPTION, without_identifiers};

    #[test]
    fn description_shows_words_and_no_identifiers() {
        for (text, expected) in [
            ("The access token expired", "The access token expired"),
            ("  The   token ", "The token"),
            ("Token of ana@x.test expired", "Token of … expired"),
            ("account 10203040 is closed", "account … is closed"),
            ("tel. 300-555-12 is closed", "tel. … is closed"),
            ("token eyJhbGciOiJSUzI1NiIsInR5 is bad", "token … is bad"),
            ("see RFC6750 for OAuth2", "see … for OAuth2"),
            (
                "abcdefghijklmnopqrstuvwxyzabcdefghi is opaque",
                "… is opaque",
            ),
        ] {
            assert_eq!(without_identifiers(text), expected);
        }
        let long = without_identifiers(&"word ".repeat(100_000));
        assert!(
            long.len() <= MAX_DESCRIPTION + 4 && long.ends_with("word …"),
            "{long}"
        );
    }
}
