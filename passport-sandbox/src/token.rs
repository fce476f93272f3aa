//! The tokens that were issued, and what each of them may do.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use passport_spec::{ScopeId, ScopeIds};

use crate::hosted::Registered;
use crate::refusal::{Reason, Refusal};
use crate::text::{fresh_id, random_hex};

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
    pub(crate) scopes: Arc<[Granted]>,
    pub(crate) issued: Timestamp,
    pub(crate) expires: Timestamp,
    /// When it expires according to the token response.
    pub(crate) stated_expiry: Timestamp,
    pub(crate) revoked: bool,
}

impl Token {
    /// A fresh token of a client.
    pub(crate) fn new(
        client: &Registered,
        scopes: Vec<Granted>,
        now: Timestamp,
        lifetime: SignedDuration,
    ) -> Self {
        let expires = now.checked_add(lifetime).unwrap_or(Timestamp::MAX);
        Self {
            value: random_hex(),
            id: fresh_id(),
            client: client.id.clone(),
            account_id: client.account_id.clone(),
            scopes: scopes.into(),
            issued: now,
            expires,
            stated_expiry: expires,
            revoked: false,
        }
    }

    pub(crate) fn scope_ids(&self) -> ScopeIds {
        self.scopes.iter().map(|scope| scope.id).collect()
    }

    pub(crate) fn scope_names(&self) -> Vec<&str> {
        let names = self.scopes.iter().map(|scope| scope.name.as_str());
        names.collect()
    }

    /// Seconds from issue to expiry, according to the token response.
    pub(crate) fn lifetime(&self) -> i64 {
        self.stated_expiry.as_second() - self.issued.as_second()
    }

    fn is_live(&self, now: Timestamp) -> bool {
        !self.revoked && now < self.expires
    }
}

/// The tokens that an API has issued: all that live, and the last of those that lived.
#[derive(Default)]
pub(crate) struct Tokens {
    tokens: Vec<Token>,
    by_value: HashMap<String, usize>,
    /// How many there may be before the dead ones are dropped.
    sweep_at: usize,
}

impl Tokens {
    pub(crate) fn add(&mut self, token: Token, now: Timestamp) {
        if self.tokens.len() >= self.sweep_at {
            self.sweep(now);
        }
        self.by_value.insert(token.value.clone(), self.tokens.len());
        self.tokens.push(token);
    }

    /// Forgets the dead tokens but the last, for which a caller still is told why they are refused.
    fn sweep(&mut self, now: Timestamp) {
        let dead = self.tokens.iter().filter(|token| !token.is_live(now));
        let mut surplus = dead.count().saturating_sub(REMEMBERED_DEAD);
        self.tokens.retain(|token| {
            let drops = surplus > 0 && !token.is_live(now);
            surplus -= usize::from(drops);
            !drops
        });
        let values = self.tokens.iter().map(|token| token.value.clone());
        self.by_value = values.zip(0..).collect();
        self.sweep_at = 2 * self.tokens.len().max(REMEMBERED_DEAD);
    }

    /// The token that a caller sent, good or not.
    pub(crate) fn known(&self, value: &str) -> Option<&Token> {
        self.by_value.get(value).map(|index| &self.tokens[*index])
    }

    /// The token that a caller sent, if it is good for anything.
    pub(crate) fn valid(&self, value: &str, now: Timestamp) -> Result<&Token, Refusal> {
        let Some(token) = self.known(value) else {
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

    /// The tokens of an account that live, oldest first.
    pub(crate) fn live(&self, account_id: &str, now: Timestamp) -> impl Iterator<Item = &Token> {
        let tokens = self.tokens.iter();
        tokens.filter(move |token| token.account_id == account_id && token.is_live(now))
    }

    /// Revokes a token of an account; `None` where there is none or it was revoked before.
    pub(crate) fn revoke(&mut self, account_id: &str, id: &str) -> Option<()> {
        let mut tokens = self.tokens.iter_mut();
        let token = tokens.find(|token| token.account_id == account_id && token.id == id)?;
        let first_time = !std::mem::replace(&mut token.revoked, true);
        first_time.then_some(())
    }

    pub(crate) fn revoke_all(&mut self) {
        self.tokens
            .iter_mut()
            .for_each(|token| token.revoked = true);
    }
}

const REMEMBERED_DEAD: usize = 64;
