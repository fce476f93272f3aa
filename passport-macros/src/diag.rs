//! Compile errors: their texts, and the collector that reports all of one expansion together.

use proc_macro2::{Span, TokenStream};

use crate::spec_path::Missing;

/// Collects the errors of one expansion.
#[derive(Default)]
pub(crate) struct Errors {
    list: Vec<syn::Error>,
}

impl Errors {
    pub(crate) fn add(&mut self, span: Span, message: impl std::fmt::Display) {
        self.list.push(syn::Error::new(span, message));
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.list.push(error);
    }

    pub(crate) fn any(&self) -> bool {
        !self.list.is_empty()
    }

    /// One `compile_error!` for each.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.into_tokens_with(&TokenStream::new())
    }

    /// One `compile_error!` with these attributes for each.
    pub(crate) fn into_tokens_with(self, attributes: &TokenStream) -> TokenStream {
        let errors = self.list.iter().map(syn::Error::to_compile_error);
        errors
            .map(|error| quote::quote!(#attributes #error))
            .collect()
    }
}

/// `"; did you mean `x`?"`, or nothing.
pub(crate) fn did_you_mean<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> String {
    passport_spec::nearest(word, words)
        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

pub(crate) fn unknown_argument(name: &str, valid: &[&str]) -> String {
    let list = valid
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let meant = did_you_mean(name, valid.iter().copied());
    format!("unknown argument `{name}`; valid are {list}{meant}")
}

pub(crate) fn missing_spec(written: &str, missing: &Missing) -> String {
    if missing.is_no_file {
        return format!("the spec `{written}` is no file; write the path of a `scopes.toml`");
    }
    let meant = missing.beside_source.as_ref();
    let meant = meant.map_or_else(String::new, |path| format!("; did you mean `{path}`?"));
    format!(
        "cannot find the spec file `{written}`; the path is relative to the folder of \
         `Cargo.toml`{meant}"
    )
}

pub(crate) fn no_place_for_modules(around: &str) -> String {
    format!(
        "`api!` writes modules, which cannot find each other inside {around}; move the call out of \
         it, to the root of the crate or into a module"
    )
}

pub(crate) fn wrong_module(around: &str) -> String {
    format!(
        "this `api!` stands in the module `{around}`, which is not what `module` says; write the path \
         of that module from the root of the crate, `module = crate::…::{around}`"
    )
}

pub(crate) fn missing_module(around: &str) -> String {
    format!(
        "this `api!` stands in the module `{around}`; add the path of that module from the root of \
         the crate, `module = crate::…::{around}`"
    )
}

pub(crate) fn stale_digest(file: &str) -> String {
    format!("this is not the digest of `{file}`, which has changed; run `cargo passport regen`")
}

pub(crate) fn unknown_api(name: &str, known: &[&str]) -> String {
    let list = known
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let meant = did_you_mean(name, known.iter().copied());
    format!("the spec has no API `{name}`; it has {list}{meant}")
}

pub(crate) fn which_api(known: &[&str]) -> String {
    let list = known
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    format!("the spec has several APIs; add `api = \"…\"` with one of {list}")
}

pub(crate) fn unknown_scope(scope: &str, api: &str, meant: &str) -> String {
    if meant.is_empty() {
        format!("unknown scope \"{scope}\"; `{api}` has no such scope, see `{api}::scopes`")
    } else {
        format!("unknown scope \"{scope}\"; did you mean \"{meant}\"?")
    }
}

pub(crate) fn empty_wildcard(scope: &str, api: &str) -> String {
    format!("the wildcard \"{scope}\" covers no scope of `{api}`")
}

pub(crate) fn duplicate_scope(scope: &str) -> String {
    format!("the scope \"{scope}\" stands in this set twice; remove one")
}

pub(crate) fn alias_duplicate(scope: &str, name: &str) -> String {
    format!(
        "\"{scope}\" is another name of \"{name}\", which stands in this set already; remove one"
    )
}

pub(crate) const EMPTY_SET: &str =
    "a scope set needs at least one scope; for calls that need none there is `sets::Unscoped`";

pub(crate) const SET_SYNTAX: &str =
    "expected a set of scopes: `pub struct Name = \"scope.one\", \"scope.two\";`";

pub(crate) const MISSING_SEMICOLON: &str = "expected `;` after the last scope";

pub(crate) const NO_SET: &str =
    "no set is declared; write `pub struct Name = \"scope.one\", \"scope.two\";`";
