//! Scopes that are missing: in the grant, or in the eyes of the server.

use std::fmt;

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
            .field("missing", &words(&self.missing))
            .field("declared", &words(&self.declared))
            .field("granted", &words(&self.granted))
            .field("inferred", &words(&self.inferred))
            .field("lost", &words(&self.lost))
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

/// A refusal that a scope may be the reason of: what the server says of scopes, beside what the spec
/// says and what the token was granted.
///
/// A server names a missing scope in its `WWW-Authenticate` header (RFC 6750, 3) or in the body, and
/// many say nothing but 403. [`is_stated_by_server`](Self::is_stated_by_server) tells the two apart:
/// a 403 without a word may as well be about the account, the address, or the thing that was asked
/// for.
///
/// ```
/// # async fn f(error: passport_api::Error) {
/// if let Some(insufficient) = error.insufficient_scope() {
///     if insufficient.is_stated_by_server() {
///         eprintln!("the server wants {:?}", insufficient.wanted());
///     } else if insufficient.is_granted() {
///         eprintln!("the token has the scope, so the reason is another one");
///     }
///     if insufficient.is_drift() {
///         eprintln!("which is not what scopes.toml says: {:?}", insufficient.declared());
///     }
/// }
/// # }
/// ```
#[derive(Clone, Eq, PartialEq)]
#[cfg_attr(test, derive(Default))]
pub struct InsufficientScope {
    pub(crate) wanted: Vec<String>,
    pub(crate) declared: Vec<Vec<String>>,
    pub(crate) granted: Vec<String>,
    /// Those of `declared` whose names are inferred.
    pub(crate) inferred: Vec<String>,
    pub(crate) is_stated: bool,
    pub(crate) is_granted: bool,
}

impl InsufficientScope {
    /// The scopes that the server wants, as it writes them; empty where it does not say, names more
    /// than 256, or names what is no scope (RFC 6749, 3.3).
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

    /// Returns whether the server itself says that the token lacks a scope (`insufficient_scope`, in
    /// the header or as the body's [`code`](crate::Problem::code)). Otherwise it has only answered
    /// 403, which may have another reason.
    pub fn is_stated_by_server(&self) -> bool {
        self.is_stated
    }

    /// Returns whether the token was granted what the spec says the call needs, also by a scope that
    /// implies it.
    pub fn is_granted(&self) -> bool {
        self.is_granted
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
        f.debug_struct("InsufficientScope")
            .field("wanted", &words(&self.wanted))
            .field("declared", &alternatives(&self.declared))
            .field("granted", &words(&self.granted))
            .field("inferred", &words(&self.inferred))
            .field("is_stated_by_server", &self.is_stated)
            .field("is_granted", &self.is_granted)
            .finish()
    }
}

