//! What is written between the braces of `scope_set!`.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Token, Visibility, parenthesized};

use crate::catalogue_text::CatalogueText;
use crate::diag;

/// The whole call: what the generated module adds, and the declared sets.
pub(crate) struct Call {
    /// The path of the generated module; it begins with a `$crate`, which only tokens can carry.
    pub(crate) module: TokenStream,
    /// The module's scopes.
    pub(crate) catalogue: CatalogueText,
    /// The sets.
    pub(crate) sets: Vec<SetInput>,
}

/// `pub struct Name = "scope", "other.scope";`
pub(crate) struct SetInput {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    /// The user's own tokens, so that messages about the set point at its declaration.
    pub(crate) keyword: Token![struct],
    pub(crate) name: Ident,
    pub(crate) semicolon: Token![;],
    pub(crate) scopes: Vec<LitStr>,
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let module;
        parenthesized!(module in input);
        let module = module.parse()?;
        let catalogue: LitStr = input.parse()?;
        let mut sets = Vec::new();
        while sets.is_empty() || !input.is_empty() {
            sets.push(input.parse()?);
        }
        Ok(Self {
            module,
            catalogue: CatalogueText::read(&catalogue.value()),
            sets,
        })
    }
}

impl Parse for SetInput {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let keyword = input.parse().map_err(|e| with_syntax(&e))?;
        let name: Ident = input.parse()?;
        if input.peek(Token![;]) {
            let semicolon = input.parse()?;
            return Ok(Self {
                attrs,
                vis,
                keyword,
                name,
                semicolon,
                scopes: Vec::new(),
            });
        }
        input.parse::<Token![=]>().map_err(|e| with_syntax(&e))?;
        let mut scopes = Vec::new();
        while !input.peek(Token![;]) {
            if input.is_empty() {
                let last = scopes.last().map_or(name.span(), LitStr::span);
                return Err(syn::Error::new(last, diag::MISSING_SEMICOLON));
            }
            scopes.push(input.parse::<LitStr>().map_err(|e| with_syntax(&e))?);
            if !input.is_empty() && !input.peek(Token![;]) {
                input.parse::<Token![,]>().map_err(|e| with_syntax(&e))?;
            }
        }
        let semicolon = input.parse()?;
        Ok(Self {
            attrs,
            vis,
            keyword,
            name,
            semicolon,
            scopes,
        })
    }
}

/// The same place, with how a set is written.
fn with_syntax(error: &syn::Error) -> syn::Error {
    syn::Error::new(error.span(), diag::SET_SYNTAX)
}
