//! The tokens that were issued, and what each of them may do.

use std::collections::HashMap;

use jiff::Timestamp;
use passport_spec::{ScopeId, ScopeIds};

use crate::refusal::{Reason, Refusal};

/// A scope as it was granted: under its own name or an alias.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Granted {
    pub(crate) id: ScopeId,
    pub(crate) name: String,
}

/// An issued token.
#[derive(Clone)]
pub(crate) struct Token {
    /// What the caller sends.
    pub(crate) value: String,
    /// What the token is called when one speaks about it.
    pub(crate) id: String,
    pub(crate) client: String,
    /// The client's account at the identity service.
    pub(crate) account_id: String,
    pub(crate) scopes: Vec<Granted>,
    pub(crate) issued: Timestamp,
    pub(crate) expires: Timestamp,
    pub(crate) revoked: bool,
}

impl Token {
    pub(crate) fn scope_ids(&self) -> ScopeIds {
        self.scopes.iter().map(|scope| scope.id).collect()
    }

    pub(crate) fn scope_names(&self) -> Vec<&str> {
        let names = self.scopes.iter().map(|scope| scope.name.as_str());
        names.collect()
    }

    /// Seconds from issue to expiry.
    pub(crate) fn lifetime(&self) -> i64 {
        self.expires.as_second() - self.issued.as_second()
    }
}

/// Every token that an API has issued.
#[derive(Default)]
pub(crate) struct Tokens {
    tokens: Vec<Token>,
    by_value: HashMap<String, usize>,
}

impl Tokens {
    pub(crate) fn add(&mut self, token: Token) {
        self.by_value.insert(token.value.clone(), self.tokens.len());
        self.tokens.push(token);
    }

    /// The token that a caller sent, if it is good for anything.
    pub(crate) fn valid(&self, value: &str, now: Timestamp) -> Result<&Token, Refusal> {
        let Some(token) = self.by_value.get(value).map(|index| &self.tokens[*index]) else {
            return Err(Reason::UnknownToken.because("The token is none of this API."));
        };
        if token.revoked {
            return Err(Reason::RevokedToken.because("The token was revoked."));
        }
        if token.expires <= now {
            return Err(Reason::ExpiredToken.because("The token has expired."));
        }
        Ok(token)
    }

    /// The tokens that were not revoked, oldest first.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| !token.revoked)
    }

    /// Revokes a token; `None` where there is none or it was revoked before.
    pub(crate) fn revoke(&mut self, id: &str) -> Option<()> {
        let token = self.tokens.iter_mut().find(|token| token.id == id)?;
        let first_time = !std::mem::replace(&mut token.revoked, true);
        first_time.then_some(())
    }
}
