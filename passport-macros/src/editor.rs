//! Differences of an expansion in rust-analyzer.
//!
//! The compiler's output is the same with and without an editor. rust-analyzer runs macros in a
//! process of its own, `rust-analyzer-proc-macro-srv` of the toolchain or `rust-analyzer` itself, and
//! there an expansion differs in what only an editor uses: the spans of what is parsed from text, a
//! marker at each scope's literal, and links to the lines of the spec.

use std::path::Path;
use std::sync::OnceLock;

use proc_macro::{Group, TokenTree};
use proc_macro2::{Span, TokenStream};

/// Returns whether this process is rust-analyzer's server for macros.
pub(crate) fn is_rust_analyzer() -> bool {
    static IS_IT: OnceLock<bool> = OnceLock::new();
    *IS_IT.get_or_init(|| {
        let program = std::env::current_exe().ok();
        let name = program.as_ref().and_then(|path| path.file_name());
        name.is_some_and(|name| name.to_string_lossy().starts_with("rust-analyzer"))
    })
}

/// Links from the docs of what is generated to the lines of the spec, for an editor.
pub(crate) struct SpecLinks {
    /// The file's name.
    name: String,
    /// Its address.
    url: String,
}

impl SpecLinks {
    /// The links to a file, in rust-analyzer; the docs of a compiled crate have none, because a path is
    /// one of this machine.
    pub(crate) fn to(file: &Path) -> Option<Self> {
        is_rust_analyzer().then(|| Self::of(file))
    }

    fn of(file: &Path) -> Self {
        let name = file.file_name().unwrap_or(file.as_os_str());
        let path = file.to_string_lossy().replace('\\', "/");
        Self {
            name: name.to_string_lossy().into_owned(),
            url: format!("file:///{}", path.trim_start_matches('/')),
        }
    }

    /// A paragraph that leads to a line.
    pub(crate) fn paragraph(&self, line: usize) -> String {
        let Self { name, url } = self;
        format!("\n\nDeclared in [{name}, line {line}](<{url}#L{line}>).")
    }
}

/// In rust-analyzer, generated tokens at the start of a token of the user's; elsewhere, the tokens as
/// they are.
///
/// A token parsed from text has its offset in that text there, as if it were one in the source file,
/// and a request for its place panics. At the macro's call site, which is where rustc puts it, "go to
/// definition" leads to the macro crate as well. An empty range is no part of the user's token, so that
/// a hover over that one does not show all that is generated.
pub(crate) fn at_start_of(user: Span, tokens: TokenStream) -> TokenStream {
    if !is_rust_analyzer() {
        return tokens;
    }
    at(user.unwrap().start(), tokens.into()).into()
}

fn at(span: proc_macro::Span, tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let at_span = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            token = Group::new(group.delimiter(), at(span, group.stream())).into();
        }
        token.set_span(span);
        token
    };
    tokens.into_iter().map(at_span).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::SpecLinks;

    #[test]
    fn spec_is_linked_by_file_and_line() {
        let check = |path: &str, expected: &str| {
            let paragraph = SpecLinks::of(Path::new(path)).paragraph(7);
            assert_eq!(paragraph.trim(), expected);
        };
        check(
            "/projects/my shop/scopes.toml",
            "Declared in [scopes.toml, line 7](<file:///projects/my shop/scopes.toml#L7>).",
        );
    }

    #[test]
    fn compiler_is_no_editor() {
        assert!(SpecLinks::to(Path::new("/scopes.toml")).is_none());
    }
}
