//! The attributes of a set, divided among all that is generated for it.
//!
//! The struct has every attribute. What stands beside it must exist only where the struct does, so
//! `cfg` is repeated there; and the lint levels of the set hold for the warnings about its scopes.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Attribute;

/// The attributes of a set, by what they are written on.
pub(super) struct Attributes {
    /// On the struct, the traits that every set has included.
    pub(super) of_struct: TokenStream,
    /// On everything: the conditions under which the set exists.
    pub(super) conditions: TokenStream,
    /// On what uses the struct.
    pub(super) of_uses: TokenStream,
    /// On the warnings about deprecated scopes.
    pub(super) of_warnings: TokenStream,
}

impl Attributes {
    /// `has_warnings` says whether the set names a deprecated scope.
    pub(super) fn of(attributes: &[Attribute], has_warnings: bool) -> Self {
        let written: Vec<TokenStream> = attributes
            .iter()
            .map(|attribute| attribute.meta.to_token_stream())
            .collect();
        let choose = |choice: &dyn Fn(&str, TokenStream) -> Option<TokenStream>| {
            let chosen = written
                .iter()
                .filter_map(|attribute| rewrite(attribute.clone(), choice));
            chosen.map(|attribute| quote!(#[#attribute])).collect()
        };
        let conditions: TokenStream = choose(&|name, attribute| only(name == "cfg", attribute));
        let of_struct: TokenStream = choose(&|name, attribute| match name {
            // It is fulfilled where the warnings are.
            "expect" if has_warnings => expected(&attribute, |lint| lint != DEPRECATED),
            _ => Some(attribute),
        });
        let levels: TokenStream = choose(&|name, attribute| match name {
            "expect" => expected(&attribute, |lint| lint == DEPRECATED),
            _ => only(LEVELS.contains(&name), attribute),
        });
        let deprecated: TokenStream =
            choose(&|name, attribute| only(name == DEPRECATED, attribute));
        let allowed = (!deprecated.is_empty()).then(|| quote!(#[allow(deprecated)]));
        let derives = derives(&written);
        Self {
            of_struct: quote!(#of_struct #derives),
            of_uses: quote!(#conditions #allowed),
            of_warnings: quote!(#conditions #levels),
            conditions,
        }
    }
}

/// Puts each attribute through `choice`, those within a `cfg_attr` as well, which goes where nothing
/// of it is left.
fn rewrite(
    attribute: TokenStream,
    choice: &dyn Fn(&str, TokenStream) -> Option<TokenStream>,
) -> Option<TokenStream> {
    let Some((condition, inner)) = conditional(&attribute) else {
        return choice(&name(&attribute), attribute);
    };
    let inner: Vec<TokenStream> = inner
        .into_iter()
        .filter_map(|attribute| rewrite(attribute, choice))
        .collect();
    (!inner.is_empty()).then(|| quote!(cfg_attr(#condition, #(#inner),*)))
}

/// The `derive`s of the traits that every set has, but for those that the user derives.
fn derives(attributes: &[TokenStream]) -> TokenStream {
    let mut derived = Vec::new();
    for attribute in attributes {
        find_derived(attribute, &[], &mut derived);
    }
    let (mut always, mut sometimes) = (Vec::new(), TokenStream::new());
    for known in ["Clone", "Copy", "Debug"] {
        let ident = Ident::new(known, Span::call_site());
        let conditions: Vec<&[TokenStream]> = derived
            .iter()
            .filter(|(name, _)| name == known)
            .map(|(_, conditions)| conditions.as_slice())
            .collect();
        if conditions.is_empty() {
            always.push(ident);
        } else if conditions.iter().all(|conditions| !conditions.is_empty()) {
            let met = conditions
                .iter()
                .map(|conditions| quote!(all(#(#conditions),*)));
            sometimes.extend(quote!(#[cfg_attr(not(any(#(#met),*)), derive(#ident))]));
        }
    }
    let always = (!always.is_empty()).then(|| quote!(#[derive(#(#always),*)]));
    quote!(#always #sometimes)
}

/// Adds the names of the traits that an attribute derives, each with the conditions for it.
fn find_derived(
    attribute: &TokenStream,
    conditions: &[TokenStream],
    derived: &mut Vec<(String, Vec<TokenStream>)>,
) {
    if let Some((condition, inner)) = conditional(attribute) {
        let conditions = [conditions, &[condition]].concat();
        for attribute in &inner {
            find_derived(attribute, &conditions, derived);
        }
    } else if name(attribute) == "derive" {
        for path in arguments(attribute) {
            let last = path.into_iter().last();
            derived.extend(last.map(|last| (last.to_string(), conditions.to_vec())));
        }
    }
}

/// An `expect` of some of its lints, with its reason; `None` if there are none of them.
fn expected(attribute: &TokenStream, keep: impl Fn(&str) -> bool) -> Option<TokenStream> {
    let (reasons, mut lints): (Vec<_>, Vec<_>) = arguments(attribute)
        .into_iter()
        .partition(|argument| name(argument) == "reason");
    lints.retain(|lint| keep(&lint.to_string()));
    (!lints.is_empty()).then(|| quote!(expect(#(#lints,)* #(#reasons),*)))
}

/// The condition and the attributes of a `cfg_attr`.
fn conditional(attribute: &TokenStream) -> Option<(TokenStream, Vec<TokenStream>)> {
    if name(attribute) != "cfg_attr" {
        return None;
    }
    let mut arguments = arguments(attribute).into_iter();
    Some((arguments.next()?, arguments.collect()))
}

/// The first word of an attribute.
fn name(attribute: &TokenStream) -> String {
    let first = attribute.clone().into_iter().next();
    first.map_or_else(String::new, |first| first.to_string())
}

/// The arguments in an attribute's parentheses.
fn arguments(attribute: &TokenStream) -> Vec<TokenStream> {
    let parentheses = attribute.clone().into_iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => Some(group),
        _ => None,
    });
    let tokens = parentheses.map(|group: Group| group.stream());
    let mut arguments = vec![TokenStream::new()];
    for token in tokens.into_iter().flatten() {
        match (token, arguments.last_mut()) {
            (TokenTree::Punct(comma), _) if comma.as_char() == ',' => {
                arguments.push(TokenStream::new());
            }
            (token, Some(argument)) => argument.extend([token]),
            (_, None) => {}
        }
    }
    arguments.retain(|argument| !argument.is_empty());
    arguments
}

fn only(wanted: bool, attribute: TokenStream) -> Option<TokenStream> {
    wanted.then_some(attribute)
}

const DEPRECATED: &str = "deprecated";

/// The attributes that set a lint's level, but for `expect`.
const LEVELS: &[&str] = &["allow", "warn", "deny", "forbid"];

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use syn::Attribute;
    use syn::parse::Parser;

    use super::Attributes;

    fn check(written: &str, has_warnings: bool, expected: [&str; 4]) {
        let attributes = Attribute::parse_outer.parse_str(written).unwrap();
        let found = Attributes::of(&attributes, has_warnings);
        let found = [
            found.of_struct,
            found.conditions,
            found.of_uses,
            found.of_warnings,
        ];
        let text = |text: &str| text.parse::<TokenStream>().unwrap().to_string();
        assert_eq!(
            found.map(|tokens| tokens.to_string()),
            expected.map(text),
            "{written}"
        );
    }

    #[test]
    fn a_condition_stands_on_everything() {
        let cfg = "#[cfg(test)]";
        let derived = "#[cfg(test)] #[derive(Clone, Copy, Debug)]";
        check(cfg, false, [derived, cfg, cfg, cfg]);
    }

    #[test]
    fn a_condition_within_a_cfg_attr_stands_on_everything_without_the_rest() {
        let written = "#[cfg_attr(a, doc(hidden), cfg(b), cfg_attr(c, must_use, cfg(d)))]";
        let cfg = "#[cfg_attr(a, cfg(b), cfg_attr(c, cfg(d)))]";
        let derived = format!("{written} #[derive(Clone, Copy, Debug)]");
        check(written, false, [&derived, cfg, cfg, cfg]);
    }

    #[test]
    fn a_lint_level_holds_for_the_warnings_about_scopes() {
        let level = "#[allow(deprecated)]";
        let derived = "#[allow(deprecated)] #[derive(Clone, Copy, Debug)]";
        check(level, true, [derived, "", "", level]);
    }

    #[test]
    fn an_expected_warning_is_expected_where_it_is() {
        let written = "#[expect(deprecated, dead_code, reason = \"old\")]";
        check(
            written,
            true,
            [
                "#[expect(dead_code, reason = \"old\")] #[derive(Clone, Copy, Debug)]",
                "",
                "",
                "#[expect(deprecated, reason = \"old\")]",
            ],
        );
    }

    #[test]
    fn a_deprecated_set_is_no_warning_in_its_own_code() {
        let written = "#[deprecated]";
        let derived = "#[deprecated] #[derive(Clone, Copy, Debug)]";
        check(written, false, [derived, "", "#[allow(deprecated)]", ""]);
    }

    #[test]
    fn a_trait_is_derived_once_whatever_the_condition() {
        let written = "#[cfg_attr(a, derive(Clone))] #[derive(::core::fmt::Debug, Default)]";
        let derived =
            format!("{written} #[derive(Copy)] #[cfg_attr(not(any(all(a))), derive(Clone))]");
        check(written, false, [&derived, "", "", ""]);
    }
}
