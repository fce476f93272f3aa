//! Scopes that are missing: in the grant, or in the eyes of the server.

use std::fmt;

/// Which scopes a grant lacks.
#[derive(Clone, Debug)]
pub(crate) struct MissingScopes {
    pub(crate) set: &'static str,
    pub(crate) missing: Vec<String>,
    pub(crate) declared: Vec<String>,
    pub(crate) granted: Vec<String>,
    /// Those of `missing` whose names are inferred.
    pub(crate) inferred: Vec<String>,
    /// What the token before this one was granted and this one is not.
    pub(crate) lost: Vec<String>,
}

impl fmt::Display for MissingScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the grant does not cover `{}`: missing {}; declared {}; granted {}",
            self.set,
            words(&self.missing),
            words(&self.declared),
            words(&self.granted),
        )?;
        if !self.lost.is_empty() {
            let lost = words(&self.lost);
            write!(f, "; the token before it was granted {lost} as well")?;
        }
        if !self.inferred.is_empty() {
            f.write_str(&inferred_hint(&self.inferred))?;
        }
        Ok(())
    }
}

/// What a server says when a token lacks a scope: `error="insufficient_scope"` in its
/// `WWW-Authenticate` header (RFC 6750, 3).
///
/// ```
/// # async fn f(error: passport_api::Error) {
/// if let Some(insufficient) = error.insufficient_scope() {
///     eprintln!("the server wants {:?}", insufficient.wanted());
///     if insufficient.is_drift() {
///         eprintln!("which is not what scopes.toml says: {:?}", insufficient.declared());
///     }
/// }
/// # }
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InsufficientScope {
    pub(crate) wanted: Vec<String>,
    pub(crate) declared: Vec<Vec<String>>,
    pub(crate) granted: Vec<String>,
}

impl InsufficientScope {
    /// The scopes that the server wants, as it writes them; empty where it does not say.
    pub fn wanted(&self) -> &[String] {
        &self.wanted
    }

    /// The scopes that the spec says the call needs, by their names on the wire: any one of these
    /// lists is enough. Empty where the spec names none.
    pub fn declared(&self) -> &[Vec<String>] {
        &self.declared
    }

    /// The scopes that the token was granted.
    pub fn granted(&self) -> &[String] {
        &self.granted
    }

    /// Whether the server wants other scopes than the spec says: `scopes.toml` has to be put right.
    pub fn is_drift(&self) -> bool {
        let same = |list: &Vec<String>| {
            list.len() == self.wanted.len() && list.iter().all(|name| self.wanted.contains(name))
        };
        !self.wanted.is_empty() && !self.declared.iter().any(same)
    }
}

impl fmt::Display for InsufficientScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.wanted.is_empty() {
            return Ok(());
        }
        write!(f, ", it wants {}", words(&self.wanted))?;
        if self.is_drift() {
            f.write_str(", which is not what `scopes.toml` says")?;
        }
        Ok(())
    }
}

/// What is said where a name is inferred and the server does not know it.
pub(crate) fn inferred_hint(names: &[impl AsRef<str>]) -> String {
    format!(
        "; no document prints the name {}, so it is inferred: if the server calls it otherwise, \
         say so with `map_scope` when you build the client",
        words(names)
    )
}

/// `` `a`, `b` ``, or `nothing`.
fn words(names: &[impl AsRef<str>]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::InsufficientScope;

    #[test]
    fn another_scope_than_the_spec_says_is_drift() {
        let check = |wanted: &[&str], declared: &[&[&str]]| {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let insufficient = InsufficientScope {
                wanted: owned(wanted),
                declared: declared.iter().map(|list| owned(list)).collect(),
                granted: Vec::new(),
            };
            insufficient.is_drift()
        };
        assert!(!check(&["a", "b"], &[&["b", "a"]]));
        assert!(!check(&["b"], &[&["a"], &["b"]]), "one alternative");
        assert!(!check(&[], &[&["a"]]), "the server does not say");
        assert!(check(&["a", "b"], &[&["a"]]), "more");
        assert!(check(&["a"], &[]), "where the spec names none");
    }
}
