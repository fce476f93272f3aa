//! Rust identifiers derived from wire names.

/// The path of a scope's marker type below `scopes`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ScopePath {
    /// The modules, outermost first.
    pub modules: Vec<String>,
    /// The type.
    pub name: String,
}

impl ScopePath {
    /// Derives the path from a scope's wire name.
    ///
    /// ```
    /// let path = passport_spec::ScopePath::derive("paas.core.breb_payments.post");
    /// assert_eq!(path.to_string(), "paas::core::breb_payments::Post");
    /// ```
    pub fn derive(scope: &str) -> Self {
        let mut words: Vec<&str> = scope
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '*')))
            .filter(|word| !word.is_empty())
            .collect();
        let last = words.pop().unwrap_or("scope");
        let name = if last == "*" {
            "All".to_owned()
        } else {
            camel(last)
        };
        Self {
            modules: words.into_iter().map(snake).collect(),
            name,
        }
    }

    /// Reads a path as a person writes it: `iam::mfa::All`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words: Vec<&str> = text.split("::").collect();
        let name = words.pop()?;
        let type_fits = is_type_name(name) && !is_keyword(name);
        (type_fits
            && words
                .iter()
                .all(|word| is_value_name(word) && !is_keyword(word)))
        .then(|| Self {
            modules: words.into_iter().map(str::to_owned).collect(),
            name: name.to_owned(),
        })
    }
}

impl std::fmt::Display for ScopePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for module in &self.modules {
            write!(f, "{module}::")?;
        }
        f.write_str(&self.name)
    }
}

/// The name in snake case, as an identifier: `parking-rights` is `parking_rights`, `getVATReturn` is
/// `get_vat_return`, `userIDs` is `user_ids`.
pub fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let letters: Vec<char> = name.chars().collect();
    for (index, c) in letters.iter().enumerate() {
        if begins_word(&letters, index) && !out.ends_with('_') {
            out.push('_');
        }
        push_letter(&mut out, c.to_ascii_lowercase());
    }
    // To Rust, a name that begins with `_` is one that is not used.
    finish(out.trim_start_matches('_').to_owned(), 'n')
}

/// Whether a capital begins a word within a name: one behind a small letter or a digit, and the last
/// of several that a small letter follows, unless that is the `s` of a plural.
pub fn begins_word(letters: &[char], index: usize) -> bool {
    let at = |index: usize| letters.get(index).copied().unwrap_or(' ');
    if index == 0 || !at(index).is_ascii_uppercase() {
        return false;
    }
    let before = at(index - 1);
    let plural = at(index + 1) == 's' && !at(index + 2).is_ascii_lowercase();
    before.is_ascii_lowercase()
        || before.is_ascii_digit()
        || before.is_ascii_uppercase() && at(index + 1).is_ascii_lowercase() && !plural
}

/// The name in camel case, as an identifier: `parking-rights` is `ParkingRights`.
pub fn camel(name: &str) -> String {
    let shouted = !name.chars().any(|c| c.is_ascii_lowercase());
    let mut out = String::with_capacity(name.len());
    for word in name
        .split(['_', '-', '*', ' '])
        .filter(|word| !word.is_empty())
    {
        for (index, c) in word.chars().enumerate() {
            match (index, shouted) {
                (0, _) => push_capital(&mut out, c),
                (_, true) => push_letter(&mut out, c.to_ascii_lowercase()),
                (_, false) => push_letter(&mut out, c),
            }
        }
    }
    finish(out, 'N')
}

/// Whether the text can name a module, a method or an argument.
pub(crate) fn is_value_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether the text can name a type.
pub(crate) fn is_type_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether the text is a word of Rust's own (edition 2024).
pub(crate) fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text)
}

/// The first letter of a word of a type's name.
fn push_capital(out: &mut String, c: char) {
    let start = out.len();
    push_letter(out, c);
    if let Some(first) = out.get_mut(start..=start) {
        first.make_ascii_uppercase();
    }
}

/// Keeps what an identifier may hold; other letters become their code point, the rest `_`.
fn push_letter(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() || c == '_' {
        out.push(c);
    } else if c.is_alphanumeric() {
        out.push_str(&format!("u{:x}", u32::from(c)));
    } else {
        out.push('_');
    }
}

/// Turns what cannot stand alone into an identifier: nothing, a leading digit, a keyword.
fn finish(mut out: String, lead: char) -> String {
    if out.chars().all(|c| c == '_') || out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, lead);
    }
    if is_keyword(&out) {
        out.push('_');
    }
    out
}

const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_paths_of_every_style_in_use() {
        let check = |scope, path| assert_eq!(ScopePath::derive(scope).to_string(), path);
        check(
            "paas.core.breb_payments.post",
            "paas::core::breb_payments::Post",
        );
        check("iam.mfa.*", "iam::mfa::All");
        check("read:parking-rights", "read::ParkingRights");
        check("ORDERS_WRITE", "OrdersWrite");
        check("VZD:DirectoryRead", "vzd::DirectoryRead");
        check("okta.appGrants.read", "okta::app_grants::Read");
        check(
            "https://www.example.com/auth/payments.readonly",
            "https::www::example::com::auth::payments::Readonly",
        );
        check("manage_project:{projectKey}", "manage_project::ProjectKey");
        check("type.self.2fa", "type_::self_::N2fa");
        check("Self", "Self_");
        check("*", "All");
        check("a{id}_b.c", "a::id::b::C");
        check("é", "Ue9");
        check(":", "Scope");
    }

    #[test]
    fn words_begin_with_capitals() {
        let check = |name, expected| assert_eq!(snake(name), expected);
        check("retrieveVATObligations", "retrieve_vat_obligations");
        check("userIDs", "user_ids");
        check("listAPIsForUser", "list_apis_for_user");
        check("URLsFor", "urls_for");
        check("HTTPServer2XX", "http_server2_xx");
        check("IDSet", "id_set");
        check("ABC", "abc");
        check("aB_C", "a_b_c");
    }

    #[test]
    fn names_fit_rust() {
        for name in [
            "", "_", "_b", "__9", "-b", "9", "a b", "É", "-", "crate", "async",
        ] {
            let value = snake(name);
            assert!(
                is_value_name(&value) && !is_keyword(&value),
                "{name:?} gave {value:?}"
            );
            let ty = camel(name);
            assert!(
                is_type_name(&ty) && !is_keyword(&ty),
                "{name:?} gave {ty:?}"
            );
        }
    }

    #[test]
    fn reads_paths_as_written() {
        let parsed = ScopePath::parse("iam::mfa::All").unwrap();
        assert_eq!(parsed.to_string(), "iam::mfa::All");
        for wrong in ["", "all", "iam::", "Iam::All", "iam::type::All", "Self"] {
            assert_eq!(ScopePath::parse(wrong), None, "{wrong}");
        }
    }
}
