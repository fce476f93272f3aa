//! Stage three of `api!`: from the spec to Rust.
//!
//! The bulk is written as text and parsed by the compiler in one step. Measured on 2,000 endpoints,
//! that is several times faster in an unoptimized build than building the same tokens one by one;
//! the figure is in `ARCHITECTURE.md`.

mod access;
mod catalog;
mod client;
mod names;
mod request;
mod requirements;
mod resources;
mod responses;
mod scopes;
mod sets;
mod text;
mod token_response;

pub(crate) use sets::trees;

use passport_spec::{Api, doc_line};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;

use crate::audit::{self, Plan};
use crate::catalogue_text;
use crate::debug;
use crate::diag::{self, Errors};
use crate::editor::{self, SpecLinks};
use crate::input::ApiInput;
use crate::placement::{self, Placement};
use crate::source_text;
use crate::spec_file::SpecFile;
use names::Names;
use text::{Audited, Text};

/// Expands `api!`.
pub(crate) fn api(tokens: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(mut input) = ApiInput::read(tokens, &mut errors) else {
        return errors.into_tokens();
    };
    match placement::check(input.module.as_ref(), &mut errors) {
        Placement::AsGiven => {}
        Placement::Assumed(module) => input.module = Some(module),
        Placement::Nowhere => return errors.into_tokens(),
    }
    let file = SpecFile::read(&input, &mut errors);
    let api = file.as_ref().and_then(|file| file.api(&input, &mut errors));
    let broken = errors.any();
    let mut output = errors.into_tokens();
    let stub;
    let api = match api {
        Some(api) => api,
        None => {
            stub = crate::spec_file::stub();
            &stub
        }
    };
    let audited = file.as_ref().and_then(|file| audited(file, api));
    let plan_watch = audited
        .as_ref()
        .and_then(|audited| audited.plan.as_ref())
        .map(Plan::watch);
    let links = file.as_ref().and_then(|file| SpecLinks::to(&file.path));
    let text = module_text(api, &input, audited, links);
    if broken {
        // What a mistake in the spec leaves may not be Rust; the mistake is reported already.
        let Ok(module) = source_text::tokens_of_any(&text) else {
            return output;
        };
        output.extend(module);
    } else {
        output.extend(source_text::tokens(&text, input.spec.span()));
        output.extend(module_check(&input));
    }
    let spec = file.as_ref().map(|file| file.path.to_string_lossy());
    let spec = spec.filter(|_| audit::is_on());
    let scope_set = scope_set_macro(api, &input, broken, spec.as_deref());
    output.extend(editor::at_start_of(input.spec.span(), scope_set));
    output.extend(audit::watch());
    output.extend(plan_watch);
    if let Some(file) = &file {
        // Reading the file into the crate makes the compiler watch it.
        let path = file.path.to_string_lossy();
        output.extend(quote!(
            const _: &[u8] = ::core::include_bytes!(#path);
        ));
    }
    debug::print("api", &output);
    output
}

/// The whole module but its `scope_set!`, as text.
pub(crate) fn module_text(
    api: &Api,
    input: &ApiInput,
    audited: Option<Audited>,
    links: Option<SpecLinks>,
) -> String {
    let mut text = Text::new(audited, links);
    let runtime = path_text(&input.runtime);
    let module = path_text(&input.module_path());
    text.line(format_args!("#[doc(hidden)] pub use {runtime}::__private;"));
    if input.module.is_none() {
        text.line(format_args!(
            "#[doc(hidden)] pub use __private as {NEEDS_MODULE};"
        ));
    }
    let models = input
        .models
        .as_ref()
        .map_or_else(|| format!("{module}::model"), path_text);
    let names = Names::of(api, &models);
    resources::write_model_imports(&mut text, api, &names, &models);
    client::write(&mut text, api, &runtime);
    catalog::write(&mut text, api);
    let set_macro = set_macro(&module);
    scopes::write(&mut text, api, &set_macro);
    access::write(&mut text, api, &set_macro);
    resources::write(&mut text, api, &names);
    responses::write(&mut text, api, &names);
    token_response::write(&mut text, api, &names);
    requirements::write(&mut text, api);
    sets::write(&mut text, api);
    text.finish()
}

/// What an audit has to do with the API, where there is an audit.
fn audited(file: &SpecFile, api: &Api) -> Option<Audited> {
    audit::is_on().then(|| Audited {
        spec: file.path.to_string_lossy().into_owned(),
        api: api.name.clone(),
        plan: Plan::of_this_package(),
    })
}

/// Holds `module` against where the macro stands; it points at the user's path.
fn module_check(input: &ApiInput) -> TokenStream {
    let Some(module) = &input.module else {
        return TokenStream::new();
    };
    let span = module
        .segments
        .last()
        .map_or_else(Span::call_site, |s| s.ident.span());
    let here = quote::format_ident!("{MODULE_IS_HERE}");
    let there = proc_macro2::Ident::new(MODULE_IS_HERE, span);
    let client = proc_macro2::Ident::new("client", span);
    quote! {
        #[allow(non_camel_case_types)]
        #[doc(hidden)]
        pub type #here = Client;
        #[allow(unused_qualifications)]
        const _: fn(Client) -> #module::#there = |#client| #client;
    }
}

/// What a person writes to declare a set: `breb::scope_set!`, or `scope_set!` at the crate's root.
fn set_macro(module: &str) -> String {
    let path = module.trim_start_matches("crate").trim_start_matches("::");
    if path.is_empty() {
        "scope_set!".to_owned()
    } else {
        format!("{path}::scope_set!")
    }
}

/// The module's own `scope_set!`, which hands on the catalogue and the path back to the module.
///
/// Only a `macro_rules!` knows `$crate`, so that the set's code finds this crate from any other. Where
/// somebody audits, `audited_spec` is the path of the spec file.
fn scope_set_macro(
    api: &Api,
    input: &ApiInput,
    broken: bool,
    audited_spec: Option<&str>,
) -> TokenStream {
    let mut catalogue = catalogue_text::write(api, audited_spec);
    if broken {
        catalogue_text::make_nameless(&mut catalogue);
    }
    let path = input.module_path();
    let segments: Vec<_> = path.segments.iter().skip(1).collect();
    let private = if input.module.is_some() {
        "__private"
    } else {
        NEEDS_MODULE
    };
    let private = quote::format_ident!("{private}");
    let dollar = proc_macro2::Punct::new('$', proc_macro2::Spacing::Alone);
    // A macro stands at the crate's root, so its name says which module it belongs to. With the
    // lengths, that of `b_c` in `a` is not that of `c` in `a::b`.
    let words = segments
        .iter()
        .map(|segment| segment.ident.unraw().to_string());
    let words: String = words
        .chain([api.name.clone()])
        .map(|word| format!("{}{word}_", word.len()))
        .collect();
    let name = quote::format_ident!("__{words}scope_set");
    let no_set = diag::NO_SET;
    let nothing = quote!(() => { ::core::compile_error!(#no_set); });
    let declared = quote! {
        (#dollar(#dollar tokens:tt)*) => {
            #dollar crate #(::#segments)* ::#private::scope_set! {
                (#dollar crate #(::#segments)*) #catalogue #dollar(#dollar tokens)*
            }
        }
    };
    let docs = scope_set_docs(api, &set_macro(&path_text(&path)));
    if editor::is_rust_analyzer() {
        // rust-analyzer offers no name of a hidden macro, and one that is exported and not hidden at
        // the crate's root as well.
        return quote! {
            #(#[doc = #docs])*
            pub macro scope_set { #nothing, #declared }
        };
    }
    quote! {
        #(#[doc = #docs])*
        #[doc(hidden)]
        #[macro_export]
        macro_rules! #name { #nothing; #declared; }

        #[doc(inline)]
        pub use #name as scope_set;
    }
}

/// The docs of a module's `scope_set!`, a line each.
fn scope_set_docs(api: &Api, set_macro: &str) -> Vec<String> {
    let scopes = api.catalogue.scopes().iter().take(2);
    let scopes: Vec<String> = scopes.map(|scope| format!("{:?}", scope.name)).collect();
    let text = format!(
        "Declares sets of scopes of {title}, each as a type.

```text
{set_macro} {{
    /// The docs of the set.
    pub struct Name = {scopes};
}}
```

`client.token::<Name>()` fetches a token that carries these scopes. A call that needs another scope
does not compile with that token. A name that ends in `*` stands for all scopes with that beginning.
Attributes and a visibility are those of a struct.",
        title = doc_line(&api.title),
        scopes = scopes.join(", "),
    );
    text.lines().map(|line| format!(" {line}")).collect()
}

/// What a module that does not say where it stands calls the runtime's hidden part. A set that does
/// not find it at the crate's root is told so by this name, which is all that the compiler shows.
const NEEDS_MODULE: &str = "__api_in_a_module_needs_the_argument_module";

/// A second name of the client in a module that says where it stands. Another module has nothing of
/// this name, which is all that the compiler shows.
const MODULE_IS_HERE: &str = "__module_must_name_the_module_of_this_api";

fn path_text(path: &syn::Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

#[cfg(test)]
mod tests;
