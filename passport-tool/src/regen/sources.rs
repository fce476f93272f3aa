//! Rust sources as tokens: where `api!` stands, and what it names.

use std::ops::Range;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};

use crate::paths;

/// A source file that calls `api!`.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The folder of the package.
    package: PathBuf,
    /// The file.
    pub(super) path: PathBuf,
    /// Its text.
    pub(super) text: String,
    /// Its calls, at least one.
    pub(super) calls: Vec<Call>,
}

/// An `api!`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Call {
    /// The path of the spec, relative to the package.
    pub(super) spec: String,
    /// The digest, where there is one.
    pub(super) digest: Option<Digest>,
}

/// A digest of a spec.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Digest {
    /// The digest as it is written.
    pub(super) text: String,
    /// Where its literal stands in the text, in bytes, with its quotes.
    pub(super) place: Range<usize>,
}

impl Source {
    /// Where the spec of a call is.
    pub(super) fn spec(&self, call: &Call) -> PathBuf {
        paths::real(&self.package.join(&call.spec))
    }
}

/// The source files of a package that call `api!`.
///
/// A file that is no Rust is left out: the compiler says what is wrong.
pub(super) fn sources(package: &Path) -> std::io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in files(package)? {
        let Ok(text) = String::from_utf8(std::fs::read(&path)?) else {
            continue;
        };
        // Reading tokens is slow; most files have nothing of the kind.
        if !text.contains("api!") {
            continue;
        }
        let calls = calls(&text).unwrap_or_default();
        if !calls.is_empty() {
            sources.push(Source {
                package: package.to_owned(),
                path,
                text,
                calls,
            });
        }
    }
    Ok(sources)
}

/// Every `api!` with a spec in the text of a source file, in their order.
///
/// What stands in comments, texts and rules of macros is no call. The error is the compiler's to
/// explain: the text is no Rust.
fn calls(text: &str) -> Result<Vec<Call>, proc_macro2::LexError> {
    // The compiler's own reader takes it off as well, and counts from behind it.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut calls = Vec::new();
    search(body.parse()?, &mut calls);
    let before = text.len() - body.len();
    for digest in calls.iter_mut().filter_map(|call| call.digest.as_mut()) {
        digest.place = digest.place.start + before..digest.place.end + before;
    }
    Ok(calls)
}

/// The Rust files of a package: those below its folder, but for what is built, hidden, or a package
/// of its own.
fn files(package: &Path) -> std::io::Result<Vec<PathBuf>> {
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
    Some(Call {
        spec: spec?,
        digest,
    })
}

fn take(name: &Ident, literal: Literal, spec: &mut Option<String>, digest: &mut Option<Digest>) {
    let place = literal.span().byte_range();
    let Ok(text) = syn::parse2::<syn::LitStr>(TokenTree::from(literal).into()) else {
        return;
    };
    if *name == "spec" {
        *spec = Some(text.value());
    } else if *name == "digest" {
        let text = text.value();
        *digest = Some(Digest { text, place });
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
        assert_eq!(specs, ["a\\b.toml", "s", "without"]);
        let digests = found.iter().map(|call| call.digest.as_ref());
        let digests: Vec<Option<&str>> = digests
            .map(|digest| digest.map(|digest| &text[digest.place.clone()]))
            .collect();
        assert_eq!(digests, [Some("\"\""), Some("\"d\""), None]);
        assert!(calls("fn f( {").is_err());
    }
}
