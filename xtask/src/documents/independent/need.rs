//! What an operation needs, and how a Security Requirement Object is read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::value::Value;

/// Lists of scopes: one of them is enough, and all of its scopes are needed.
pub(crate) type Alternatives = BTreeSet<BTreeSet<String>>;

/// What an operation needs of a token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Need {
    /// Nothing.
    Public,
    /// The document does not say.
    Unknown,
    /// A credential that is no token: a key, a password, a certificate.
    NoToken,
    /// A token with one of these lists; an empty list is any token.
    Token(Alternatives),
}

/// What the document says of one operation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Reading {
    pub(crate) need: Need,
    /// Whether the call may be made without a credential as well.
    pub(crate) anonymous: bool,
}

/// What a security scheme asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Scheme {
    /// A token with scopes: `oauth2`, `openIdConnect`.
    Scoped,
    /// A token of which only roles say more: `http` with `bearer`.
    Bearer,
    /// No token.
    Other,
}

impl Need {
    /// Any token, whatever its scopes.
    pub(crate) fn any_token() -> Self {
        Self::Token(Alternatives::from([BTreeSet::new()]))
    }

    /// How many lists there are to choose from.
    pub(crate) fn choices(&self) -> usize {
        match self {
            Self::Token(alternatives) => alternatives.len(),
            Self::Public | Self::Unknown | Self::NoToken => 0,
        }
    }

    /// Whether the same tokens meet both: a list that holds all of another says nothing beside it.
    pub(crate) fn takes_the_same_tokens(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Token(one), Self::Token(other)) => shortest(one) == shortest(other),
            (one, other) => one == other,
        }
    }
}

impl Scheme {
    /// Reads a Security Scheme Object of any version.
    pub(crate) fn read(value: &Value) -> Self {
        let word = |key: &str| {
            let text = value.get(key).and_then(Value::text).unwrap_or("");
            text.to_ascii_lowercase()
        };
        match &*word("type") {
            "oauth2" | "openidconnect" => Self::Scoped,
            // RFC 9110 compares names of schemes without their case.
            "http" if word("scheme") == "bearer" => Self::Bearer,
            _ => Self::Other,
        }
    }
}

/// Reads a `security` list; `None` where neither the operation nor the document has one.
pub(crate) fn read(security: Option<&Value>, schemes: &BTreeMap<String, Scheme>) -> Reading {
    let Some(list) = security.and_then(Value::list) else {
        return Reading {
            need: Need::Unknown,
            anonymous: false,
        };
    };
    let read: Vec<Alternative> = list.iter().map(|one| alternative(one, schemes)).collect();
    let anonymous = read.contains(&Alternative::Nothing);
    // A bearer scheme beside one with scopes is the same token, of which it says less.
    let named = read.iter().any(|one| matches!(one, Alternative::Scopes(_)));
    let mut alternatives = Alternatives::new();
    for one in read {
        match one {
            Alternative::Scopes(scopes) => drop(alternatives.insert(scopes)),
            Alternative::Bearer if !named => drop(alternatives.insert(BTreeSet::new())),
            Alternative::Bearer | Alternative::Other | Alternative::Nothing => {}
        }
    }
    let need = if !alternatives.is_empty() {
        Need::Token(alternatives)
    } else if list.is_empty() || anonymous {
        Need::Public
    } else {
        Need::NoToken
    };
    let anonymous = anonymous && need != Need::Public;
    Reading { need, anonymous }
}

/// The lists that hold no other one.
fn shortest(alternatives: &Alternatives) -> BTreeSet<&BTreeSet<String>> {
    let holds_another = |one: &BTreeSet<String>| {
        let mut others = alternatives.iter().filter(|other| *other != one);
        others.any(|other| other.is_subset(one))
    };
    alternatives
        .iter()
        .filter(|one| !holds_another(one))
        .collect()
}

#[derive(Eq, PartialEq)]
enum Alternative {
    Nothing,
    Other,
    Bearer,
    Scopes(BTreeSet<String>),
}

/// One Security Requirement Object: all of its schemes together.
fn alternative(value: &Value, schemes: &BTreeMap<String, Scheme>) -> Alternative {
    let mut scopes = BTreeSet::new();
    let (mut empty, mut scoped, mut bearer) = (true, false, false);
    for (name, list) in value.members() {
        empty = false;
        let names = words(list);
        // What is not declared is a scheme with scopes if it has some.
        let fallback = if names.is_empty() {
            Scheme::Other
        } else {
            Scheme::Scoped
        };
        match schemes.get(name).copied().unwrap_or(fallback) {
            Scheme::Scoped => scoped = true,
            Scheme::Bearer => bearer = true,
            // OpenAPI 3.1 lets any scheme list roles; those of a key are in no token.
            Scheme::Other => continue,
        }
        scopes.extend(names);
    }
    match (empty, scoped, bearer) {
        (true, ..) => Alternative::Nothing,
        (_, true, _) => Alternative::Scopes(scopes),
        (_, _, true) if scopes.is_empty() => Alternative::Bearer,
        (_, _, true) => Alternative::Scopes(scopes),
        (_, false, false) => Alternative::Other,
    }
}

/// The scopes of a list. A scope has no space in it (RFC 6749, 3.3): text with spaces is several.
fn words(list: &Value) -> BTreeSet<String> {
    let texts = list.list().into_iter().flatten();
    let texts = texts.filter_map(Value::text);
    texts
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect()
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alternatives = match self {
            Self::Public => return f.write_str("public"),
            Self::Unknown => return f.write_str("unknown"),
            Self::NoToken => return f.write_str("a credential that is no token"),
            Self::Token(alternatives) => alternatives,
        };
        for (index, scopes) in alternatives.iter().enumerate() {
            let or = if index > 0 { " or " } else { "" };
            let list: Vec<String> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
            match &list[..] {
                [] => write!(f, "{or}any token")?,
                list => write!(f, "{or}{}", list.join(" + "))?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or = if self.anonymous { ", or nothing" } else { "" };
        write!(f, "{}{or}", self.need)
    }
}
