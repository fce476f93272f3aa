//! Holds the scopes that the user wrote against the catalogue.

use std::collections::BTreeSet;

use proc_macro2::Span;
use syn::LitStr;

use super::attributes::Attributes;
use super::input::SetInput;
use crate::catalogue_text::CatalogueText;
use crate::diag::{self, Errors};

/// A set whose scopes are known.
pub(crate) struct CheckedSet<'a> {
    pub(crate) input: &'a SetInput,
    /// The numbers of the scopes to ask the server for.
    pub(crate) requested: Vec<usize>,
    /// The numbers of all scopes that the set carries.
    pub(crate) held: Vec<usize>,
    /// The literals, each with the number of a scope that it names.
    pub(crate) literals: Vec<(Span, usize)>,
    /// Deprecated scopes with the reason, and where they are written.
    pub(crate) deprecated: Vec<(Span, String)>,
    /// What an audit does with it.
    pub(crate) audit: Audit,
}

impl CheckedSet<'_> {
    /// The attributes of what is generated for it.
    pub(super) fn attributes(&self) -> Attributes {
        Attributes::of(&self.input.attrs, !self.deprecated.is_empty())
    }
}

/// What an audit does with a set.
#[derive(Default)]
pub(crate) struct Audit {
    /// Whether it carries something else than is declared.
    pub(crate) withheld: bool,
    /// Whether it is a set of nobody's.
    pub(crate) of_nobody: bool,
    /// What the error says with which it makes itself known.
    pub(crate) announcement: Option<String>,
}

/// Checks one set. A set with a mistake carries every scope, so that the mistake is the only error.
pub(crate) fn check<'a>(
    input: &'a SetInput,
    catalogue: &CatalogueText,
    errors: &mut Errors,
) -> CheckedSet<'a> {
    let mut checker = Checker {
        catalogue,
        named: Vec::new(),
        literals: Vec::new(),
        deprecated: Vec::new(),
        wrong: false,
    };
    if input.scopes.is_empty() {
        errors.add(input.name.span(), diag::EMPTY_SET);
        checker.wrong = true;
    }
    for literal in &input.scopes {
        if let Err(message) = checker.add(literal) {
            errors.add(literal.span(), message);
            checker.wrong = true;
        }
    }
    // A catalogue without a name stands for a spec with mistakes, which are reported there.
    let everything = checker.wrong || catalogue.api.is_empty();
    let held: BTreeSet<usize> = if everything {
        (0..catalogue.scopes.len()).collect()
    } else {
        catalogue.closure(&checker.named)
    };
    CheckedSet {
        input,
        requested: checker.named,
        held: held.into_iter().collect(),
        literals: checker.literals,
        deprecated: checker.deprecated,
        audit: Audit::default(),
    }
}

struct Checker<'c> {
    catalogue: &'c CatalogueText,
    /// Numbers of the scopes that are named, in the order of the declaration.
    named: Vec<usize>,
    literals: Vec<(Span, usize)>,
    deprecated: Vec<(Span, String)>,
    wrong: bool,
}

impl Checker<'_> {
    fn add(&mut self, literal: &LitStr) -> Result<(), String> {
        let written = literal.value();
        let scopes = &self.catalogue.scopes;
        let by_name = scopes.iter().position(|scope| scope.name == written);
        let by_alias = || {
            scopes
                .iter()
                .position(|scope| scope.aliases.contains(&written))
        };
        if let Some(index) = by_name.or_else(by_alias) {
            let scope = &scopes[index];
            if self.named.contains(&index) {
                return Err(if scope.name == written {
                    diag::duplicate_scope(&written)
                } else {
                    diag::alias_duplicate(&written, &scope.name)
                });
            }
            if let Some(reason) = &scope.deprecated {
                let reason = passport_spec::plain_line(reason);
                let note = format!("the scope \"{written}\" is deprecated: {reason}");
                self.deprecated.push((literal.span(), note));
            }
            self.named.push(index);
            self.literals.push((literal.span(), index));
            return Ok(());
        }
        match written.strip_suffix('*') {
            Some(prefix) => self.add_all_under(prefix, literal),
            None if self.catalogue.api.is_empty() => Ok(()),
            None => Err(self.unknown(&written)),
        }
    }

    /// A wildcard that is no scope itself stands for all known scopes under it.
    fn add_all_under(&mut self, prefix: &str, literal: &LitStr) -> Result<(), String> {
        let scopes = self.catalogue.scopes.iter().enumerate();
        let under = scopes.filter(|(_, s)| s.name.starts_with(prefix) && s.deprecated.is_none());
        let under: Vec<usize> = under.map(|(index, _)| index).collect();
        if under.is_empty() && !self.catalogue.api.is_empty() {
            return Err(diag::empty_wildcard(&literal.value(), &self.catalogue.api));
        }
        for index in under {
            self.literals.push((literal.span(), index));
            if !self.named.contains(&index) {
                self.named.push(index);
            }
        }
        Ok(())
    }

    fn unknown(&self, written: &str) -> String {
        let names = self.catalogue.scopes.iter().flat_map(|scope| {
            std::iter::once(scope.name.as_str()).chain(scope.aliases.iter().map(String::as_str))
        });
        let meant = passport_spec::nearest(written, names).unwrap_or("");
        diag::unknown_scope(written, &self.catalogue.api, meant)
    }
}
