//! Scopes that are missing: in the grant, or in the eyes of the server.

use std::fmt::{self, Write as _};

use crate::error::server_text::one_line;

/// Which scopes a grant lacks.
#[derive(Clone)]
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

impl fmt::Debug for MissingScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MissingScopes")
            .field("set", &self.set)
            .field("missing", &Listed(&self.missing))
            .field("declared", &Listed(&self.declared))
            .field("granted", &Listed(&self.granted))
            .field("inferred", &Listed(&self.inferred))
            .field("lost", &Listed(&self.lost))
            .finish()
    }
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
#[derive(Clone, Eq, PartialEq)]
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

impl fmt::Debug for InsufficientScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let declared = self.declared.iter().take(MOST_SHOWN);
        let declared: Vec<Listed<'_>> = declared.map(|list| Listed(list)).collect();
        f.debug_struct("InsufficientScope")
            .field("wanted", &Listed(&self.wanted))
            .field("declared", &declared)
            .field("granted", &Listed(&self.granted))
            .finish()
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

/// `` `a`, `b` ``, or `nothing`; of many names the first, and how many more there are. A server may
/// have written them.
pub(super) fn words(names: &[impl AsRef<str>]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let shown = names.iter().take(MOST_SHOWN);
    let mut text = shown
        .map(|name| format!("`{}`", one_line(name.as_ref(), LONGEST_SHOWN)))
        .collect::<Vec<_>>()
        .join(", ");
    if let Some(more @ 1..) = names.len().checked_sub(MOST_SHOWN) {
        // Writing to a string cannot fail.
        let _ = write!(text, " and {more} more");
    }
    text
}

/// The same for `Debug`.
pub(super) struct Listed<'n>(pub(super) &'n [String]);

impl fmt::Debug for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words(self.0))
    }
}

/// A message lists so many scopes at most.
const MOST_SHOWN: usize = 20;

/// A message shows so many characters of a scope's name at most.
const LONGEST_SHOWN: usize = 200;

#[cfg(test)]
mod tests {
    use super::{InsufficientScope, MissingScopes, words};

    #[test]
    fn a_message_lists_twenty_scopes_and_counts_the_rest() {
        let names = |count: usize| (0..count).map(|n| format!("s{n}")).collect::<Vec<_>>();
        assert_eq!(words(&names(0)), "nothing");
        assert!(words(&names(20)).ends_with("`s18`, `s19`"));
        assert!(words(&names(21)).ends_with("`s19` and 1 more"));
        let missing = MissingScopes {
            set: "S",
            missing: names(1000),
            declared: names(1000),
            granted: names(1000),
            inferred: names(1000),
            lost: names(1000),
        };
        let error = crate::Error::new(crate::error::Kind::MissingScopes(Box::new(missing)));
        for shown in [error.to_string(), format!("{error:?}")] {
            assert_eq!(shown.matches("and 980 more").count(), 5, "{shown}");
            assert!(shown.len() < 2000, "{shown}");
        }
        assert_eq!(
            error.missing_scopes().len(),
            1000,
            "all are there to be read"
        );
    }

    #[test]
    fn a_scope_of_a_server_is_shown_without_control_characters() {
        let name = format!("a\u{1b}[31m\u{202e}b{}", "c".repeat(1000));
        let shown = words(&[name]);
        assert!(shown.starts_with("`abc") && shown.len() < 300, "{shown}");
    }

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
