//! From a checked set to Rust.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Ident, LitStr};

use super::attributes::Attributes;
use super::check::CheckedSet;
use super::input::{Call, SetInput};
use crate::expand::trees;
use crate::{editor, scope_list, source_text};

/// The set's type and its one implementation.
pub(crate) fn set(set: &CheckedSet<'_>, call: &Call) -> TokenStream {
    let SetInput {
        vis,
        keyword,
        name,
        semicolon,
        ..
    } = set.input;
    let module = &call.module;
    let text = LitStr::new(&name.unraw().to_string(), Span::call_site());
    let names = call.catalogue.names(&set.requested);
    let places = set.requested.iter().copied();
    let places = places.map(Literal::usize_unsuffixed);
    // The types are long and made of few words, so they are parsed from text in one step.
    let trees = trees(&set.held, call.catalogue.scopes.len());
    let trees = source_text::tokens(&trees, name.span());
    let Attributes {
        of_struct,
        of_uses,
        of_warnings,
        ..
    } = set.attributes();
    let deprecations = set
        .deprecated
        .iter()
        .map(|(span, note)| deprecation(*span, note));
    let deprecations = (!set.deprecated.is_empty()).then(|| {
        quote!(
            #of_warnings
            const _: () = { #(#deprecations)* };
        )
    });
    // Where another API's set is wanted, this is what the compiler points at. An editor would show
    // what stands there beside the set.
    let place = match editor::is_rust_analyzer() {
        true => Span::call_site(),
        false => name.span(),
    };
    let api = if set.audit.of_nobody {
        quote!(
            type Api = __Nobody;
        )
    } else {
        quote_spanned!(place=> type Api = __Client;)
    };
    let mut implementor = name.clone();
    implementor.set_span(place);
    let literals = editor::is_rust_analyzer().then(|| literals(set));
    // One attribute: as one for each line they would be a fifth of all tokens.
    let doc = scope_list::write(&call.catalogue.names(&set.held));
    let doc = doc.iter().map(|line| format!(" {line}\n"));
    let doc: String = doc.collect();
    let withheld = set.audit.withheld.then(|| {
        quote!(
            const WITHHELD: bool = true;
        )
    });
    let announcement = set.audit.announcement.as_deref();
    let announcement = announcement.map(|message| announce(name, message, &of_uses));
    quote! {
        #of_struct
        #[doc = #doc]
        #vis #keyword #name #semicolon

        #of_uses
        const _: () = {
            use #module::__leaves::*;
            #literals
            impl __ScopeSet for #implementor {
                #api
                const NAME: &'static str = #text;
                const SCOPES: &'static [&'static str] = &[#(#names),*];
                const PLACES: &'static [u16] = &[#(#places),*];
                #withheld
                #trees
            }
        };

        #deprecations
        #announcement
    }
}

/// The scope's marker at each literal, by which an editor finds the scope.
fn literals(set: &CheckedSet<'_>) -> TokenStream {
    let markers = set.literals.iter().map(|(span, scope)| {
        let marker = Ident::new(&format!("__S{scope}"), *span);
        quote!(const _: #marker = #marker;)
    });
    markers.collect()
}

/// An error at the set's name with this message.
fn announce(name: &Ident, message: &str, attributes: &TokenStream) -> TokenStream {
    quote! {
        #attributes
        const _: () = {
            #[diagnostic::on_unimplemented(message = #message)]
            trait Declared {}
            const fn declare<S: Declared>() {}
            declare::<#name>();
        };
    }
}

/// A warning at the literal: the use of something deprecated, which is all that the compiler lets a
/// macro warn with.
fn deprecation(span: Span, note: &str) -> TokenStream {
    let name = Ident::new("scope", span);
    let used = quote_spanned!(span=> #name());
    quote! {
        {
            #[deprecated(note = #note)]
            const fn #name() {}
            #used
        }
    }
}
