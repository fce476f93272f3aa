//! Rust sources as tokens: where `api!` stands, and what it names.

use std::ops::Range;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};

/// An `api!` with a digest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Call {
    /// The path of the spec, relative to the package.
    pub(super) spec: String,
    /// The digest that is written.
    pub(super) digest: String,
    /// Where its literal stands in the text, in bytes, with its quotes.
    pub(super) place: Range<usize>,
}

/// Every `api!` with a digest in the text of a source file, in their order.
///
/// What stands in comments, texts and rules of macros is no call. The error is the compiler's to
/// explain: the text is no Rust.
pub(super) fn calls(text: &str) -> Result<Vec<Call>, proc_macro2::LexError> {
    // The compiler's own reader takes it off as well, and counts from behind it.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut calls = Vec::new();
    search(body.parse()?, &mut calls);
    for call in &mut calls {
        let before = text.len() - body.len();
        call.place = call.place.start + before..call.place.end + before;
    }
    Ok(calls)
}

/// The Rust files of a package: those below its folder, but for what is built, hidden, or a package
/// of its own.
pub(super) fn files(package: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut waiting = vec![package.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            let name = entry.file_name();
            if kind.is_dir() {
                let hidden = name.to_string_lossy().starts_with('.');
                let built = name == "target" || path.join("CACHEDIR.TAG").exists();
                if !hidden && !built && !path.join("Cargo.toml").exists() {
                    waiting.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn search(tokens: TokenStream, calls: &mut Vec<Call>) {
    let mut before = (false, false);
    for token in tokens {
        let is_api = matches!(&token, TokenTree::Ident(ident) if *ident == "api");
        let is_bang = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '!');
        if let TokenTree::Group(group) = token {
            if before == (true, true) && group.delimiter() != Delimiter::None {
                calls.extend(call(group.stream()));
            }
            search(group.stream(), calls);
        }
        before = (is_bang && before.0 || is_api, is_bang);
    }
}

/// Reads the arguments of `api!`.
fn call(arguments: TokenStream) -> Option<Call> {
    let (mut spec, mut digest) = (None, None);
    let mut tokens = arguments.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(name) = token else {
            continue;
        };
        let equals = tokens.next_if(|t| matches!(t, TokenTree::Punct(p) if p.as_char() == '='));
        let value = equals.and_then(|_| tokens.next_if(|t| matches!(t, TokenTree::Literal(_))));
        if let Some(TokenTree::Literal(literal)) = value {
            take(&name, literal, &mut spec, &mut digest);
        }
    }
    let (digest, place) = digest?;
    Some(Call {
        spec: spec?,
        digest,
        place,
    })
}

fn take(
    name: &Ident,
    literal: Literal,
    spec: &mut Option<String>,
    digest: &mut Option<(String, Range<usize>)>,
) {
    let place = literal.span().byte_range();
    let Ok(text) = syn::parse2::<syn::LitStr>(TokenTree::from(literal).into()) else {
        return;
    };
    if *name == "spec" {
        *spec = Some(text.value());
    } else if *name == "digest" {
        *digest = Some((text.value(), place));
    }
}

#[cfg(test)]
mod tests {
    use super::calls;

    #[test]
    fn a_call_is_found_wherever_it_stands() {
        let text = "\u{feff}//! é api! { spec = \"no\", digest = \"no\" }\r\n\
            mod shop {\n    // ü\n    ::passport_api::api! {\n        spec = r\"a\\b.toml\", // spec\n        \
            digest = \"\", models = crate::model\n    }\n}\n\
            const X: &str = \"api! { spec = 1, digest = 2 }\";\n\
            api!(digest = \"d\", spec = \"s\");\napi! { spec = \"without\" }\n\
            fn f() { api != x; other_api! { spec = \"s\", digest = \"d\" } }\n\
            macro_rules! m { ($s:literal) => { api! { spec = $s, digest = \"x\" } } }\n";
        let found = calls(text).unwrap();
        let specs: Vec<&str> = found.iter().map(|call| call.spec.as_str()).collect();
        assert_eq!(specs, ["a\\b.toml", "s"]);
        assert_eq!(&text[found[0].place.clone()], "\"\"");
        assert_eq!(&text[found[1].place.clone()], "\"d\"");
        assert!(calls("fn f( {").is_err());
    }
}
