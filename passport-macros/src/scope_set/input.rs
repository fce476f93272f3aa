//! What is written between the braces of `scope_set!`.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
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
        let keyword = input.parse()?;
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
        input.parse::<Token![=]>()?;
        let mut scopes = Punctuated::<LitStr, Token![,]>::new();
        while !input.peek(Token![;]) {
            let scope = input.parse::<LitStr>();
            scopes.push_value(scope.map_err(|e| syn::Error::new(e.span(), diag::SCOPE_SYNTAX))?);
            if input.peek(Token![;]) {
                break;
            }
            let comma = input.parse::<Token![,]>();
            scopes.push_punct(comma.map_err(|e| syn::Error::new(e.span(), diag::SCOPE_SYNTAX))?);
        }
        let semicolon = input.parse()?;
        let scopes = scopes.into_iter().collect();
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