/// The end of the message of a refusal.
impl fmt::Display for InsufficientScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.wanted.is_empty() {
            write!(f, ", it wants {}", words(&self.wanted))?;
        } else if self.is_stated {
            f.write_str(", it says that a scope is missing")?;
        }
        if self.is_drift() {
            f.write_str(", which is not what `scopes.toml` says")?;
        }
        if self.declared.iter().all(Vec::is_empty) {
            return Ok(());
        }
        write!(f, "; the call needs {}", alternatives(&self.declared))?;
        let is_silent = self.wanted.is_empty() && !self.is_stated;
        if is_silent && self.is_granted {
            f.write_str(
                ", which the token was granted, so the reason may be another than a scope",
            )?;
        } else {
            write!(f, ", and the token was granted {}", words(&self.granted))?;
        }
        if !self.inferred.is_empty() {
            f.write_str(&inferred_hint(&self.inferred))?;
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

/// `` `a`, `b` ``, or `nothing`; of a long list the first names, and how many there are more. A server
/// may have written them.
pub(crate) fn words(names: &[impl AsRef<str>]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let shown = names.iter().take(MAX_SHOWN).map(quoted);
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MAX_SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A name, on one line and of bounded length.
fn quoted(name: impl AsRef<str>) -> String {
    format!("`{}`", one_line(name.as_ref(), LONGEST_SHOWN))
}

/// `` `a` and `b`, or `c` ``: lists of which one is enough, as short as [`words`].
pub(crate) fn alternatives(lists: &[Vec<String>]) -> String {
    if lists.len() < 2 {
        return words(lists.first().map_or(&[], Vec::as_slice));
    }
    let mut room = MAX_SHOWN;
    let fits = |list: &&Vec<String>| {
        let fits = list.len() <= room;
        room = room.saturating_sub(list.len());
        fits
    };
    let shown: Vec<String> = lists
        .iter()
        .take_while(fits)
        .map(|list| {
            let names: Vec<String> = list.iter().map(quoted).collect();
            names.join(" and ")
        })
        .collect();
    match (lists.len() - shown.len(), shown.join(", or ")) {
        (0, shown) => shown,
        (more, shown) if shown.is_empty() => format!("one of {more} lists of scopes"),
        (more, shown) => format!("{shown}, or one of {more} more lists"),
    }
}

/// So many scopes an error names in one list.
const MAX_SHOWN: usize = 20;

/// In characters.
const LONGEST_SHOWN: usize = 200;

#[cfg(test)]
mod tests {
    use super::{InsufficientScope, MissingScopes, alternatives, words};

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
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
            let insufficient = InsufficientScope {
                wanted: owned(wanted),
                declared: declared.iter().map(|list| owned(list)).collect(),
                ..InsufficientScope::default()
            };
            insufficient.is_drift()
        };
        assert!(!check(&["a", "b"], &[&["b", "a"]]));
        assert!(!check(&["b"], &[&["a"], &["b"]]), "one alternative");
        assert!(!check(&[], &[&["a"]]), "the server does not say");
        assert!(check(&["a", "b"], &[&["a"]]), "more");
        assert!(check(&["a"], &[]), "where the spec names none");
    }

    #[test]
    fn message_claims_no_more_than_is_known() {
        let check = |is_stated: bool, is_granted: bool, wanted: &[&str], expected: &str| {
            let insufficient = InsufficientScope {
                wanted: owned(wanted),
                declared: vec![owned(&["a"])],
                granted: owned(if is_granted { &["a", "b"] } else { &["b"] }),
                inferred: Vec::new(),
                is_stated,
                is_granted,
            };
            assert_eq!(insufficient.to_string(), expected);
        };
        check(
            false,
            true,
            &[],
            "; the call needs `a`, which the token was granted, so the reason may be another than a \
             scope",
        );
        check(
            false,
            false,
            &[],
            "; the call needs `a`, and the token was granted `b`",
        );
        check(
            true,
            true,
            &[],
            ", it says that a scope is missing; the call needs `a`, and the token was granted `a`, \
             `b`",
        );
        check(
            false,
            true,
            &["a"],
            ", it wants `a`; the call needs `a`, and the token was granted `a`, `b`",
        );
        check(
            true,
            false,
            &["c"],
            ", it wants `c`, which is not what `scopes.toml` says; the call needs `a`, and the token \
             was granted `b`",
        );
        let nothing_is_declared = InsufficientScope {
            declared: vec![Vec::new()],
            ..InsufficientScope::default()
        };
        assert_eq!(nothing_is_declared.to_string(), "");
    }

    #[test]
    fn list_of_twenty_scopes_is_whole_and_longer_one_is_counted() {
        let names: Vec<String> = (0..1000).map(|number| format!("s{number}")).collect();
        let twenty = words(&names[..20]);
        assert!(twenty.ends_with("`s18`, `s19`"), "{twenty}");
        assert_eq!(words(&names[..21]), format!("{twenty} and 1 more"));
        assert_eq!(words(&names), format!("{twenty} and 980 more"));
        assert_eq!(words(&names[..0]), "nothing");
        let missing = MissingScopes {
            set: "Set",
            missing: names.clone(),
            declared: names.clone(),
            granted: names.clone(),
            inferred: names.clone(),
            lost: names.clone(),
        };
        let insufficient = InsufficientScope {
            wanted: names.clone(),
            declared: vec![names.clone()],
            granted: names.clone(),
            inferred: names,
            is_stated: true,
            is_granted: false,
        };
        for shown in [
            format!("{missing}"),
            format!("{missing:?}"),
            format!("{insufficient}"),
            format!("{insufficient:?}"),
        ] {
            assert!(shown.contains("and 980 more"), "{shown}");
            assert!(!shown.contains("`s20`"), "{shown}");
        }
    }

    #[test]
    fn alternatives_are_told_apart_and_counted() {
        let lists = [owned(&["a", "b"]), owned(&["c"])];
        assert_eq!(alternatives(&lists), "`a` and `b`, or `c`");
        let long: Vec<String> = (0..21).map(|number| format!("s{number}")).collect();
        assert_eq!(
            alternatives(&[long.clone(), owned(&["a"])]),
            "one of 2 lists of scopes"
        );
        let many = vec![owned(&["a", "b"]); 30];
        let shown = alternatives(&many);
        assert_eq!(shown.matches("`a` and `b`").count(), 10, "{shown}");
        assert!(shown.ends_with(", or one of 20 more lists"), "{shown}");
        assert_eq!(alternatives(std::slice::from_ref(&long)), words(&long));
    }
}
