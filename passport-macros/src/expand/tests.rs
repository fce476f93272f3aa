//! Golden expansions: what `api!` makes of the specs in `tests/golden`.

use std::path::{Path, PathBuf};

use passport_spec::Spec;
use proc_macro2::TokenStream;
use quote::quote;

use super::{module_check, module_text, scope_set_macro};
use crate::catalogue_text;
use crate::diag::Errors;
use crate::input::ApiInput;

#[test]
fn golden_expansions_are_the_committed_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    if !folder.is_dir() {
        println!("skipped: the golden expansions are not part of the published crate");
        return;
    }
    let mut stale = Vec::new();
    let cases = specs(&folder);
    assert!(!cases.is_empty(), "there are no specs in tests/golden");
    for spec in cases {
        let golden = spec.with_extension("rs");
        let expanded = expand(&spec);
        if std::env::var_os("PASSPORT_REGEN").is_some_and(|value| value == "1") {
            std::fs::write(&golden, &expanded).unwrap();
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != expanded {
            stale.push(golden.file_name().unwrap().to_owned());
        }
    }
    assert!(
        stale.is_empty(),
        "the expansion is not that of {stale:?} in tests/golden; run `cargo xtask regen` and read \
         the difference"
    );
}

#[test]
fn expansion_parses_where_the_spec_has_mistakes() {
    let whole = "[api.shop]\ntoken.path = \"/\"\nscopes = { a = \"A\" }\n\
                 endpoints.orders.get = { call = \"GET /{id}\", scope = \"a\", response = \"json\" }";
    for (from, to) in [
        ("\"a\"", "\"b\""),
        ("shop", "type"),
        ("orders", "Orders"),
        ("get", "9"),
        ("{id}", "{token}"),
        ("json", "no type"),
        ("GET", "get"),
    ] {
        let (spec, mistakes) = Spec::parse_partial("scopes.toml", &whole.replace(from, to));
        assert!(mistakes.is_some(), "{to} is no mistake");
        let text = module_text(&spec.apis()[0], &input(), None, None);
        syn::parse_str::<syn::File>(&text).unwrap_or_else(|error| panic!("{to}: {error}\n{text}"));
    }
}

/// The whole expansion of `api!`, but the path that makes the compiler watch the spec; and that of
/// the module's `scope_set!` for the first scope, in a module as a user's.
fn expand(spec: &Path) -> String {
    let name = spec.file_name().unwrap().to_string_lossy().into_owned();
    let spec = Spec::load(spec).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let [api] = spec.apis() else {
        panic!("{name} must hold one API");
    };
    let mut tokens: TokenStream = module_text(api, &input(), None, None).parse().unwrap();
    tokens.extend(module_check(&input()));
    tokens.extend(crate::audit::watch());
    tokens.extend(scope_set_macro(api, &input(), false, None));
    let (catalogue, scope) = (
        catalogue_text::write(api, None),
        &api.catalogue.scopes()[0].name,
    );
    let set = crate::scope_set::expand(quote! {
        (::shop::shop) #catalogue
        /// What the user writes.
        pub struct Example = #scope;
    });
    tokens.extend(quote!(mod user { #set }));
    let code = prettyplease::unparse(&syn::parse2(tokens).unwrap());
    format!("// Generated from {name} by `cargo xtask regen`, do not edit by hand.\n\n{code}")
}

fn input() -> ApiInput {
    let mut errors = Errors::default();
    let arguments = quote!(spec = "scopes.toml", module = crate::shop);
    let input = ApiInput::read(arguments, &mut errors);
    assert!(!errors.any());
    input.unwrap()
}

fn specs(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let mut specs: Vec<PathBuf> = files
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    specs.sort();
    specs
}
