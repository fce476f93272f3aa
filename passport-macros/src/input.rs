//! What is written between the braces of `api!`.

use proc_macro2::{Span, TokenStream};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Ident, LitStr, Path, Token};

use crate::diag::{self, Errors};

/// The arguments of `api!`.
pub(crate) struct ApiInput {
    /// The spec file's path, relative to the package.
    pub(crate) spec: LitStr,
    /// The digest of the file's text, if it is given.
    pub(crate) digest: Option<LitStr>,
    /// The API's name in the file.
    pub(crate) api: Option<LitStr>,
    /// The module that calls the macro, if it is given; else the crate's root.
    pub(crate) module: Option<Path>,
    /// The module of the model types; `model` below `module` where it is not given.
    pub(crate) models: Option<Path>,
    /// The runtime crate.
    pub(crate) runtime: Path,
}

impl ApiInput {
    /// Reads the arguments; what is wrong is added to `errors`, and what can be used is returned.
    pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Option<Self> {
        let mut input = Arguments::default();
        let parsed = (|stream: ParseStream<'_>| input.parse(stream, errors)).parse2(tokens);
        let whole = parsed.is_ok();
        if let Err(error) = parsed {
            errors.push(error);
        }
        let Some(spec) = input.spec else {
            if !whole {
                return None;
            }
            errors.add(
                Span::call_site(),
                "the argument `spec` is missing; `spec = \"scopes.toml\"`",
            );
            return None;
        };
        Some(Self {
            spec,
            digest: input.digest,
            api: input.api,
            module: input.module,
            models: input.models,
            runtime: input
                .runtime
                .unwrap_or_else(|| syn::parse_quote!(::passport_api)),
        })
    }
}

impl ApiInput {
    /// The module that calls the macro: what is given, or the crate's root.
    pub(crate) fn module_path(&self) -> Path {
        match &self.module {
            Some(module) => syn::parse_quote!(#module),
            None => syn::parse_quote!(crate),
        }
    }
}

#[derive(Default)]
struct Arguments {
    spec: Option<LitStr>,
    digest: Option<LitStr>,
    api: Option<LitStr>,
    module: Option<Path>,
    models: Option<Path>,
    runtime: Option<Path>,
}

impl Arguments {
    fn parse(&mut self, stream: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        while !stream.is_empty() {
            let name: Ident = stream.parse()?;
            stream.parse::<Token![=]>()?;
            match name.to_string().as_str() {
                "spec" => set(&mut self.spec, &name, stream, errors)?,
                "digest" => set(&mut self.digest, &name, stream, errors)?,
                "api" => set(&mut self.api, &name, stream, errors)?,
                "module" => set(&mut self.module, &name, stream, errors)?,
                "models" => set(&mut self.models, &name, stream, errors)?,
                "runtime" => set(&mut self.runtime, &name, stream, errors)?,
                other => {
                    errors.add(name.span(), diag::unknown_argument(other, ARGUMENTS));
                    skip_value(stream)?;
                }
            }
            if !stream.is_empty() {
                stream.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }
}

fn set<T: Parse>(
    place: &mut Option<T>,
    name: &Ident,
    stream: ParseStream<'_>,
    errors: &mut Errors,
) -> syn::Result<()> {
    if place.is_some() {
        errors.add(
            name.span(),
            format!("the argument `{name}` stands here twice"),
        );
    }
    *place = Some(stream.parse()?);
    Ok(())
}

/// Passes over the value of an argument that is not known.
fn skip_value(stream: ParseStream<'_>) -> syn::Result<()> {
    while !stream.is_empty() && !stream.peek(Token![,]) {
        stream.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

const ARGUMENTS: &[&str] = &["spec", "digest", "api", "module", "models", "runtime"];
